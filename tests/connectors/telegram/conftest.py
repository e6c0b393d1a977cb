"""The channel as it is configured in real life, with the stand-in for Telegram's server."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.settings import settings
from app.wiring import books as our_books
from connectors.telegram.settings import telegram as our_telegram
from store.engine import open_engine
from store.unit_of_work import SqlBooks
from tests.connectors.telegram.desk import Desk
from tests.databases import with_tables
from tests.standins.telegram.people import Customer
from tests.standins.telegram.server import Telegram

Configure = Callable[..., None]


@pytest.fixture
def configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Configure]:
    """Return what sets PARLEY_* for the test and forgets what was read before."""

    def configure(**given: str) -> None:
        for name, value in ({"VAR": str(tmp_path)} | given).items():
            monkeypatch.setenv(f"PARLEY_{name}", value)
        for read in (settings, our_telegram):
            read.cache_clear()

    yield configure
    monkeypatch.undo()
    for read in (settings, our_telegram):
        read.cache_clear()


@pytest.fixture
def books(telegram: Telegram, configured: Configure) -> Iterator[SqlBooks]:
    """Our books, with the channel open towards the stand-in."""
    configured(TELEGRAM_TOKEN=telegram.token, TELEGRAM_API=telegram.url)
    engine = open_engine(settings().url)
    with_tables(engine)
    engine.dispose()
    our_books.cache_clear()
    yield our_books()
    our_books().dispose()
    our_books.cache_clear()


@pytest.fixture
def anna(telegram: Telegram) -> Iterator[Customer]:
    customer = telegram.customer("Anna")
    customer.starts()
    yield customer


@pytest.fixture
def desk(books: SqlBooks) -> Desk:
    return Desk(books)
