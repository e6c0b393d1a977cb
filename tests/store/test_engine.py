"""A database is named or refused, and its password is nobody's to read."""

import pytest

from store.engine import open_engine
from support.errors import Misconfigured


@pytest.mark.parametrize("url", ["postgres://anna:hunter2@host/parley", "postgresql//anna:hunter2@host/parley"])
def test_what_is_no_database_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(Misconfigured, match="PARLEY_DATABASE_URL") as refused:
        open_engine(url)

    assert "hunter2" not in str(refused.value)
