"""Trains the vectors of the pieces: translations near each other, English near its teacher, a part near its whole.

Three losses, each a symmetric InfoNCE over the batch (van den Oord et al. 2018, arXiv:1807.03748): pairs; both sides
of a pair against the teacher's vector of the English one; a span of a text against the rest of it (inverse cloze,
Lee et al. 2019, arXiv:1906.00300). Rows are updated by Adagrad with one rate a row (Duchi et al. 2011).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional

from kb.training.texts import Bags, Rows, Texts

_LIKE = 25.0
"""What cosines of pairs are multiplied by before the softmax; the teacher's are closer together and take less."""
_LIKE_TEACHER = 15.0
_OF_SPAN = 0.5
_SPANS = 0.25
"""Of a batch, how many spans are asked for beside it, and what they weigh."""
_SENTENCES = 0.6
_SENTENCE_PIECES = 5
"""Most rows are dictionary entries: this share of a batch has at least so many pieces of English."""
_SPAN_PIECES = 16
_WARM_UP = 100
_SPREAD = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How long, how wide, how fast; `teaching` is what the teacher weighs."""

    dim: int = 384
    steps: int = 8000
    batch: int = 2048
    rate: float = 0.15
    teaching: float = 1.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Teacher:
    """`vectors` (n, dim) float16 of length 1; `places[english]` is the row of a text, -1 for one not asked about."""

    vectors: npt.NDArray[np.float16]
    places: Rows


Progress = Callable[[int, float], None]
"""Called with (steps done, mean loss of the last hundred)."""


def start(pieces: int, plan: Plan) -> torch.Tensor:
    """Return (pieces, dim) vectors to begin with."""
    return torch.randn(pieces, plan.dim, generator=torch.Generator().manual_seed(plan.seed)) * _SPREAD


def train(texts: Texts, teacher: Teacher, vectors: torch.Tensor, plan: Plan, progress: Progress) -> torch.Tensor:
    """Return the vectors after the plan's steps; changes them in place."""
    draw = _Draw(texts, np.random.default_rng(plan.seed), plan.batch)
    gone = torch.zeros(len(vectors))  # what Adagrad remembers
    losses: list[float] = []
    for step in range(plan.steps):
        rate = plan.rate * min(1.0, (step + 1) / _WARM_UP) * (1 - step / plan.steps)
        losses.append(_step(texts, teacher, vectors, gone, draw, plan, rate))
        if (step + 1) % 100 == 0:
            progress(step + 1, float(np.mean(losses[-100:])))
    return vectors


class _Draw:
    """Rows for a batch: languages by the square root of their size, so that small ones are heard too."""

    def __init__(self, texts: Texts, chance: np.random.Generator, batch: int) -> None:
        is_long = texts.english.sizes()[texts.meant] >= _SENTENCE_PIECES
        codes = range(len(texts.names))
        self._pools = [
            [np.flatnonzero((texts.languages == code) & (is_long == long)) for code in codes] for long in (False, True)
        ]
        self._chance, self._batch = chance, batch
        self._bags = texts.foreign, texts.english
        self._long = [np.flatnonzero(bags.sizes() >= _SPAN_PIECES) for bags in self._bags]

    def rows(self) -> Rows:
        sentences = int(self._batch * _SENTENCES)
        return np.concatenate([self._of(0, self._batch - sentences), self._of(1, sentences)])

    def _of(self, kind: int, count: int) -> Rows:
        pools = self._pools[kind]
        weights = np.sqrt([len(pool) for pool in pools])
        counts = self._chance.multinomial(count, weights / weights.sum())
        drawn = [pool[self._chance.integers(0, len(pool), n)] for pool, n in zip(pools, counts, strict=True) if n]
        return np.concatenate(drawn) if drawn else np.empty(0, np.int64)

    def spans(self) -> tuple[list[tuple[Rows, Rows]], list[tuple[Rows, Rows]]]:
        """Return spans and what is left of their texts, both as pieces with offsets."""
        inner, rest = [], []
        for bags, long, share in zip(self._bags, self._long, (0.7, 0.3), strict=True):
            if not len(long):
                continue
            rows = long[self._chance.integers(0, len(long), int(self._batch * _SPANS * share))]
            begins, ends = bags.starts[rows], bags.starts[rows + 1]
            lengths = np.maximum(4, ((ends - begins) * self._chance.uniform(0.2, 0.5, len(rows))).astype(np.int64))
            lefts = begins + (self._chance.random(len(rows)) * (ends - begins - lengths)).astype(np.int64)
            inner.append(bags.cut(lefts, lefts + lengths))
            rest.append(_around(bags, begins, lefts, lefts + lengths, ends))
        return inner, rest


