"""Which language a text in Latin letters is in when its language has letters of its own."""

import pytest

from app.phrases import phrases
from kb.languages import LanguageReader, Standing

READER = LanguageReader(("en", "sv", "fa", "bn", "ta", "te", "es", "de"), "en", phrases())


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("chand rooz tool mikeshe berese", "fa"),
        ("adam vaghei nist inja", "fa"),
        ("tk kobe pabo ferot", "bn"),
        ("ami order ta bodlate chai", "bn"),
        ("en panam thirumba kidaikala", "ta"),
        ("eppadi return seivathu bro", "ta"),
        ("naa parcel eppudu vastadi", "te"),
        ("idi pagilipoyindi andi", "te"),
    ],
)
def test_it_is_answered_in_its_own_script(text: str, language: str) -> None:
    assert READER.decide(text, Standing(language="en"), "en").language == language
    assert READER.guess(text).is_romanised  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("u guys ship to norway", "en"),
        ("can i get a refund plz", "en"),
        ("my name is Aarav and my order is late", "en"),
        ("lampan funkar ej", "sv"),
        ("wann kommt dat Ding", "de"),
        ("no llega nada", "es"),
    ],
)
def test_europes_languages_stay_what_they_are(text: str, language: str) -> None:
    assert READER.decide(text, Standing(language=language)).language == language


@pytest.mark.parametrize("text", ["ok", "order", "Kolkata", "delivery", "Anna Lindgren"])
def test_a_loan_or_a_name_proves_nothing(text: str) -> None:
    assert READER.decide(text, Standing(language="en")).language == "en"


def test_without_examples_nothing_is_taken_for_it() -> None:
    plain = LanguageReader(("en", "fa"), "en")

    assert plain.decide("mikham ba ye adam harf bezanam", Standing(language="en")).language == "en"
