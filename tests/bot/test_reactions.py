"""Messages without words."""

import pytest

from bot.reactions import reaction


@pytest.mark.parametrize("text", ["👍", "👍🏽", "❤️", "😊😊", "🎉🎉 👏!", ":)", "<3", "🙏🤔"])
def test_approval_needs_no_words(text: str) -> None:
    assert reaction(text) == "affirm"


@pytest.mark.parametrize("text", ["👎", "😡😡😡", "💩", ":(", "🙄..."])
def test_nor_does_anger(text: str) -> None:
    assert reaction(text) == "deny"


@pytest.mark.parametrize("text", ["🤔", "???", "...", "👍👎", "\u200b", "🇸🇪", "—", "2", "٣!"])
def test_other_signs_are_told_apart(text: str) -> None:
    assert reaction(text) == "wordless"


@pytest.mark.parametrize("text", ["ok 👍", "204518", "070-123 45 67 👍", "நன்றி ❤️", "no 😡"])
def test_words_and_numbers_speak_for_themselves(text: str) -> None:
    assert reaction(text) is None
