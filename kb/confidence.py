"""How likely the first article found is the right one: a logistic function of the signals, fitted, not guessed.

Platt (1999): logistic regression turns scores into probabilities. Weights are held at zero or above, so that
more evidence never lowers the confidence.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

TELLING = ("best", "centre", "best_elsewhere", "centre_elsewhere", "words", "document_words")
"""Of kb.index.SIGNALS, those that confidence is judged by: the others order articles in other languages."""

FEATURES = (*TELLING, "score", "lead")
"""The columns of kb.ranking.Ranking.features."""

Rows = npt.NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Confidence:
    """`weights` one per FEATURES, then the bias."""

    weights: tuple[float, ...]

    def of(self, row: Rows) -> float:
        """Return the probability in 0..1 that the first article answers, given its (len(FEATURES),) features."""
        weights = np.asarray(self.weights)
        return float(1 / (1 + np.exp(-(row @ weights[:-1] + weights[-1]))))


DEFAULT = Confidence((0.0,) * len(TELLING) + (2.0, 4.0, -4.0))
"""Until a knowledge base has been fitted (kb.calibration)."""


def fit(rows: Rows, is_right: npt.NDArray[np.bool_], ridge: float = 1e-3) -> Confidence:
    """Return the confidence under which `is_right` is likeliest; `rows` is (n, len(FEATURES))."""
    signs = np.where(is_right, 1.0, -1.0)

    def loss(weights: Rows) -> tuple[float, Rows]:
        margins = signs * (rows @ weights[:-1] + weights[-1])
        slack = -signs / (1 + np.exp(np.clip(margins, -50, 50)))
        gradient = np.append(rows.T @ slack / len(rows) + ridge * weights[:-1], slack.mean())
        value = np.logaddexp(0, -margins).mean() + ridge * float(weights[:-1] @ weights[:-1]) / 2
        return float(value), gradient

    bounds = [(0.0, None)] * rows.shape[1] + [(None, None)]
    found = minimize(loss, np.zeros(rows.shape[1] + 1), jac=True, bounds=bounds, method="L-BFGS-B")
    return Confidence(tuple(map(float, found.x)))
