"""What several test files share."""

from collections.abc import Iterator

import pytest

from tests.house import House


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The running house with the demo knowledge base; shared, for starting it takes seconds."""
    home = House(tmp_path_factory.mktemp("house"))
    home.prepare()
    home.start()
    yield home
    home.stop()
