"""How likely the first article found is the right one: fitted, not guessed.

Two logistic functions (Platt 1999), multiplied: that the knowledge base knows of what is asked, by how near the article
is, and that it is this article, by how far it stands out. One of both would let nearness speak for an article that
another is as near as. Weights are held at zero or above, so that more evidence never lowers the confidence.
"""

import json
from dataclasses import asdict, dataclass
from typing import cast

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

STANDING = ("gap", "agreement")
"""How far the first article stands out: its lead over the second in standard deviations of all, and the share of
signals that put it first."""

NEARNESS = (
    "best",
    "centre",
    "best_elsewhere",
    "centre_elsewhere",
    "words",
    "body_words",
    "document_words",
    "body_meaning",
    "sound",
    "phrasings",
    "phrasings_meaning",
)
"""Of kb.index.SIGNALS, those of the first article that say whether it is near at all."""

FEATURES = (*STANDING, *NEARNESS)
"""The columns of kb.ranking.Ranking.features."""

Rows = npt.NDArray[np.floating]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Confidence:
    """`standing` and `nearness`: weights one per name, then the bias; `sure`: from which to answer without asking."""

    standing: tuple[float, ...]
    nearness: tuple[float, ...]
    sure: float

    def of(self, rows: Rows) -> Rows:
        """Return (n,) probabilities that the first article answers, given its (n, len(FEATURES)) features."""
        split = len(STANDING)
        return _logistic(rows[:, :split], self.standing) * _logistic(rows[:, split:], self.nearness)


def to_json(confidence: Confidence) -> str:
    """Return it as it is kept."""
    return json.dumps(asdict(confidence))


def from_json(body: str) -> Confidence:
    """Return it as it was."""
    kept = json.loads(body)
    return Confidence(tuple(kept["standing"]), tuple(kept["nearness"]), kept["sure"])


DEFAULT = Confidence((0.6, 3.0, -1.5), (*(2.0,) * 6, *(1.0,) * 5, -2.0), 0.5)
"""Until one has been fitted to the knowledge base (kb.calibration)."""


def fit(rows: Rows, is_right: Flags, is_known: Flags) -> Confidence:
    """Return the confidence under which both are likeliest; `rows` is (n, len(FEATURES)).

    `is_known`: some article answers; `is_right`: the first one does.
    """
    split = len(STANDING)
    standing = _fitted(rows[is_known, :split], is_right[is_known])
    return Confidence(standing, _fitted(rows[:, split:], is_known), DEFAULT.sure)


def threshold(confidences: Rows, is_right: Flags, most_wrong: float) -> float:
    """Return from which confidence to answer, that at most this share of all is answered wrongly.

    Of two as good, the one further from what would be too much: half-way to the next confidence below. Equally sure
    answers are given all or none.
    """
    order = np.argsort(-confidences)
    is_too_many = np.cumsum(~is_right[order]) > most_wrong * len(order)
    answered = int(np.sum(confidences > confidences[order][is_too_many].max(initial=-np.inf)))
    falling = [1.0, *confidences[order].tolist(), 0.0]
    return float(falling[answered] + falling[answered + 1]) / 2


def _logistic(columns: Rows, weights: tuple[float, ...]) -> Rows:
    return cast(Rows, 1 / (1 + np.exp(-(columns @ np.asarray(weights[:-1]) + weights[-1]))))


def _fitted(columns: Rows, is_so: Flags, ridge: float = 1e-3) -> tuple[float, ...]:
    signs = np.where(is_so, 1.0, -1.0)

    def loss(weights: Rows) -> tuple[float, Rows]:
        margins = signs * (columns @ weights[:-1] + weights[-1])
        slack = -signs / (1 + np.exp(np.clip(margins, -50, 50)))
        gradient = np.append(columns.T @ slack / len(columns) + ridge * weights[:-1], slack.mean())
        value = np.logaddexp(0, -margins).mean() + ridge * float(weights[:-1] @ weights[:-1]) / 2
        return float(value), gradient

    bounds = [(0.0, None)] * columns.shape[1] + [(None, None)]
    found = minimize(loss, np.zeros(columns.shape[1] + 1), jac=True, bounds=bounds, method="L-BFGS-B")
    return tuple(map(float, found.x))
