"""Fitting many sparse features and few dense ones."""

import numpy as np
import pytest
from scipy import sparse

from bot.regression import Problem, fitted

RANDOM = np.random.default_rng(3)


def problem(classes: int, examples: int = 60) -> Problem:
    labels = np.arange(examples) % classes
    words = sparse.random(examples, 500, 0.01, "csr", np.float32, 3)
    return Problem(words, RANDOM.normal(size=(examples, 4)).astype(np.float32) + labels[:, None], labels)


@pytest.mark.parametrize("classes", [2, 3, 7])
def test_every_class_has_weights_of_its_own(classes: int) -> None:
    words, dense, bias = fitted(problem(classes))

    assert (words.shape, dense.shape, bias.shape) == ((500, classes), (4, classes), (classes,))


def test_a_word_nobody_said_weighs_nothing() -> None:
    given = problem(3)

    words, _, _ = fitted(given)

    never = np.flatnonzero(given.sparse.getnnz(axis=0) == 0)
    assert len(never) > 100
    assert not words[never].any()
    assert words[np.flatnonzero(given.sparse.getnnz(axis=0))].any(axis=1).all()


def test_a_rare_class_counts_as_much_as_a_common_one() -> None:
    labels = np.array([0] * 50 + [1] * 5)
    nothing = Problem(sparse.csr_matrix((55, 2), dtype=np.float32), np.zeros((55, 1), np.float32), labels)

    _, _, bias = fitted(nothing)

    assert bias[0] == pytest.approx(bias[1], abs=1e-3)
