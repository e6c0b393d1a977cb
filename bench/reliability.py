"""How far a confidence can be believed: reliability (Guo et al. 2017) and risk by coverage (Geifman et al. 2018).

Risk is counted on the questions that some article answers: only there does `PARLEY_MOST_WRONG` count.
"""

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt

_BINS = 10

Shares = npt.NDArray[np.floating[Any]]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of n questions: the confidence, whether the first article is right, whether any is, whether it is answered."""

    confidences: Shares
    is_right: Flags
    is_known: Flags
    is_answered: Flags

    @property
    def known(self) -> "Outcome":
        """Return the outcome of the questions that some article answers."""
        parts = (self.confidences, self.is_right, self.is_known, self.is_answered)
        return Outcome(*(part[self.is_known] for part in parts))


@dataclass(frozen=True, slots=True)
class Bin:
    """The questions of like confidence: how many, the mean of what was said, the share of them that is right."""

    count: int
    said: float
    right: float


def together(outcomes: list[Outcome]) -> Outcome:
    """Return the outcome of all folds."""
    names = ("confidences", "is_right", "is_known", "is_answered")
    return Outcome(*(np.concatenate([getattr(outcome, name) for outcome in outcomes]) for name in names))


def bins(outcome: Outcome) -> list[Bin | None]:
    """Return the ten tenths of confidence, lowest first; None for one that is empty."""
    places = np.minimum((outcome.confidences * _BINS).astype(int), _BINS - 1)
    return [_bin(outcome, places == place) for place in range(_BINS)]


def _bin(outcome: Outcome, is_inside: Flags) -> Bin | None:
    if not is_inside.any():
        return None
    means = (float(column[is_inside].mean()) for column in (outcome.confidences, outcome.is_right))
    return Bin(int(is_inside.sum()), *means)


def ece(outcome: Outcome) -> float:
    """Return the expected calibration error: how far confidence and share of right are apart, by count."""
    found = [one for one in bins(outcome) if one]
    return sum(one.count * abs(one.said - one.right) for one in found) / len(outcome.confidences)


def brier(outcome: Outcome) -> float:
    """Return the mean squared difference between the confidence and what came true."""
    return float(np.mean((outcome.confidences - outcome.is_right) ** 2))


def risks(outcome: Outcome) -> Shares:
    """Return (n,) the share that is wrong among the surest one, two, ... of the questions that some article answers."""
    wrong = _wrong(outcome)
    return cast(Shares, wrong / np.arange(1, len(wrong) + 1))


def at_coverage(outcome: Outcome, share: float) -> float:
    """Return the share that is wrong of the surest `share` (above 0, up to 1) of the known questions."""
    found = risks(outcome)
    return float(found[max(round(share * len(found)), 1) - 1])


def aurc(outcome: Outcome) -> float:
    """Return the area under the curve of risk by coverage: the mean of all risks, lower is better."""
    return float(risks(outcome).mean())


def right_at(outcome: Outcome, most_wrong: float) -> float:
    """Return the share answered rightly by the best of all thresholds that answer no more than this share wrongly."""
    wrong = _wrong(outcome)
    right = np.arange(1, len(wrong) + 1) - wrong
    return float(right[wrong <= most_wrong * len(wrong)].max(initial=0)) / len(wrong)


def _wrong(outcome: Outcome) -> npt.NDArray[np.int_]:
    """Return (n,) how many of the surest one, two, ... known questions are wrong; of equally sure ones, wrong first."""
    known = outcome.known
    return np.cumsum(~known.is_right[np.lexsort((known.is_right, -known.confidences))])


def answered(outcome: Outcome) -> tuple[float, float]:
    """Return what the chosen threshold does: the share of known questions answered, and how many of these wrongly."""
    known = outcome.known
    coverage = float(known.is_answered.mean())
    return coverage, float((~known.is_right[known.is_answered]).mean()) if coverage else 0.0


def strangers_answered(outcome: Outcome) -> float | None:
    """Return the share answered of the questions that no article answers; None where there are none."""
    strangers = outcome.is_answered[~outcome.is_known]
    return float(strangers.mean()) if len(strangers) else None
