"""Somebody asks, in their own language, and is answered in it."""

from tests.browser.chat import Chat
from tests.browser.chromium import Browser, until

_TAMIL = "ஒரு பொருளை எப்படித் திருப்பி அனுப்புவது?"
_PERSIAN = "چطور کالا را پس بفرستم؟"
_NO_QUESTION_OF_OURS = "What is the capital of Mongolia?"
_VAGUE = ("sizes", "colours of the bag", "store in Berlin", "money")
"""Which of them leaves the bot unsure moves with its training; how that looks does not."""


def test_a_question_in_tamil_is_answered_in_tamil_with_its_source(chat: Chat) -> None:
    answer = chat.ask(_TAMIL)

    assert (answer.author, answer.language, answer.direction) == ("bot", "ta", "ltr")
    assert "30" in answer.text
    assert answer.link == "மேலும் படிக்க: பொருளைத் திருப்பி அனுப்புவது எப்படி?"


def test_the_source_opens_beside_the_chat_in_tamil(chat: Chat, browser: Browser) -> None:
    chat.ask(_TAMIL)
    chat.part("link").click()

    with browser.tab():
        heading = until(lambda: browser.script("return document.querySelector('h1')?.textContent"), "the article")
        assert heading == "பொருளைத் திருப்பி அனுப்புவது எப்படி?"
        assert browser.script("return document.documentElement.lang") == "ta"
    assert chat.latest().language == "ta"


def test_persian_turns_the_chat_to_the_right(chat: Chat) -> None:
    assert chat.direction() == "ltr"

    answer = chat.ask(_PERSIAN)

    assert (answer.language, answer.direction, chat.direction()) == ("fa", "rtl", "rtl")
    assert [(said.author, said.direction, said.side) for said in chat.messages()] == [
        ("customer", "rtl", "left"),
        ("bot", "rtl", "right"),
    ]


def test_the_chat_speaks_the_language_of_the_page_before_anything_is_said(browser: Browser) -> None:
    browser.visit("/help/fa")
    chat = Chat(browser).open()

    assert chat.direction() == "rtl"
    assert chat.part("title").text == "راهنمای Tamarind"


def test_a_suggestion_is_a_question_asked(chat: Chat) -> None:
    suggestion = chat.sees("suggestion")

    answer = chat.press(suggestion)

    assert chat.messages()[0].text == suggestion
    assert answer.link == f"Read more: {suggestion}"
    chat.misses("suggestion")


def test_who_was_helped_is_thanked_and_asked_no_more(chat: Chat) -> None:
    chat.ask("How do I return something?")
    assert chat.sees("question") == "Did this help?"

    reply = chat.press("Yes, it did")

    assert reply.text.startswith("Glad to hear it!")
    assert chat.sees("thanks") == "Thanks for telling us"
    assert [button for said in chat.messages() for button in said.buttons] == []


def test_who_was_not_helped_is_offered_a_person(chat: Chat) -> None:
    chat.ask("How do I return something?")

    assert chat.press("No, not really").buttons == ["Talk to a person"]


def test_an_unsure_bot_offers_articles_and_a_person(chat: Chat) -> None:
    offer = next(offer for offer in map(chat.ask, _VAGUE) if len(offer.buttons) > 2)
    assert offer.buttons[-1] == "Talk to a person"

    answer = chat.press(offer.buttons[0])

    assert answer.link == f"Read more: {offer.buttons[0]}"
    assert [said.buttons for said in chat.messages() if said.text == offer.text] == [[]]


def test_what_we_cannot_answer_is_said(chat: Chat) -> None:
    assert chat.ask(_NO_QUESTION_OF_OURS).buttons == ["Talk to a person"]


def test_typed_html_stands_there_as_text_and_runs_nothing(chat: Chat, browser: Browser) -> None:
    hostile = "<img src=x onerror='window.ran=1'><script>window.ran=1</script><b>bold</b>"

    chat.ask(hostile)
    browser.reload()

    assert chat.gets_through().hears("bold").text == hostile
    inside = "return document.querySelector('parley-chat').shadowRoot.querySelectorAll('img, script, .bubble b').length"
    assert browser.script(inside) == 0
    assert browser.script("return window.ran === undefined")


def test_a_card_of_the_front_page_opens_the_chat_and_asks(browser: Browser) -> None:
    browser.visit("/")
    browser.one("[data-parley-ask][lang=sv]").click()

    chat = Chat(browser)
    until(lambda: len(chat.messages()) == 2, "an answer")

    assert chat.latest().language == "sv"
