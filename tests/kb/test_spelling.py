"""What tells words from fingers on the keyboard."""

import pytest

from app.phrases import phrases
from kb.spelling import Spelling, is_noise, words_of

SPELLING = Spelling(text for texts in phrases().values() for text in texts)


@pytest.mark.parametrize(
    "text", ["asdkjh qwe", "asdf lkj", "sdlkfj", "dfkjgh dkfjg", "zxcvbnm", "ksjdhf ksdjfh", "mnbv lkjh", "xcvxcv!!"]
)
def test_noise_is_noise(text: str) -> None:
    assert is_noise(text, SPELLING)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "123 !?",
        "FAQ",
        "thx",
        "DHL",
        "Anna Lindgren",
        "PostNord",
        "pasword rset",
        "Umtauschfrist",
        "kvittot",
        "mitoonam bekharam",
        "asdkjh my order",  # one word that is known is enough
        "SUMMERXK24",
        "Dvořák",  # a letter we know nothing of
        "我想退货",
        "வணக்கம்",
    ],
)
def test_words_are_none_misspelt_unheard_of_or_foreign(text: str) -> None:
    assert not is_noise(text, SPELLING)


def test_a_word_is_likelier_in_its_own_spelling() -> None:
    german, english = Spelling(["schreiben schon Schrank Tisch"]), Spelling(["write through the table thus"])

    assert german.likelihood("schrift") > english.likelihood("schrift")
    assert words_of("Hej! 12 Tisch-Bein") == ["hej", "tisch", "bein"]
