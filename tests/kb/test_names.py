"""Languages called by name."""

import pytest

from kb.names import name_in, named_language

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
        ("where is my order", None),
        ("", None),
    ],
)
def test_a_language_is_known_by_its_name(text: str, language: str | None) -> None:
    assert named_language(text, SPOKEN) == language


def test_a_reader_is_told_of_a_language_in_their_own() -> None:
    assert name_in("de", "sv") == "tyska"
    assert name_in("xx-nothing", "sv") == "xx-nothing"
