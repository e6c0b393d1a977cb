"""Two agents and a customer side by side, each in a browser of their own, over the whole house."""

import time
from collections.abc import Iterator

import pytest

from store.engine import open_engine
from store.unit_of_work import SqlBooks
from support.staff import Role
from tests.browser.agent import AtDesk
from tests.browser.chat import Chat
from tests.browser.chromium import Browser, until
from tests.browser.test_breaking import down
from tests.house import House
from tests.web.office import Office

_ADDRESS = "return JSON.parse(localStorage[Object.keys(localStorage).find((key) => key.endsWith(':session'))]).token"
_SHARES = """
return [...document.querySelectorAll('.card li')].map((node) => Number(node.textContent.match(/([0-9]+) %/)?.[1] ?? 0));
"""
_PRESS_AT = (
    "const b = document.querySelector('[data-does=take]'); setTimeout(() => b.click(), arguments[0] - Date.now())"
)
_RETURNS = "How do I return something?"


@pytest.fixture(scope="module")
def office(house: House) -> Iterator[Office]:
    """Those who work in the house."""
    books = SqlBooks(open_engine(f"sqlite:///{house.folder / 'parley.db'}"))
    yield (held := Office(house.url, books))
    held.close()
    books.dispose()


@pytest.fixture(scope="module")
def desks(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Browser]]:
    """Two more browsers, for a cookie says who one is."""
    browsers = [Browser(tmp_path_factory.mktemp("desk")) for _ in range(2)]
    yield browsers
    for browser in browsers:
        browser.quit()


@pytest.fixture
def agents(desks: list[Browser], office: Office) -> Iterator[list[AtDesk]]:
    """Maria and Per, each before the desk."""
    with office.books.reading() as uow:
        known = {account.name: account for account in uow.accounts.all()}
    yield [
        AtDesk(browser, office, known.get(name) or office.hires(name, Role.AGENT))
        for browser, name in zip(desks, ("Maria", "Per"), strict=True)
    ]
    for browser in desks:
        assert browser.complaints(network=False) == []


def here(browser: Browser) -> str:
    """Return what the desk calls the customer of this chat, who has no name."""
    return f"Visitor {str(browser.script(_ADDRESS))[:6]}"


def calls(chat: Chat) -> str:
    """Have the customer ask, and want a person; return what the desk calls them."""
    chat.ask(_RETURNS)
    chat.part("talk-to-person").click()
    chat.sees("waiting")
    return here(chat.browser)


def times(said: list[str], text: str) -> int:
    return sum(text in each for each in said)


