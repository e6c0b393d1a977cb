"""What a message means after the one before it: a country, another order, second thoughts, a correction."""

import pytest

from app.texts import texts
from tests.customer import Customer
from tests.dialogues.talk import PHRASES, Talk, said, titles
from tests.house import House


def about(talk: Talk, state: str, number: str) -> str:
    """Return how a reply on this order's state begins."""
    return talk.text(state, number=number, date="\0").partition("\0")[0]


def test_a_country_is_no_wish_for_its_language(talk: Talk) -> None:
    talk.says("question")
    (reply,) = talk.says("country")

    unknown = talk.text("language_unknown", languages="\0").partition("\0")[0]
    assert unknown and not reply["text"].startswith((talk.text("language_changed"), unknown))
    assert reply["lang"] == talk.language


def test_another_number_is_another_order(talk: Talk) -> None:
    talk.customer.says("TM-204518")

    assert said(talk.customer.says("+ TM-999999")) == [talk.text("order_not_found", number="TM-999999")]


def test_every_order_in_a_breath_is_told_of(talk: Talk) -> None:
    shipped, packed = talk.customer.says(f"{talk.phrases['order']}\nTM-204518\nTM-204519")

    assert shipped["text"].startswith(about(talk, "order_shipped", "TM-204518"))
    assert packed["text"].startswith(about(talk, "order_processing", "TM-204519"))


def test_more_orders_than_can_be_told_are_asked_for_again(house: House) -> None:
    replies = Customer(house.url).says(" ".join(f"TM-{number}" for number in range(500000, 500007)))

    assert len(replies) == 6
    assert replies[-1]["text"] == texts("en").get("bot", "order_more")


def test_cancel_it_is_about_the_order_just_told_of(talk: Talk) -> None:
    talk.customer.says("TM-204519")
    (reply,) = talk.says("cancel_it")

    if reply["link"] is None:  # offered rather than answered
        assert reply["buttons"][0]["payload"] == "article:change-or-cancel-order"
    else:
        assert reply["link"]["url"] == f"/help/{talk.language}/change-or-cancel-order"
        assert reply["text"].startswith(talk.text("order_followed", number="TM-204519"))
    assert titles(reply)[-1] == talk.text("talk_to_person")


def test_a_question_of_its_own_is_not_about_the_order(house: House) -> None:
    customer = Customer(house.url)
    customer.says("TM-204519")

    (reply,) = customer.says("opening hours")
    assert "TM-204519" not in reply["text"]


def test_what_is_taken_back_is_left_as_it_is(talk: Talk) -> None:
    talk.says("cancel")

    assert said(talk.says("take_back")) == [talk.text("taken_back")]


def test_never_mind_ends_the_matter_and_blames_no_answer(talk: Talk) -> None:
    talk.says("question")

    assert said(talk.customer.says(NEVER_MIND[talk.language])) == [talk.text("deny")]


NEVER_MIND = {
    "en": "oh, never mind then",
    "sv": "strunta i det",
    "fa": "ولش کن",
    "bn": "থাক, বাদ দিন",
    "ta": "பரவாயில்லை விடுங்க",
    "te": "పర్లేదు వదిలేయండి",
    "es": "bueno, déjalo",
    "de": "schon gut, egal",
}


def test_a_correction_is_not_answered_with_what_was_not_meant(talk: Talk) -> None:
    (first,) = talk.says("question")
    (reply,) = talk.says("correction")

    shown = {button["payload"].removeprefix("article:") for button in reply["buttons"]}
    if reply["link"] is not None:
        shown.add(reply["link"]["url"].rpartition("/")[2])
    assert first["link"]["url"].endswith("delivery-times")
    assert "delivery-times" not in shown
    assert shown & {"returns", "refunds", "exchanges"}


def test_a_third_time_the_same_is_answered_with_something_else(talk: Talk) -> None:
    answers = [talk.says("question")[0] for _ in range(4)]

    assert answers[0]["link"] == answers[1]["link"] is not None
    assert answers[2]["text"] == talk.text("repeated")
    assert titles(answers[2])[-1] == talk.text("talk_to_person")
    assert "article:delivery-times" not in [button["payload"] for button in answers[2]["buttons"]]
    assert answers[3]["text"] == talk.text("offer_person")


@pytest.mark.parametrize("words", [("return", "refund"), ("exchange", "return", "warranty")])
def test_words_by_themselves_are_offered_articles_and_nobody_comes_unasked(
    house: House, words: tuple[str, ...]
) -> None:
    customer = Customer(house.url)
    for word in words:
        (reply,) = customer.says(word)
        assert reply["buttons"], word
    assert customer.holder == "bot"


def test_whoever_goes_on_in_english_is_answered_in_english(house: House) -> None:
    customer = Customer(house.url)
    customer.says("auf Deutsch bitte")
    for text in ("how many days does delivery take?", "what does express delivery cost?"):
        (reply,) = customer.says(text)

    assert reply["lang"] == "en"
    (still,) = customer.says("ok")
    assert still["lang"] == "en"


def test_all_languages_are_here() -> None:
    assert NEVER_MIND.keys() == PHRASES.keys()


@pytest.mark.parametrize(
    ("language", "question", "more", "article"),
    [
        ("en", "do you accept paypal", "and Klarna?", "payment-methods"),
        ("en", "how do I return something?", "and how long do I have", "returns"),
        ("sv", "kan jag byta storlek", "hur gör man", "exchanges"),
        ("de", "wie lange dauert die Lieferung", "und nach Österreich", "international-delivery"),
    ],
)
def test_a_few_words_more_ask_for_more_of_the_same(
    house: House, language: str, question: str, more: str, article: str
) -> None:
    customer = Customer(house.url, language)
    customer.says(question)
    (answer,) = customer.says(more)

    assert answer["link"]["url"] == f"/help/{language}/{article}"


@pytest.mark.parametrize(("text", "language"), [("it's broken", "en"), ("den är trasig", "sv"), ("ভাঙা এসেছে", "bn")])
def test_what_went_wrong_is_no_praise(house: House, text: str, language: str) -> None:
    customer = Customer(house.url, language)
    customer.says(PHRASES[language]["order"])
    replies = customer.says(text)

    assert texts(language).get("bot", "helpful") not in said(replies)


def test_a_few_strange_words_after_an_answer_are_still_strange(house: House) -> None:
    customer = Customer(house.url)
    customer.says("how do I return something?")
    (refusal,) = customer.says("what is the capital of France?")

    assert refusal["link"] is None
