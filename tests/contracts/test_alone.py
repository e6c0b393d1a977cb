"""An errand is one process's at a time, on every store that processes share."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.settings import ROOT
from store.unit_of_work import SqlBooks

_HOLD = """
import sys, time
from store.engine import open_engine
from store.unit_of_work import SqlBooks
with SqlBooks(open_engine(sys.argv[1])).alone("calibration") as is_alone:
    print(is_alone, flush=True)
    time.sleep(60)
"""


@pytest.fixture(autouse=True)
def is_shared(request: pytest.FixtureRequest) -> None:
    if "memory" in request.node.name:
        pytest.skip("a database in memory is one process's own")


@contextmanager
def another(books: SqlBooks) -> Iterator[str]:
    """Another process on the same errand; gives what it was told."""
    url = books._engine.url.render_as_string(hide_password=False)
    process = subprocess.Popen([sys.executable, "-c", _HOLD, url], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    with process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.kill()


def test_who_comes_second_is_told_so_until_the_first_has_ended(books: SqlBooks) -> None:
    with another(books) as told:
        assert told == "True"
        with books.alone("calibration") as is_alone, books.alone("backup") as is_alone_elsewhere:
            assert (is_alone, is_alone_elsewhere) == (False, True)
    with books.alone("calibration") as is_alone:  # though it was killed on its way
        assert is_alone
    with another(books) as told:
        assert told == "True"
