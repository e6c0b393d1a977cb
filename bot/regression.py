"""Multinomial logistic regression over many sparse features and few dense ones.

The model of scikit-learn's LogisticRegression(C=1, class_weight="balanced"), which carries weights for features that
never occur, in double precision, and multiplies dense features as if they were sparse. Here both kinds go their own
way: the demo data take 2 to 4 s of processor time instead of 11 to 16. CLINC150 (15,000 examples, 150 intents) took
98 s on a busy machine, 32 of them its own, where scikit-learn took 527.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]

_REMEMBERED = 5
"""Steps whose curvature L-BFGS remembers: the weights of a step may take 30 MB."""

TOLERANCE = 1e-6
"""Mean loss a step must gain. On the demo data, certainties are within .003 of scikit-learn's; at 1e-5, of .015."""


@dataclass(frozen=True, slots=True)
class Problem:
    """`sparse`: (n, m) csr; `dense`: (n, d); `labels`: (n,) classes from 0, each of which has an example."""

    sparse: Any
    dense: Matrix
    labels: npt.NDArray[np.intp]

    @property
    def classes(self) -> int:
        """Return how many classes there are."""
        return int(self.labels.max()) + 1

    def importance(self) -> Matrix:
        """Return (n,) what each example counts, so that all classes count alike and the mean is 1."""
        counts = np.bincount(self.labels)
        return np.asarray(len(self.labels) / len(counts) / counts[self.labels], np.float32)


def fitted(problem: Problem, *, tolerance: float = TOLERANCE, most_steps: int = 1000) -> tuple[Matrix, Matrix, Matrix]:
    """Return the weights of the sparse features (m, classes), of the dense ones (d, classes), the bias (classes,)."""
    sparse, m = problem.sparse.tocsc(), problem.sparse.shape[1]
    used = np.flatnonzero(np.diff(sparse.indptr))
    occurring = Problem(sparse[:, used].tocsr(), problem.dense, problem.labels)
    weights = _descended(occurring, tolerance, most_steps)
    spread = np.zeros((m, problem.classes), np.float32)
    spread[used] = weights[: len(used)]
    return spread, weights[len(used) : -1], weights[-1]


def _descended(problem: Problem, tolerance: float, most_steps: int) -> Matrix:
    """Return (m + d + 1, classes), the bias in the last row."""
    from scipy.optimize import minimize

    shape = (problem.sparse.shape[1] + problem.dense.shape[1] + 1, problem.classes)
    transposed, importance = problem.sparse.T.tocsr(), problem.importance()

    def loss(flat: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        value, slope = _loss(problem, transposed, importance, flat.reshape(shape).astype(np.float32))
        return value, slope.ravel().astype(np.float64)

    options = {"maxcor": _REMEMBERED, "maxiter": most_steps, "ftol": tolerance}
    found = minimize(loss, np.zeros(shape[0] * shape[1]), jac=True, method="L-BFGS-B", options=options)
    return np.asarray(found.x.reshape(shape), np.float32)


def _loss(problem: Problem, transposed: Any, importance: Matrix, weights: Matrix) -> tuple[float, Matrix]:
    """Return the mean loss with half the squared weights' sum over n, and its slope; the bias is free."""
    m, n, everyone = transposed.shape[0], len(importance), np.arange(len(importance))
    chances = problem.sparse @ weights[:m] + problem.dense @ weights[m:-1] + weights[-1]
    chances -= chances.max(axis=1, keepdims=True)
    right = chances[everyone, problem.labels]
    np.exp(chances, out=chances)
    totals = chances.sum(axis=1)
    errors = chances / totals[:, None]
    errors[everyone, problem.labels] -= 1
    errors *= importance[:, None] / n
    slope = np.concatenate([transposed @ errors, problem.dense.T @ errors, errors.sum(axis=0, keepdims=True)])
    slope[:-1] += weights[:-1] / n
    surprise = importance @ (np.log(totals) - right) + (weights[:-1] ** 2).sum() / 2
    return float(surprise) / n, slope
