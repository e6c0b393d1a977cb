"""What several test files share."""

import threading
from collections.abc import Iterator

import pytest

from tests.house import House
from tests.ports import free_port
from tests.standins.rates import GENEROUS
from tests.standins.shop import SECRET
from tests.standins.telegram.server import Telegram
from tests.standins.whatsapp.server import WhatsApp

SHOP_PORT = free_port()
CHATS_PER_MINUTE = 5
"""At one public address; tests come from none."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep together, under `-n`, what shares something dear: the running house, or what one file sets up."""
    for item in items:
        alone = f"{item.path.parent.name}-{item.path.stem}"
        shared = "house" if "house" in getattr(item, "fixturenames", ()) else alone
        item.add_marker(pytest.mark.xdist_group(shared))


@pytest.fixture(autouse=True)
def nobody_is_left_listening() -> Iterator[None]:
    """An ear that outlives its test would look for ever, in a database that is gone."""
    before = ears()  # of what several tests share
    yield
    assert ears() <= before


def ears() -> set[int | None]:
    return {thread.ident for thread in threading.enumerate() if thread.name == "ear"}


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The running house with the demo knowledge base; shared, for starting it takes seconds."""
    home = House(
        tmp_path_factory.mktemp("house"),
        PARLEY_WEBCHAT_IDENTITY_SECRET=SECRET,
        PARLEY_WEBCHAT_SESSIONS_PER_MINUTE=str(CHATS_PER_MINUTE),
        PARLEY_ALLOWED_ORIGINS=f"http://127.0.0.1:{SHOP_PORT}",
    )
    home.prepare()
    home.start()
    yield home
    home.stop()


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    """Telegram's server, in no hurry."""
    with Telegram(per_chat=GENEROUS) as standin:
        yield standin


@pytest.fixture
def whatsapp() -> Iterator[WhatsApp]:
    """Meta's server, in no hurry."""
    with WhatsApp(per_pair=GENEROUS, overall=GENEROUS) as standin:
        yield standin
