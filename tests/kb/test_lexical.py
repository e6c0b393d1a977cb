"""Words that may mean several things, searched for together."""

import numpy as np

from kb.lexical import Bm25, Senses

THE, NECKLACE, EAGLE, PUNISHMENT, ZEUS = range(1, 6)


def scores(texts: list[list[int]], *asked: dict[int, float]) -> list[float]:
    counted = [dict.fromkeys(text, 1.0) for text in texts]
    return np.round(Bm25(counted).scores_of(Senses.of(tuple(word.items()) for word in asked)), 6).tolist()


def test_a_strange_sense_of_a_common_word_counts_for_little() -> None:
    the = {THE: 0.8, NECKLACE: 0.2}
    texts = [[THE, NECKLACE], [THE, EAGLE], [THE, ZEUS], [THE]]

    necklace, eagle, *_ = scores(texts, the, {EAGLE: 1.0})

    assert eagle > necklace


def test_what_no_text_holds_is_not_meant() -> None:
    torn, sure = {EAGLE: 0.9, PUNISHMENT: 0.1}, {PUNISHMENT: 1.0}
    texts = [[PUNISHMENT], [ZEUS], [THE]]

    assert scores(texts, torn) == scores(texts, sure)


def test_a_word_said_twice_counts_once() -> None:
    texts = [[EAGLE], [ZEUS], [THE]]

    assert scores(texts, {EAGLE: 1.0}, {EAGLE: 1.0}, {ZEUS: 1.0}) == scores(texts, {EAGLE: 1.0}, {ZEUS: 1.0})


def test_nothing_asked_finds_nothing() -> None:
    assert scores([[EAGLE], [ZEUS]]) == scores([[EAGLE], [ZEUS]], {}) == [0.0, 0.0]