def _around(bags: Bags, begins: Rows, lefts: Rows, rights: Rows, ends: Rows) -> tuple[Rows, Rows]:
    """Return what lies before and after a span, as one part."""
    halves = np.stack([begins, rights], 1).ravel(), np.stack([lefts, ends], 1).ravel()
    ids, offsets = bags.cut(*halves)
    return ids, offsets[::2]


def _step(
    texts: Texts, teacher: Teacher, vectors: torch.Tensor, gone: torch.Tensor, draw: _Draw, plan: Plan, rate: float
) -> float:
    rows = draw.rows()
    meant = texts.meant[rows]
    inner, rest = draw.spans()
    parts = [texts.foreign.take(rows), texts.english.take(meant), *inner, *rest]
    used, place = torch.unique(torch.from_numpy(np.concatenate([ids for ids, _ in parts])), return_inverse=True)
    weights = vectors[used].requires_grad_()
    means = functional.normalize(functional.embedding_bag(place, weights, _offsets(parts), mode="mean"), dim=1)
    said, english, spans = means[: len(rows)], means[len(rows) : 2 * len(rows)], means[2 * len(rows) :]
    same = torch.from_numpy(meant[:, None] == meant[None, :])
    loss = _contrast(said, english, _LIKE, same) + plan.teaching * _taught(said, english, teacher, meant)
    if len(spans):
        half = len(spans) // 2
        loss = loss + _OF_SPAN * _contrast(spans[:half], spans[half:], _LIKE)
    loss.backward()  # type: ignore[no-untyped-call]
    assert weights.grad is not None
    gone[used] += (weights.grad**2).mean(1)
    vectors[used] = weights.detach() - rate * weights.grad / (gone[used].sqrt()[:, None] + 1e-8)
    return loss.item()


def _offsets(parts: list[tuple[Rows, Rows]]) -> torch.Tensor:
    """Return where each text begins, the parts laid one after the other."""
    lengths = [len(ids) for ids, _ in parts]
    befores = np.cumsum(lengths) - lengths
    return torch.from_numpy(np.concatenate([off + before for (_, off), before in zip(parts, befores, strict=True)]))


def _taught(said: torch.Tensor, english: torch.Tensor, teacher: Teacher, meant: Rows) -> torch.Tensor:
    places = teacher.places[meant]
    kept = torch.from_numpy(np.flatnonzero(places >= 0))
    if len(kept) < 2:
        return said.new_zeros(())
    taught = torch.from_numpy(teacher.vectors[places[places >= 0]].astype(np.float32))
    own = torch.from_numpy(meant[places >= 0])
    same = own[:, None] == own[None, :]
    both = (_contrast(side[kept], taught, _LIKE_TEACHER, same) for side in (said, english))
    return torch.stack(list(both)).mean()


def _contrast(left: torch.Tensor, right: torch.Tensor, like: float, same: torch.Tensor | None = None) -> torch.Tensor:
    """Return the symmetric InfoNCE of rows against rows; what is the `same` text elsewhere is no wrong answer."""
    scores = like * left @ right.T
    if same is not None:
        scores = scores.masked_fill(same & ~torch.eye(len(left), dtype=torch.bool), -1e4)
    right_ones = torch.arange(len(left))
    return (functional.cross_entropy(scores, right_ones) + functional.cross_entropy(scores.T, right_ones)) / 2