def test_a_customer_is_taken_answered_returned_and_resolved_before_all_eyes(
    chat: Chat, browser: Browser, agents: list[AtDesk]
) -> None:
    maria, per = agents
    maria.comes("/desk?view=bot")
    per.comes()
    chat.ask(_RETURNS)
    customer = here(browser)
    maria.opens(customer)
    assert maria.holder() == "With the bot"

    chat.part("talk-to-person").click()
    chat.sees("waiting")
    per.opens(customer)
    until(lambda: maria.holder() == "Unassigned", "it is seen that a person is wanted")
    until(lambda: "Asked for a person" in maria._text(".card"), "the card, where one was looking on")
    assert all(0 <= share <= 100 for share in maria.browser.script(_SHARES))
    until(lambda: "Maria is looking" in per._text(".others"), "each sees the other look")
    maria.shown("together-called")

    # Both press at once; who comes second is told.
    both = time.time() * 1000 + 300
    for agent in agents:
        agent.browser.script(_PRESS_AT, both)
    until(lambda: {agent.holder() for agent in agents} in ({"With Maria"}, {"With Per"}), "one of them has it")
    has, other = (maria, per) if maria.holder() == "With Maria" else (per, maria)
    until(lambda: other.told() == f"{has.account.name} was faster and answers this conversation.", "the other is told")
    other.shown("together-slower")
    assert not other.browser.script("return document.querySelector('[data-does=take]')")
    assert has.told() == ""

    # Words, and who is writing them, both ways.
    chat.part("input").send_keys("I wai")
    until(lambda: "customer is writing" in has._text(".writing"), "the customer is seen to write")
    browser.reload()
    chat.gets_through()
    assert chat.part("input").get_attribute("value") == "I wai"
    chat.write("t here")
    has.sees("I wait here")
    other.sees("I wait here")
    has.writes("Let me lo", is_sent=False)
    chat.sees("typing")
    has.browser.reload()
    until(lambda: has.composed() == "Let me lo", "what was begun")
    has.writes("ok.")
    assert chat.hears("Let me look.").author == "agent"
    other.sees("Let me look.")
    has.writes("It", is_sent=False)
    chat.sees("typing")
    has.writes(" is here.")
    chat.hears("It is here.")

    # Back to the bot, which answers again.
    has.presses("returnToBot")
    has.chooses("Return to bot")
    until(lambda: other.holder() == "With the bot", "it is seen to be the bot's")
    chat.hears("I'm the bot again")
    assert "30 days" in chat.ask(_RETURNS).text

    # Once more to people, who settle it; how it was is asked, and comes to the desk.
    chat.part("talk-to-person").click()
    until(lambda: has.holder() == "Unassigned", "it waits again")
    has.presses("take")
    until(lambda: other.holder() == has.holder() != "Unassigned", "it is taken again")
    has.writes("Anything else?")  # who has heard nothing is asked nothing
    chat.hears("Anything else?")
    has.presses("resolve")
    asked = chat.hears("How happy are you")
    chat.press(asked.buttons[3])
    has.sees("Would you like to say why?")
    assert has.said().count("4") == 1
    has.shown("together-rated")
    has.comes("/desk?view=resolved").opens(customer)


def test_a_killed_server_is_waited_for_and_nothing_is_missed_or_said_twice(
    chat: Chat, house: House, agents: list[AtDesk]
) -> None:
    maria, per = agents
    customer = calls(chat)
    for agent in agents:
        agent.comes().opens(customer)
    maria.presses("take")
    until(lambda: per.holder() == "With Maria", "it is hers")
    per.browser.one(".modes [data-mode=note]").click()
    per.writes("I know h", is_sent=False)

    with down(house, "web"):
        maria.writes("One moment, please.")
        until(lambda: "Not sent" in maria._text(".status.failed"), "that it is not sent")
        maria.writes("half a wo", is_sent=False)
        chat.write("Are you there?")
        chat.sees("offline")
        until(lambda: maria._text(".offline:not([hidden])"), "that there is no line")
        maria.shown("together-down")

    maria.sees("Are you there?")
    per.sees("Are you there?")
    chat.hears("One moment, please.")
    until(lambda: not maria._text(".status.failed"), "it is sent, by itself")
    assert maria.composed() == "half a wo"
    assert per.composed() == "I know h"
    chat.write("hello?")
    for agent in agents:
        agent.sees("hello?")  # what came before it has been told before it
        assert [times(agent.said(), text) for text in ("One moment, please.", "Are you there?")] == [1, 1]
    assert times([text for _, text in chat.talk()], "One moment, please.") == 1


def test_what_was_not_sent_outlives_the_page_and_goes_out_once(chat: Chat, house: House, agents: list[AtDesk]) -> None:
    maria = agents[0].comes("/desk?view=all").opens(customer := calls(chat))
    maria.presses("take")
    until(lambda: maria.holder() == "With Maria", "it is hers")
    with down(house, "web"):
        maria.writes("It is on its way.")
        until(lambda: "Not sent" in maria._text(".status.failed"), "that it is not sent")
        until(lambda: "Not sent" in maria.tags(customer), "that the list says so too")
        maria.browser.driver.get("about:blank")

    maria.browser.visit("/desk?view=all")
    chat.hears("It is on its way.")
    maria.opens(customer)
    until(lambda: "Not sent" not in maria.tags(customer), "that it is sent")
    assert times(maria.said(), "It is on its way.") == 1
    assert times([text for _, text in chat.talk()], "It is on its way.") == 1
