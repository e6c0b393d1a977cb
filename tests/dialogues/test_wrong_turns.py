"""Conversations that do not go as drawn up: typed choices, bare answers, anger, and more than one wish at once."""

import json

import pytest

from app.texts import texts
from store.engine import open_engine
from store.unit_of_work import SqlBooks
from tests.customer import Customer
from tests.dialogues.talk import Talk, is_handover, said, titles
from tests.house import House


def test_an_order_number_does_not_throw_the_question_away(talk: Talk) -> None:
    status, answer = talk.says("cancel")

    assert status["text"].startswith(talk.text("order_shipped", number="TM-204518", date="\0").partition("\0")[0])
    assert titles(answer)[-1] == talk.text("talk_to_person")
    if answer["link"] is None:  # offered rather than answered
        assert answer["buttons"][0]["payload"] == "article:change-or-cancel-order"
    else:
        assert answer["link"]["url"] == f"/help/{talk.language}/change-or-cancel-order"


@pytest.mark.parametrize("typed", ["2", "２.", "۲", "২", "2️⃣", None])
def test_a_choice_can_be_typed(house: House, talk: Talk, typed: str | None) -> None:
    (offer,) = talk.says("vague")
    (answer,) = talk.customer.says(typed or talk.phrases["second"])

    assert answer["link"]["title"] == talk.text("read_more", title=titles(offer)[1])
    assert answer["lang"] == talk.language


def test_a_title_can_be_typed(talk: Talk) -> None:
    (offer,) = talk.says("vague")
    (answer,) = talk.customer.says(titles(offer)[0].upper().strip("?؟"))

    assert answer["link"]["title"] == talk.text("read_more", title=titles(offer)[0])


def test_yes_to_several_asks_which(talk: Talk) -> None:
    (offer,) = talk.says("vague")
    (again,) = talk.says("agree")

    assert again["text"] == talk.text("which_one")
    assert titles(again) == titles(offer)


def test_no_to_all_asks_for_other_words(talk: Talk) -> None:
    talk.says("vague")

    assert said(talk.says("disagree")) == [talk.text("none_of_these")]


def test_the_same_choice_is_not_offered_twice(talk: Talk) -> None:
    talk.says("vague")

    assert said(talk.says("vague")) == [talk.text("offer_person")]
    assert talk.customer.holder == "bot"
    assert is_handover(talk.says("agree"), talk.language)


@pytest.mark.parametrize(("yes", "no"), [("agree", "disagree"), ("👍", "👎")])
def test_a_bare_answer_says_whether_it_helped(talk: Talk, yes: str, no: str) -> None:
    for answer, outcome in ((yes, "helpful"), (no, "not_helpful")):
        talk.says("question")
        (reply,) = talk.customer.says(talk.phrases.get(answer, answer))
        assert (reply["text"], reply["lang"]) == (talk.text(outcome), talk.language)


def test_who_comes_back_hours_later_is_asked_for_the_number_anew(house: House) -> None:
    talk = Talk(house, "en")
    talk.says("order")
    hours_pass(house, talk.customer)

    assert said(talk.says("order")) == [talk.text("order_ask_number")]


def hours_pass(house: House, customer: Customer) -> None:
    """Make what the bot remembers of a conversation two hours older."""
    books = SqlBooks(open_engine(f"sqlite:///{house.folder / 'parley.db'}"))
    with books.writing() as uow:
        events = json.loads(uow.trackers.get(customer.conversation_id) or "[]")
        assert events
        older = [{**event, "timestamp": event["timestamp"] - 7200} for event in events]
        uow.trackers.put(customer.conversation_id, json.dumps(older))
        uow.commit()
    books.dispose()


def test_where_the_number_stands_is_told_and_the_number_awaited_still(talk: Talk) -> None:
    talk.says("order")
    assert said(talk.says("number_where")) == [talk.text("find_order_number")]

    (status,) = talk.customer.says("198734")
    assert "TM-198734" in status["text"]


def test_the_awaited_number_may_come_with_another_wish(house: House) -> None:
    talk = Talk(house, "en")
    talk.says("order")
    status, answer = talk.customer.says("TM-204518, I want to cancel it")
    assert "TM-204518" in status["text"]
    assert answer["link"]["url"] == "/help/en/change-or-cancel-order"

    talk.says("order")
    assert is_handover(talk.customer.says("TM-204518, but get me a human"), talk.language)


def test_anger_is_met_with_a_person(talk: Talk) -> None:
    (sorry,) = talk.says("angry")
    assert sorry["text"] == talk.text("complaint")
    assert titles(sorry) == [talk.text("talk_to_person")]

    assert is_handover(talk.says("agree"), talk.language)


def test_the_end_is_taken_for_the_end(talk: Talk) -> None:
    talk.says("question")
    talk.customer.presses(talk.text("yes_helpful"))

    assert said(talk.says("all"))[0] in (talk.text("goodbye"), talk.text("deny"), talk.text("thank"))


@pytest.mark.parametrize("sign", ["🤔", "???", "…"])
def test_signs_without_words_are_asked_for_words(talk: Talk, sign: str) -> None:
    (reply,) = talk.customer.says(sign)

    assert (reply["text"], reply["lang"]) == (talk.text("wordless"), talk.language)


def test_a_phrase_leaves_the_order(house: House) -> None:
    for language, phrase in (("en", "cancel"), ("de", "vergiss es"), ("sv", "avbryt"), ("es", "da igual")):
        talk = Talk(house, language)
        talk.says("order")
        assert said(talk.customer.says(phrase)) == [talk.text("order_stopped")], phrase


def test_a_number_after_no_choice_is_no_choice(house: House) -> None:
    customer = Customer(house.url)
    customer.says("hello")

    (reply,) = customer.says("2")
    assert reply["text"] == texts("en").get("bot", "wordless")
