"""Words of no language, of languages we do not speak, and of ours in letters that are not theirs."""

import pytest

from app.texts import texts
from tests.customer import Customer
from tests.dialogues.talk import is_handover, said
from tests.house import House


@pytest.mark.parametrize("noise", ["asdkjh qwe", "lkjf dsfkj", "sdkfjhsdf", "qwpoe zmxn"])
def test_fingers_on_the_keyboard_are_asked_for_words(house: House, noise: str) -> None:
    customer = Customer(house.url)

    assert said(customer.says(noise)) == [texts("en").get("bot", "wordless")]
    customer.says("where is my order?")
    assert said(customer.says(noise)) == [texts("en").get("bot", "order_ask_number")]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("lotfan mano be yek adam vasl konid", "fa"),
        ("mikhastam ba yek nafar sohbat konam", "fa"),
        ("ekjon manusher shathe kotha bolte chai", "bn"),
        ("unga aal kitta pesa venum", "ta"),
        ("evaraina manishi tho matladali", "te"),
    ],
)
def test_a_person_is_asked_for_in_latin_letters(house: House, text: str, language: str) -> None:
    assert is_handover(Customer(house.url).says(text), language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("sefareshe man koja moonde", "fa"),
        ("amar order ta koi", "bn"),
        ("ennoda parcel enga irukku", "ta"),
        ("naa parcel ekkada vundi", "te"),
    ],
)
def test_an_order_is_asked_for_in_latin_letters(house: House, text: str, language: str) -> None:
    (reply,) = Customer(house.url).says(text)

    how = f"/help/{language}/track-order"  # which says as well that the number is all it takes
    assert reply["text"].endswith(texts(language).get("bot", "order_ask_number")) or reply["link"]["url"] == how
    assert reply["lang"] == language


@pytest.mark.parametrize(
    "text",
    [
        "Où est ma commande, s'il vous plaît ?",
        "我想退货",
        "где мой заказ",
        "gdzie jest moje zamówienie",
        "mera order kahan hai",
    ],
)
def test_who_writes_in_another_language_is_told_once_which_we_speak(house: House, text: str) -> None:
    customer = Customer(house.url)
    names = ", ".join(texts(code).name for code in ("en", "sv", "fa", "bn", "ta", "te", "es", "de"))
    told = texts("en").get("bot", "language_unknown", languages=names)

    first, *_ = customer.says(text)
    assert first["text"].startswith(f"{told}\n\n")
    assert len(first["text"]) > len(told) + 10  # and the best it can
    again, *_ = customer.says(text)
    assert told not in again["text"]


def test_the_house_says_so_in_the_conversations_language_too(house: House) -> None:
    (reply,) = Customer(house.url, "sv").says("gdzie jest moje zamówienie")

    assert "I can answer in" in reply["text"]
    assert texts("sv").get("bot", "language_unknown", languages="\0").partition("\0")[0] in reply["text"]
