"""How like the examples a message is."""

import numpy as np
import pytest

from bot.familiarity import Familiarity


def unit(*numbers: float) -> np.ndarray:
    return np.array(numbers, np.float32) / np.float32(np.linalg.norm(numbers))


EXAMPLES = np.stack([unit(1, 0, 0), unit(1, 0.1, 0), unit(0, 1, 0), unit(0.1, 1, 0)])


def test_what_is_like_an_example_keeps_its_certainty_and_what_is_like_none_loses_most_of_it() -> None:
    familiarity = Familiarity.of(EXAMPLES)

    assert familiarity.share(unit(1, 0.05, 0)) == pytest.approx(1.0)
    assert familiarity.share(unit(1, 0, 1)) < 0.7
    assert familiarity.share(unit(0, 0, 1)) < 0.2


def test_many_examples_are_taken_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Familiarity.of(EXAMPLES)
    monkeypatch.setattr("bot.familiarity._CHUNK", 3)

    assert Familiarity.of(EXAMPLES).usual == pytest.approx(whole.usual)
