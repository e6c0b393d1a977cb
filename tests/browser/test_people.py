"""A person joins, writes and leaves, and the customer sees it happen."""

from tests.browser.chat import Chat
from tests.browser.chromium import Browser, until
from tests.house import House

_ADDRESS = "return JSON.parse(localStorage[Object.keys(localStorage).find((key) => key.endsWith(':session'))]).token"


def handoff_of(browser: Browser, house: House) -> str:
    """Return the id of the handoff that this browser's customer waits in."""
    address = browser.script(_ADDRESS).split(".")[0]
    lines = house.parley("handoffs", "list").stdout.splitlines()
    return next(line.split()[0] for line in lines if line.endswith(address))


def test_a_person_joins_answers_and_leaves_again(chat: Chat, browser: Browser, house: House) -> None:
    assert chat.press("Talk to a person").text.startswith("I'm bringing in a person.")
    assert chat.sees("waiting").startswith("A person will join soon.")
    assert not chat.shows("talk-to-person")

    handoff = handoff_of(browser, house)
    house.parley("handoffs", "reply", handoff, "Hello, <b>Maria</b> here.", "--agent", "Maria")
    reply = chat.hears("Hello")
    assert (reply.author, reply.name, reply.text) == ("agent", "Maria", "Hello, <b>Maria</b> here.")
    assert chat.part("holder").text == "Maria · Support team"
    assert not chat.shows("waiting")

    house.parley("handoffs", "close", handoff)
    assert chat.hears("I'm the bot again").author == "bot"
    until(lambda: chat.part("holder").text == "Bot", "the bot in the heading")
    assert "30 days" in chat.ask("How do I return something?").text


def test_the_bot_is_silent_while_a_person_is_awaited(chat: Chat, browser: Browser, house: House) -> None:
    chat.press("Talk to a person")
    chat.sees("waiting")

    chat.write("How do I return something?")
    chat.hears("How do I return something?")
    assert not chat.shows("typing")
    house.parley("handoffs", "reply", handoff_of(browser, house), "One moment.", "--agent", "Maria")

    chat.hears("One moment.")
    assert [said.author for said in chat.messages()] == ["customer", "bot", "customer", "agent"]


def test_waiting_outlives_a_reload(chat: Chat, browser: Browser) -> None:
    chat.press("Talk to a person")
    chat.sees("waiting")

    browser.reload()

    chat.sees("waiting")
    assert not chat.shows("talk-to-person")


def test_a_closed_chat_counts_what_a_person_wrote_meanwhile(chat: Chat, browser: Browser, house: House) -> None:
    chat.press("Talk to a person")
    chat.part("close").click()
    assert not chat.shows("unread")

    house.parley("handoffs", "reply", handoff_of(browser, house), "Are you there?", "--agent", "Maria")

    assert chat.sees("unread") == "1"
    chat.open()
    chat.part("close").click()
    assert not chat.shows("unread")
