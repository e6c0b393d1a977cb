"""Languages of ours in letters that are not theirs: said once, with another language a press away."""

import pytest

from app.texts import texts
from tests.customer import Customer
from tests.dialogues.talk import PHRASES, said, titles
from tests.house import House

LATIN = {
    "fa": ("hazine ersal cheghadr mishe", "ramzam ro faramoosh kardam"),
    "bn": ("delivery te koto taka lage", "ami password bhule gechi"),
    "ta": ("delivery ku evlo kaasu aagum", "en password maranthu pochu"),
    "te": ("delivery ki entha kharchu avutundi", "naa password marchipoyanu"),
}
"""Two questions each."""

IN_ENGLISH = {
    "fa": "lotfan englisi javab bedid",
    "bn": "ingreji te uttor din please",
    "ta": "english la sollunga",
    "te": "englishlo cheppandi",
}

LATIN_LANGUAGES = pytest.mark.parametrize("language", LATIN)


def note(language: str) -> str:
    return texts(language).get("bot", "other_script")


@LATIN_LANGUAGES
def test_it_is_said_once_and_in_letters_they_can_read(house: House, language: str) -> None:
    customer = Customer(house.url)
    first, *_ = customer.says(LATIN[language][0])
    assert first["lang"] == language
    assert note(language) in first["text"].partition("\n\n")[0]
    assert note(language).isascii()
    assert titles(first)[-1] == "English"

    for text in (LATIN[language][1], "hello", LATIN[language][0]):
        assert not any(note(language) in reply["text"] or "English" in titles(reply) for reply in customer.says(text))


@LATIN_LANGUAGES
def test_a_press_has_it_answered_in_english_and_so_it_stays(house: House, language: str) -> None:
    customer = Customer(house.url)
    first, *_ = customer.says(LATIN[language][0])

    again, *_ = customer.presses("English")
    assert again["lang"] == "en"
    if first["link"] is not None:
        assert again["link"]["url"] == first["link"]["url"].replace(f"/{language}/", "/en/")
    for text in (LATIN[language][1], LATIN[language][0], LATIN[language][1]):
        assert {reply["lang"] for reply in customer.says(text)} == {"en"}
    (agreed,) = customer.says("svenska tack")
    assert agreed["lang"] == "sv"


def test_english_can_be_typed_instead(house: House) -> None:
    customer = Customer(house.url)
    customer.says("refund eppo kidaikum")

    (again,) = customer.says("english")
    assert again["link"]["url"] == "/help/en/refunds"


def test_the_orders_that_were_asked_about_are_told_of_again(house: House) -> None:
    customer = Customer(house.url)
    told = customer.says("ennoda order TM-198734 TM-204519 enga irukku")
    assert [note("ta") in reply["text"] for reply in told] == [True, False]

    delivered, packed = customer.presses("English")
    assert delivered["text"].startswith("Order TM-198734 was delivered")
    assert packed["text"].startswith("Order TM-204519 is being packed")

    (reply,) = customer.says("cancel pannunga")
    assert reply["text"].startswith(texts("en").get("bot", "order_followed", number="TM-204519"))


def test_a_number_is_awaited_still(house: House) -> None:
    customer = Customer(house.url)
    customer.says("ennoda parcel enga irukku")

    assert said(customer.presses("English")) == [texts("en").get("bot", "order_ask_number")]
    (status,) = customer.says("198734")
    assert "TM-198734" in status["text"] and status["lang"] == "en"


def test_an_old_button_changes_the_language_and_asks(house: House) -> None:
    customer = Customer(house.url)
    customer.says("refund eppo kidaikum")
    customer.says("hello")

    (reply,) = customer.says("English", "language:en")
    own = texts("en")
    assert reply["text"] == f"{own.get('bot', 'language_changed')}\n\n{own.get('bot', 'wordless')}"


def test_nobody_presses_a_language_that_is_not_ours(house: House) -> None:
    (reply,) = Customer(house.url).says("hello", "language:fr")

    assert (reply["text"], reply["lang"]) == (texts("en").get("bot", "greet"), "en")


@LATIN_LANGUAGES
def test_who_has_written_in_its_own_script_can_read_it(house: House, language: str) -> None:
    customer = Customer(house.url)
    customer.says(PHRASES[language]["question"])

    for text in LATIN[language]:
        assert not any(note(language) in reply["text"] for reply in customer.says(text))


def test_it_is_said_when_the_bot_is_back_if_a_person_came_first(house: House) -> None:
    customer = Customer(house.url)
    (brought,) = said(customer.says("unga aal kitta pesa venum"))
    assert brought.startswith(texts("ta").get("bot", "handover"))  # how long it takes may follow
    lines = house.parley("handoffs", "list").stdout.splitlines()
    handoff = next(line.split()[0] for line in lines if customer.conversation_id in line)
    assert house.parley("handoffs", "close", handoff).returncode == 0
    assert customer.listen(lambda: customer.holder == "bot")

    first, *_ = customer.says("refund eppo kidaikum")
    assert first["text"].startswith(note("ta"))


@LATIN_LANGUAGES
def test_english_is_asked_for_in_latin_letters_and_kept(house: House, language: str) -> None:
    customer = Customer(house.url, language)
    customer.says(LATIN[language][0])

    (agreed,) = customer.says(IN_ENGLISH[language])
    assert (agreed["text"], agreed["lang"]) == (texts("en").get("bot", "language_changed"), "en")
    for text in LATIN[language]:
        assert {reply["lang"] for reply in customer.says(text)} == {"en"}


@pytest.mark.parametrize(
    ("text", "spoken", "wished"),
    [
        ("English please", "sv", "en"),
        ("english mein bataiye", "ta", "en"),
        ("på svenska tack", "en", "sv"),
        ("auf Deutsch bitte", "en", "de"),
        ("en español por favor", "en", "es"),
        ("فارسی لطفا", "en", "fa"),
        ("বাংলায় বলুন", "en", "bn"),
        ("tamilil sollunga", "en", "ta"),
        ("telugulo cheppandi", "en", "te"),
        ("en ingles porfavor", "es", "en"),
        ("ఇంగ్లిష్ లో చెప్పండి", "te", "en"),
    ],
)
def test_every_language_can_be_asked_for(house: House, text: str, spoken: str, wished: str) -> None:
    customer = Customer(house.url, spoken)
    customer.says(PHRASES[spoken]["question"])

    (reply,) = customer.says(text)
    assert reply["text"].endswith(texts(wished).get("bot", "language_changed"))
    assert reply["lang"] == wished
