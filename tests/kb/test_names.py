"""Languages called by name."""

import pytest

from kb.names import name_in, named_languages, names_place, wished_language

SPOKEN = ("en", "sv", "fa", "bn", "ta", "te", "es", "de")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("svenska tack", "sv"),
        ("English please!", "en"),
        ("auf Deutsch bitte", "de"),
        ("தமிழில் பேசுங்கள்", "ta"),
        ("ஆங்கிலத்தில் பேசுங்கள்", "en"),
        ("తెలుగులో చెప్పండి", "te"),
        ("বাংলায় বলুন", "bn"),
        ("لطفاً فارسی", "fa"),
        ("¿puedes escribir en español?", "es"),
        ("kan du tala engelska", "en"),
        ("bangla te bolo", "bn"),
        ("parlez-vous French", "fr"),
        ("en ingles porfa", "en"),
        ("englisi lotfan", "en"),
        ("ingreji te bolun", "en"),
        ("aangilathil sollunga", "en"),
        ("inglishlo cheppandi", "en"),
        ("thamizhla pesunga", "ta"),
        ("ఇంగ్లిష్ లో చెప్పండి", "en"),
        ("ইংলিশে লিখুন", "en"),
        ("where is my order", None),
        ("", None),
    ],
)
def test_a_language_is_known_by_its_name(text: str, language: str | None) -> None:
    assert named_languages(text, SPOKEN) == ([language] if language else [])


@pytest.mark.parametrize(
    "text",
    [
        "and to Germany?",
        "in Bangladesh?",
        "nach Thailand",
        "till Tyskland",
        "¿y a Alemania?",
        "به آلمان",
        "জার্মানিতে",
        "ஜெர்மனிக்கு",
        "బంగ్లాదేశ్‌కి",
    ],
)
def test_a_country_is_a_place_and_no_language(text: str) -> None:
    assert names_place(text, SPOKEN)
    assert named_languages(text, SPOKEN) == []


@pytest.mark.parametrize("text", ["German please", "auf Deutsch", "ஜெர்மன் மொழியில்", "বাংলায় বলুন", "where is my order"])
def test_a_language_is_no_place(text: str) -> None:
    assert not names_place(text, SPOKEN)


def test_a_reader_is_told_of_a_language_in_their_own() -> None:
    assert name_in("de", "sv") == "tyska"
    assert name_in("xx-nothing", "sv") == "xx-nothing"


@pytest.mark.parametrize(
    ("text", "spoken", "wished"),
    [
        ("tamil puriyala, english la sollunga", "ta", "en"),
        ("english la sollunga, tamil puriyala", "ta", "en"),
        ("english puriyala, tamil la sollunga", "en", "ta"),
        ("tamil theriyum, english theriyathu", None, "ta"),
    ],
)
def test_of_several_languages_the_wish_is_for_none_that_is_spoken_already(
    text: str, spoken: str | None, wished: str
) -> None:
    assert wished_language(text, SPOKEN, spoken=spoken, written="ta") == wished


@pytest.mark.parametrize(
    ("text", "written", "wished"),
    [
        ("svenska tack", "sv", "sv"),
        ("auf Deutsch bitte", "de", "de"),
        ("Ich verstehe kein Schwedisch, bitte auf Deutsch", "de", "de"),
        ("I do not understand Swedish", "en", "en"),
        ("not Swedish but German", "en", "de"),
        ("do you speak French", "en", "fr"),
        ("where is my order", "en", None),
    ],
)
def test_a_wish_is_for_what_helps(text: str, written: str, wished: str | None) -> None:
    assert wished_language(text, SPOKEN, spoken="sv" if written != "sv" else "en", written=written) == wished
