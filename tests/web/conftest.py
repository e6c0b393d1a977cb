"""The office, empty."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.office import Office, opened


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    with opened(tmp_path, monkeypatch) as held:
        yield held
