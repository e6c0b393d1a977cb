"""How much of a message is said in the examples of what it is taken for."""

import pytest

from bot.attestation import Attestation

YES, QUESTION = 0, 1
TEXTS = ["ok, klart", "ja", "ja, det funkar", "och med kort?", "funkar det med kort?"]
HEARD = Attestation.of(TEXTS, [YES, YES, YES, QUESTION, QUESTION])


def test_whole_words_count_and_not_their_pieces() -> None:
    assert HEARD.share("klart!", YES) == 1.0
    assert HEARD.share("och Klarna?", YES) == 0.0
    assert 0 < HEARD.share("och Klarna?", QUESTION) < 1


def test_a_word_that_everybody_says_tells_little() -> None:
    assert HEARD.share("det är trasigt", YES) < HEARD.share("klart, trasigt", YES)


@pytest.mark.parametrize("text", ["", "?!", "👍"])
def test_what_has_no_words_is_left_to_others(text: str) -> None:
    assert HEARD.share(text, YES) == 1.0
