"""What was said and typed is kept, and said once: over reloads, in two tabs, while the chat is closed."""

from tests.browser.chat import Chat
from tests.browser.chromium import Browser, until


def test_a_reload_keeps_the_conversation_and_asks_nothing_twice(chat: Chat, browser: Browser) -> None:
    chat.ask("How do I return something?")
    before = chat.talk()

    browser.reload()
    until(lambda: chat.talk() == before, "the same conversation")
    chat.ask("How long does delivery take?")  # turns come in order: a second asking would be answered before this

    assert chat.talk()[:2] == before
    assert len(chat.talk()) == 4


def test_a_reload_in_the_middle_of_a_question_loses_nothing(chat: Chat, browser: Browser) -> None:
    chat.write("How do I return something?")
    browser.reload()

    until(lambda: [who for who, _ in chat.talk()] == ["customer", "bot"], "one question and one answer")


def test_a_half_written_question_outlives_a_reload(chat: Chat, browser: Browser) -> None:
    chat.part("input").send_keys("How do I")

    browser.reload()

    assert chat.gets_through().part("input").get_attribute("value") == "How do I"


def test_two_tabs_show_one_conversation(chat: Chat, browser: Browser) -> None:
    chat.ask("How do I return something?")

    with browser.tab("/help/en"):
        other = Chat(browser).open()
        other.hears("30 days from the day")
        other.ask("How long does delivery take?")
        both = other.talk()

    assert len(both) == 4
    until(lambda: chat.talk() == both, "the first tab to follow")


def test_an_open_chat_stays_open_on_the_next_page(chat: Chat, browser: Browser) -> None:
    chat.ask("How do I return something?")

    browser.visit("/help/en")

    chat.sees("panel")
    chat.hears("30 days from the day")
