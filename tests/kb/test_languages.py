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


@pytest.mark.parametrize("text", ["12345", "👋", "", "ok", "no", "TM-204518"])
def test_what_is_likely_decides_where_a_first_message_says_nothing(reader: LanguageReader, text: str) -> None:
    assert reader.decide(text, Standing(), prior="sv").language == "sv"
    assert reader.decide(text, Standing(), prior="fr").language == "en"  # not one of ours
    assert reader.decide(text, Standing(), hint="de", prior="sv").language == "de"
    assert reader.decide(text, Standing(language="ta"), prior="sv").language == "ta"


@pytest.mark.parametrize(
    "text", ["hello", "thanks", "return", "help me", "ayuda", "danke", "Where is my parcel?", "நன்றி"]
)
def test_what_is_likely_never_beats_words(reader: LanguageReader, text: str) -> None:
    unasked = reader.decide(text, Standing())

    assert reader.decide(text, Standing(), prior="fa") == unasked
    assert reader.decide(text, Standing(), prior="sv") == unasked


@pytest.mark.parametrize("text", ["hej", "tack"])
def test_a_short_word_and_what_is_likely_confirm_each_other(reader: LanguageReader, text: str) -> None:
    assert reader.decide(text, Standing()).language == "en"  # too short to tell by itself
    assert reader.decide(text, Standing(), prior="sv").language == "sv"


@pytest.mark.parametrize("languages", [("sv", "en"), ("en", "sv"), ("de", "en", "sv")])
def test_an_ok_is_no_language_however_few_there_are(languages: tuple[str, ...]) -> None:
    few = LanguageReader(languages, "sv")
    assert few.decide("ok", Standing()).language == "sv" and few.decide("ok", Standing(), prior="en").language == "en"


def test_after_a_press_nothing_is_guessed(reader: LanguageReader) -> None:
    def pressed(**so_far: str | None) -> str:
        standing = Standing(language=so_far.pop("spoken", None), wish=so_far.pop("wish", None))
        return reader.decide_pressed(standing, **so_far).language

    assert [pressed(), pressed(prior="es"), pressed(hint="de", prior="es")] == ["en", "es", "de"]
    assert pressed(spoken="ta", hint="de", prior="es") == "ta"
    assert pressed(spoken="ta", wish="sv") == "sv"


def test_a_wish_wins_over_everything(reader: LanguageReader) -> None:
    wished = Standing(language="en", wish="sv")

    assert reader.decide("Where is my parcel, please?", wished, "de").language == "sv"


def test_a_wish_gives_way_to_the_second_text_in_another_language(reader: LanguageReader) -> None:
    def wished(text: str, written: str | None) -> str:
        return reader.decide(text, Standing(language="de", wish="de", written=written)).language

    assert reader.clearly("Where is my parcel, please?") == "en"
    assert wished("Where is my parcel, please?", None) == "de"
    assert wished("Where is my parcel, please?", "en") == "en"
    assert wished("Hur lång tid tar leveransen?", "en") == "de"  # two others, but not the same
    assert wished("ok", "en") == "de"


@pytest.mark.parametrize("text", ["Où est ma commande, s'il vous plaît ?", "我想退货", "где мой заказ"])
def test_a_language_that_is_not_ours_switches_nothing(reader: LanguageReader, text: str) -> None:
    assert reader.foreign(text) is not None
    assert decided(reader, text, so_far="sv") == "sv"
    assert reader.clearly(text) is None


def test_letters_with_vowel_signs_are_read_whole() -> None:
    """Stripping punctuation by a pattern once took the vowel signs along, and Marathi became Hindi."""
    reader = LanguageReader(("hi", "mr"), "hi")

    assert decided(reader, "माझी ऑर्डर कुठे आहे?") == "mr"
    assert decided(reader, "मेरा ऑर्डर कहाँ है?") == "hi"


def test_the_same_text_is_always_read_the_same(reader: LanguageReader) -> None:
    assert {decided(reader, "hotel taxi information") for _ in range(20)} == {decided(reader, "hotel taxi information")}
