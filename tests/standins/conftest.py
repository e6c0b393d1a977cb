"""Both stand-ins with their limits out of the way, a client for each, and an app for their webhooks."""

from collections.abc import Iterator

import pytest

from tests.standins.app import App
from tests.standins.clients import Bot, Business
from tests.standins.telegram.server import Telegram
from tests.standins.whatsapp.server import WhatsApp


@pytest.fixture
def app() -> Iterator[App]:
    with App() as server:
        yield server


@pytest.fixture
def bot(telegram: Telegram) -> Iterator[Bot]:
    client = Bot(telegram.url, telegram.token)
    yield client
    client.http.close()


@pytest.fixture
def business(whatsapp: WhatsApp) -> Iterator[Business]:
    client = Business(whatsapp)
    yield client
    client.http.close()
