"""Texts in languages we do not speak."""

import pytest

from app.phrases import phrases
from kb.languages import LanguageReader

READER = LanguageReader(("en", "sv", "fa", "bn", "ta", "te", "es", "de"), "en", phrases())


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Je veux parler à quelqu'un", "fr"),
        ("gdzie jest moje zamówienie", "pl"),
        ("mijn pakket is kwijt", "nl"),
        ("我想退货", "zh"),
        ("где мой заказ", "ru"),
        ("मेरा ऑर्डर कहाँ है", "hi"),
    ],
)
def test_it_is_known_by_its_script_or_its_words(text: str, language: str) -> None:
    assert READER.foreign(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12345 😀",
        "bonjour",  # one word could be in anything
        "wheres my oder",
        "r u a bot",
        "el wifi de mi casa va fatal",
        "hur gör jag retur",
        "wo bleibt dat Paket",
        "سفارش من کجاست",
        "naa parcel eppudu vastundi",
    ],
)
def test_ours_is_not_foreign_however_it_is_written(text: str) -> None:
    assert READER.foreign(text) is None


def test_a_language_is_ours_where_the_assistant_speaks_it() -> None:
    assert LanguageReader(("en", "fr"), "en").foreign("Je veux parler à quelqu'un") is None
