"""The whole house, and people who answer in Chatwoot: from the customer's wish to the bot's next answer."""

from collections.abc import Iterator

import pytest

from app.texts import texts
from tests.customer import Customer
from tests.house import House
from tests.standins.chatwoot.people import Agent
from tests.standins.chatwoot.server import Chatwoot
from tests.targets.conftest import settings_for

SWEDISH = texts("sv")


@pytest.fixture
def whole(tmp_path_factory: pytest.TempPathFactory, desk: Chatwoot) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("whole"), PARLEY_SURVEY="off", **settings_for(desk))
    house.prepare()
    try:
        house.start("web", "actions", "bot", "targets")
        desk.hook = f"{house.url}/targets/chatwoot"
        yield house
    finally:
        house.stop()


def test_a_customer_asks_for_a_person_is_answered_in_chatwoot_and_comes_back_to_the_bot(
    whole: House, mina: Agent
) -> None:
    anna = Customer(whole.url, "sv")
    anna.says("När får jag mina pengar tillbaka?")
    (promise,) = anna.says("Jag vill prata med en människa")
    assert promise["text"] == SWEDISH.get("bot", "handover")

    (talk,) = mina.sees(1)
    assert mina.reads(talk, "När får jag mina pengar tillbaka?", private=True)
    assert mina.reads(talk, promise["text"], private=True)
    mina.writes(talk, "Hej, jag är Mina.")
    assert anna.listen(lambda: anna.heard[-1]["text"] == "Hej, jag är Mina.")
    anna.post("Var är min order?")
    assert mina.reads(talk, "Var är min order?", private=False)

    mina.sets(talk, "resolved")
    assert anna.listen(lambda: SWEDISH.get("bot", "handover_closed") in [each["text"] for each in anna.heard])
    (answer,) = anna.says("Hur returnerar jag något?")
    assert answer["author"] == "bot" and answer["link"]["url"] == "/help/sv/returns"
