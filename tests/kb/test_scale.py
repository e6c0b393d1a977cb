"""Sums of several languages on one scale."""

import numpy as np

from kb.scale import Side, comparable
from kb.topics import Scores, View

OWN_BEST, FOREIGN_BEST = 0.9, 0.55


def crowd(count: int, spread: float, best: float) -> Scores:
    """Return the best, and after it so many sums about 0."""
    return np.array([best, *np.random.default_rng(1).normal(0, spread, count)], np.float32)


def firsts(count: int) -> tuple[float, float]:
    """Return what the best article scores of the question's language, and of one whose sums scatter far less."""
    own, foreign = crowd(count, 0.15, OWN_BEST), crowd(count, 0.03, FOREIGN_BEST)
    sums = np.concatenate([own, foreign])
    there = np.arange(len(own), len(sums))
    view = View(own=np.arange(len(own)), lacking={"de": there}, peers={"de": there})
    scores = comparable([Side(sums, sums, view)])[0]
    return float(scores[0]), float(scores[len(own)])


def test_thousands_that_have_nothing_to_do_with_it_do_not_blow_up_the_best_of_them() -> None:
    own, foreign = firsts(5000)
    assert foreign < 2 * own


def test_how_many_articles_there_are_says_nothing_about_the_scale() -> None:
    (_, among_many), (_, among_more) = firsts(500), firsts(5000)
    assert abs(among_many - among_more) < 0.1


def test_a_foreign_article_that_stands_out_is_put_on_the_scale_of_the_questions_language() -> None:
    _, foreign = firsts(30)
    assert foreign > FOREIGN_BEST
