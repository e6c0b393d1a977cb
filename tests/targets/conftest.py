"""Our side in real processes, Chatwoot's a stand-in."""

from collections.abc import Iterator

import pytest

from tests.standins.chatwoot.people import Agent
from tests.standins.chatwoot.server import ACCOUNT, BOT_TOKEN, INBOX, SECRET, TOKEN, Chatwoot
from tests.targets.home import Home


def settings_for(chatwoot: Chatwoot) -> dict[str, str]:
    return {
        "PARLEY_HANDOFF": "chatwoot",
        "PARLEY_CHATWOOT_URL": chatwoot.url,
        "PARLEY_CHATWOOT_ACCOUNT": str(ACCOUNT),
        "PARLEY_CHATWOOT_INBOX": str(INBOX),
        "PARLEY_CHATWOOT_TOKEN": TOKEN,
        "PARLEY_CHATWOOT_BOT_TOKEN": BOT_TOKEN,
        "PARLEY_CHATWOOT_SECRET": f"an-older-secret,{SECRET}",
    }


@pytest.fixture(scope="module")
def desk() -> Iterator[Chatwoot]:
    with Chatwoot() as standin:
        yield standin


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, desk: Chatwoot) -> Iterator[Home]:
    home = Home(tmp_path_factory.mktemp("targets"), **settings_for(desk))
    try:
        home.start("web", "targets")
        desk.hook = f"{home.url}/targets/chatwoot"
        yield home
    finally:
        home.close()


@pytest.fixture
def chatwoot(desk: Chatwoot) -> Iterator[Chatwoot]:
    """The stand-in, its trouble of the test before forgotten, its conversations out of sight."""
    desk.faults.clear()
    desk.copies, desk.locked_to_one, desk.has_bot = 1, False, False
    desk.shelves.earlier = set(desk.shelves.talks)
    desk.answers.clear()
    yield desk


@pytest.fixture
def mina(chatwoot: Chatwoot) -> Agent:
    return Agent(chatwoot)
