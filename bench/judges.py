"""Who says how sure an answer is: ours, and what one would do first, one logistic function of one number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from bench.asking import Told
from bench.reliability import Outcome, Shares
from kb.calibration import Row, confidences, fitted
from kb.confidence import threshold

MOST_WRONG = 0.03
"""The default of PARLEY_MOST_WRONG."""

OURS, SCORE, MARGIN = "ours", "score", "margin"


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a judge is fitted to: left-out phrasings, what is out of scope, what customers asked."""

    left_out: Sequence[Told]
    strangers: Sequence[Told]
    heard: Sequence[Told]


@dataclass(frozen=True, slots=True)
class Judge:
    """`of` gives confidences; from `sure` on is answered."""

    of: Callable[[Sequence[Told]], Shares]
    sure: float

    def judge(self, told: Sequence[Told]) -> Outcome:
        """Return what comes of the questions."""
        found = self.of(told)
        is_right, is_known = (np.array([getattr(one.row, name) for one in told]) for name in ("is_right", "is_known"))
        return Outcome(found, is_right, is_known, found >= self.sure)


def ours(learnt: Learnt) -> Judge:
    """Return the product's own."""
    confidence = fitted(_rows(learnt.left_out), _rows(learnt.strangers), _rows(learnt.heard), MOST_WRONG)
    return Judge(lambda told: confidences(confidence, _rows(told)), confidence.sure)


def platt(learnt: Learnt, name: str) -> Judge:
    """Return one logistic function (Platt 1999) of one number of Told, its threshold chosen as ours is."""
    from sklearn.linear_model import LogisticRegression

    told = [*learnt.left_out, *learnt.strangers, *learnt.heard]
    # As good as no regularisation, for there is one weight.
    model = LogisticRegression(C=1e6).fit(_column(told, name), [one.row.is_right for one in told])
    known = [one for one in learnt.heard if one.row.is_known]

    def of(asked: Sequence[Told]) -> Shares:
        return np.asarray(model.predict_proba(_column(asked, name))[:, 1])

    return Judge(of, threshold(of(known), np.array([one.row.is_right for one in known]), MOST_WRONG))


def _rows(told: Sequence[Told]) -> list[Row]:
    return [one.row for one in told]


def _column(told: Sequence[Told], name: str) -> Shares:
    return np.array([[getattr(one, name)] for one in told])


JUDGES: dict[str, Callable[[Learnt], Judge]] = {
    OURS: ours,
    SCORE: lambda learnt: platt(learnt, "score"),
    MARGIN: lambda learnt: platt(learnt, "lead"),
}


def flat(folds: Sequence[Sequence[Told]]) -> list[Told]:
    """Return all questions of the folds."""
    return list(chain.from_iterable(folds))


def others(folds: Sequence[Sequence[Told]], fold: int) -> list[Told]:
    """Return all questions but those of one fold."""
    return flat([*folds[:fold], *folds[fold + 1 :]])
