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
        ("amar account muche dite chai", "bn"),
        ("vere saizu ki marchukovacha", "te"),
        ("neenga eppo anuppuveenga sollunga", "ta"),
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


def test_whoever_writes_in_latin_letters_may_wish_for_another_language_for_good() -> None:
    text = "neenga eppo anuppuveenga sollunga"

    assert READER.decide(text, Standing(language="en")).language == "ta"
    assert READER.clearly(text) is None
    assert READER.decide(text, Standing(language="en", wish="en", written="ta")).language == "en"


def test_letters_of_its_own_are_those_that_are_not_europes() -> None:
    assert [code for code in READER.languages if READER.has_own_script(code)] == ["fa", "bn", "ta", "te"]


@pytest.mark.parametrize(
    "text",
    [
        "mera order kahan hai",
        "order radd karna hai",
        "paise wapas kab milenge bhai",
        "mujhe apna PASSWORD badalna haiiii",
        "delivery ka kharcha kitna hai",
        "kya aap videsh me bhejte ho",
    ],
)
def test_hindi_is_no_language_of_ours_and_is_one_where_it_is(text: str) -> None:
    hindi = LanguageReader(("en", "bn", "hi"), "en", phrases())

    assert READER.foreign(text) == "hi"
    assert READER.decide(text, Standing(language="sv")).language == "sv"
    assert hindi.decide(text, Standing(language="en")).language == "hi"
    assert hindi.foreign(text) is None


@pytest.mark.parametrize(
    "text",
    ["Mila sent me the wrong hue", "a mere 5 days to return?", "aujourd'hui je me demande", "hun har se min ordre"],
)
def test_a_word_that_many_have_is_not_hindi(text: str) -> None:
    assert READER.foreign(text) != "hi"


def test_nobody_elses_small_words_are_hindi() -> None:
    taken = [text for texts in phrases().values() for text in texts if READER.foreign(text) == "hi"]

    assert taken == []
