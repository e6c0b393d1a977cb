"""Which language a conversation goes on in."""

import pytest

from kb.languages import LanguageReader, Standing

SPOKEN = ("en", "sv", "fa", "bn", "ta", "te", "es", "de")


@pytest.fixture(scope="module")
def reader() -> LanguageReader:
    return LanguageReader(SPOKEN, "en")


def decided(reader: LanguageReader, text: str, *, so_far: str | None = None, hint: str | None = None) -> str:
    return reader.decide(text, Standing(language=so_far), hint).language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Where is my parcel?", "en"),
        ("Hur lång tid tar leveransen?", "sv"),
        ("سفارش من کجاست؟", "fa"),
        ("আমার অর্ডার কোথায়?", "bn"),
        ("என் ஆர்டர் எங்கே?", "ta"),
        ("నా ఆర్డర్ ఎక్కడ ఉంది?", "te"),
        ("¿Dónde está mi pedido?", "es"),
        ("Wo bleibt mein Paket?", "de"),
    ],
)
def test_a_sentence_is_read_in_its_language(reader: LanguageReader, text: str, language: str) -> None:
    assert decided(reader, text) == language
    assert decided(reader, text, so_far="en", hint="es") == language


@pytest.mark.parametrize(
    "text",
    ["12345", "😀😀", "ok", "Anna Lindgren", "TM-204518", "a@b.se", "?!", "", "   ", "https://example.com/en/shop"],
)
def test_what_says_nothing_of_a_language_never_switches(reader: LanguageReader, text: str) -> None:
    for so_far in ("sv", "ta"):
        assert decided(reader, text, so_far=so_far, hint="de") == so_far


def test_a_word_in_a_script_of_its_own_switches(reader: LanguageReader) -> None:
    assert decided(reader, "ரீஃபண்ட்?", so_far="en") == "ta"


def test_the_channels_hint_helps_where_the_text_does_not(reader: LanguageReader) -> None:
    assert decided(reader, "ok", hint="de") == "de"
    assert decided(reader, "ok", hint="fr") == "en"  # not one of ours
    assert decided(reader, "ok") == "en"


def test_the_hint_is_no_proof(reader: LanguageReader) -> None:
    assert decided(reader, "Hur lång tid tar leveransen?", hint="de") == "sv"


def test_a_wish_wins_over_everything(reader: LanguageReader) -> None:
    wished = Standing(language="en", wish="sv")

    assert reader.decide("Where is my parcel, please?", wished, "de").language == "sv"


def test_letters_with_vowel_signs_are_read_whole() -> None:
    """Stripping punctuation by a pattern once took the vowel signs along, and Marathi became Hindi."""
    reader = LanguageReader(("hi", "mr"), "hi")

    assert decided(reader, "माझी ऑर्डर कुठे आहे?") == "mr"
    assert decided(reader, "मेरा ऑर्डर कहाँ है?") == "hi"


def test_the_same_text_is_always_read_the_same(reader: LanguageReader) -> None:
    assert {decided(reader, "hotel taxi information") for _ in range(20)} == {decided(reader, "hotel taxi information")}
