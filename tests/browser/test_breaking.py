"""Parts of the house die and networks drop; the customer waits, and neither loses nor hears anything twice."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.browser.chat import Chat
from tests.browser.chromium import Browser, until
from tests.house import House

_RETURNS = "How do I return something?"
_DELIVERY = "How long does delivery take?"


@contextmanager
def down(house: House, part: str) -> Iterator[None]:
    """Have a part of the house dead, by kill -9, and then started again."""
    house.kill(part)
    try:
        yield
    finally:
        house.start(part)


def authors(chat: Chat) -> list[str]:
    """Return who spoke, from the top."""
    return [who for who, _ in chat.talk()]


def test_a_question_to_a_dead_bot_is_answered_once_when_it_lives_again(chat: Chat, house: House) -> None:
    with down(house, "bot"):
        chat.write(_RETURNS)
        chat.hears(_RETURNS)
    chat.hears("30 days from the day")

    chat.ask(_DELIVERY)  # turns come in order: a second answer would stand before this one
    assert authors(chat) == ["customer", "bot", "customer", "bot"]


def test_the_chat_comes_back_by_itself_when_the_web_server_was_killed(chat: Chat, house: House) -> None:
    chat.ask(_RETURNS)
    before = chat.talk()

    with down(house, "web"):
        chat.write(_DELIVERY)
        chat.sees("offline")
        assert chat.latest().text == _DELIVERY
        assert chat.latest().state != "done"
    chat.gets_through().hears(_DELIVERY)
    until(lambda: len(chat.talk()) >= 4, "the answer")

    chat.ask("Do you have a warranty?")
    assert chat.talk()[:2] == before
    assert authors(chat) == ["customer", "bot"] * 3
    assert not chat.shows("offline")


def test_a_question_on_its_way_into_a_dying_web_server_is_asked_once(chat: Chat, house: House) -> None:
    chat.write(_RETURNS)
    with down(house, "web"):
        pass
    chat.hears("30 days from the day")

    chat.ask(_DELIVERY)
    assert authors(chat) == ["customer", "bot"] * 2


def test_what_is_written_in_a_tunnel_is_sent_behind_it_in_order(chat: Chat, browser: Browser) -> None:
    browser.offline()
    assert chat.sees("offline").startswith("No connection.")
    chat.write(_RETURNS)
    chat.write(_DELIVERY)
    assert {said.state for said in chat.messages()} <= {"sending", "unsent"}

    browser.online()

    chat.misses("offline")
    until(lambda: sorted(authors(chat)) == ["bot", "bot", "customer", "customer"], "two answers")
    assert [text for who, text in chat.talk() if who == "customer"] == [_RETURNS, _DELIVERY]
    assert "30 days" in next(text for who, text in chat.talk() if who == "bot")


def test_what_was_never_sent_outlives_a_reload(chat: Chat, browser: Browser, house: House) -> None:
    with down(house, "web"):
        chat.write(_RETURNS)
        chat.sees("retry")
        kept = "return Object.keys(localStorage).filter((key) => key.includes('outbox.')).length"
        assert browser.script(kept) == 1

    browser.reload()

    chat.hears("30 days from the day")
    assert authors(chat) == ["customer", "bot"]
    assert browser.script(kept) == 0


def test_a_style_sheet_that_is_lost_on_its_way_is_asked_for_again(browser: Browser) -> None:
    browser.tell("Network.enable")
    browser.tell("Network.setBlockedURLs", urls=["*/widget/row.css"])
    browser.visit("/")
    chat = Chat(browser)
    asked = "return performance.getEntriesByType('resource').some((one) => one.name.endsWith('/row.css'))"
    until(lambda: browser.script(asked), "the sheet to be lost")
    assert not chat.shows("launcher")
    browser.tell("Network.setBlockedURLs", urls=[])

    assert "30 days" in chat.open().ask(_RETURNS).text


def test_a_page_whose_own_fetch_throws_loses_no_message(chat: Chat, browser: Browser) -> None:
    """Shops put counters around it; one that rejected with nothing at all stopped the sending for good."""
    browser.script("const real = fetch; window.fetch = () => { window.fetch = real; return Promise.reject(); }")

    assert "30 days" in chat.ask(_RETURNS).text


def test_a_server_that_asks_for_patience_is_left_alone_that_long(browser: Browser) -> None:
    browser.visit("/")
    browser.script("""
        const real = fetch;
        window.asked = [];
        window.fetch = (url, request) => {
          if (!String(url).endsWith("chat/session")) return real(url, request);
          window.asked.push(performance.now());
          if (window.asked.length > 1) return real(url, request);
          return Promise.resolve(new Response("{}", { status: 429, headers: { "Retry-After": "3" } }));
        };
    """)
    chat = Chat(browser)
    chat.part("launcher").click()
    chat.write(_RETURNS)

    chat.hears("30 days from the day")
    first, second = browser.script("return window.asked")
    assert second - first >= 3000


def test_what_lies_among_our_messages_and_is_none_stops_none(chat: Chat, browser: Browser) -> None:
    for odd in ('{"text": "no id"}', '{"id": "no text", "at": 1}', '"a word"', "5", "[]", "null", "{"):
        browser.script("localStorage.setItem(...arguments)", f"parley:{browser.home}/:outbox.{odd}", odd)

    assert "30 days" in chat.ask(_RETURNS).text
