"""Who judges is not asked about what it was fitted to."""

from itertools import chain
from typing import Any

import numpy as np

from bench.asking import Told, folded, strangers
from bench.confidence import crossed
from bench.judges import JUDGES, Learnt, others
from bench.processes import ROOT
from kb.asked import Asked, read_asked
from kb.calibration import Row
from kb.confidence import FEATURES


def told(score: float, *, is_right: bool = True, is_known: bool = True) -> Told:
    return Told(Row(np.full(len(FEATURES), score), 1.0, is_right, is_known), score, score)


EASY = [*(told(score) for score in np.linspace(0.6, 1, 60)), *(told(0.1, is_right=False) for _ in range(60))]
OUTSIDE = [told(0.05, is_right=False, is_known=False) for _ in range(20)]


def test_all_questions_about_an_article_are_in_one_fold_in_whatever_language() -> None:
    asked = read_asked(ROOT / "kb" / "asked")
    folds = folded(asked, 5)

    articles = [{one.article for one in fold} - {None} for fold in folds]
    assert sum(map(len, articles)) == len(set.union(*articles))
    assert sorted(map(repr, chain.from_iterable(folds))) == sorted(map(repr, asked))
    assert all(any(one.article is None for one in fold) for fold in folds)


def test_what_is_out_of_scope_is_known_in_every_language() -> None:
    assert {one.language for one in strangers()} == {"en", "sv", "fa", "bn", "ta", "te", "es", "de"}
    assert all(one.article is None and one.question and one.question[:2] != "- " for one in strangers())


def test_a_fold_is_judged_by_what_was_fitted_without_it() -> None:
    folds, seen = [[told(0.1)], [told(0.2)], [told(0.3)]], list[Any]()

    def learnt(rest: Any) -> Learnt:
        seen.append([one.score for one in rest])
        return Learnt(EASY, OUTSIDE, EASY)

    found = crossed(folds, learnt)
    assert seen == [[0.2, 0.3], [0.1, 0.3], [0.1, 0.2]]
    assert all(len(outcome.confidences) == 3 for outcome in found.values())
    assert others(folds, 1) == [*folds[0], *folds[2]]


def test_every_judge_is_surer_of_what_stands_out_and_answers_it() -> None:
    for name, fit in JUDGES.items():
        outcome = fit(Learnt(EASY, OUTSIDE, EASY)).judge([told(0.95), told(0.1, is_right=False)])

        assert outcome.confidences[0] > 0.8 > 0.3 > outcome.confidences[1], name
        assert outcome.is_answered.tolist() == [True, False], name
        assert outcome.is_right.tolist() == [True, False], name


def test_a_question_that_no_article_answers_has_none() -> None:
    assert folded([Asked("hej", "sv", None)], 5)[0] == [Asked("hej", "sv", None)]
