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
_WARM_UP = _REPORTED = 100
_SPREAD = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How long, how wide, how fast; `teaching` is what the teacher weighs."""

    dim: int = 384
    steps: int = 9000
    batch: int = 1024
    rate: float = 0.15
    teaching: float = 1.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Teacher:
    """`vectors` (n, dim) float16 of length 1; `places[english]` is the row of a text, -1 for one not asked about."""

    vectors: npt.NDArray[np.float16]
    places: Rows


@dataclass(slots=True)
class State:
    """`vectors` (pieces, dim), how far each has `gone` (what Adagrad remembers), after so many `steps`."""

    vectors: torch.Tensor
    gone: torch.Tensor
    steps: int = 0


Progress = Callable[[State, float], None]
"""Called every hundred steps with the mean loss of these."""


def start(pieces: int, plan: Plan) -> State:
    """Return what to begin with."""
    chance = torch.Generator().manual_seed(plan.seed)
    return State(torch.randn(pieces, plan.dim, generator=chance) * _SPREAD, torch.zeros(pieces))


def train(texts: Texts, teacher: Teacher, state: State, plan: Plan, progress: Progress) -> torch.Tensor:
    """Return the vectors after the plan's steps; changes the state in place, from wherever it stands."""
    draw = _Draw(texts, plan.batch)
    losses: list[float] = []
    for step in range(state.steps, plan.steps):
        rate = plan.rate * min(1.0, (step + 1) / _WARM_UP) * (1 - step / plan.steps)
        chance = np.random.default_rng([plan.seed, step])  # by step: who goes on where it stopped draws the same
        losses.append(_step(texts, teacher, state, draw, chance, plan, rate))
        state.steps = step + 1
        if state.steps % _REPORTED == 0:
            progress(state, float(np.mean(losses[-_REPORTED:])))
    return state.vectors


class _Draw:
    """Rows for a batch: languages by the square root of their size, so that small ones are heard too."""

    def __init__(self, texts: Texts, batch: int) -> None:
        is_long = texts.english.sizes()[texts.meant] >= _SENTENCE_PIECES
        codes = range(len(texts.names))
        self._pools = [
            [np.flatnonzero((texts.languages == code) & (is_long == long)) for code in codes] for long in (False, True)
        ]
        self._batch = batch
        self._bags = texts.foreign, texts.english
        self._long = [np.flatnonzero(bags.sizes() >= _SPAN_PIECES) for bags in self._bags]

    def rows(self, chance: np.random.Generator) -> Rows:
        sentences = int(self._batch * _SENTENCES)
        return np.concatenate([self._of(0, self._batch - sentences, chance), self._of(1, sentences, chance)])

    def _of(self, kind: int, count: int, chance: np.random.Generator) -> Rows:
        pools = self._pools[kind]
        weights = np.sqrt([len(pool) for pool in pools])
        if not weights.any():
            return np.empty(0, np.int64)
        counts = chance.multinomial(count, weights / weights.sum())
        drawn = [pool[chance.integers(0, len(pool), n)] for pool, n in zip(pools, counts, strict=True) if n]
        return np.concatenate(drawn) if drawn else np.empty(0, np.int64)

    def spans(self, chance: np.random.Generator) -> tuple[list[tuple[Rows, Rows]], list[tuple[Rows, Rows]]]:
        """Return spans and what is left of their texts, both as pieces with offsets."""
        inner, rest = [], []
        for bags, long, share in zip(self._bags, self._long, (0.7, 0.3), strict=True):
            if not len(long):
                continue
            rows = long[chance.integers(0, len(long), int(self._batch * _SPANS * share))]
            begins, ends = bags.starts[rows], bags.starts[rows + 1]
            lengths = np.maximum(4, ((ends - begins) * chance.uniform(0.2, 0.5, len(rows))).astype(np.int64))
            lefts = begins + (chance.random(len(rows)) * (ends - begins - lengths)).astype(np.int64)
            inner.append(bags.cut(lefts, lefts + lengths))
            rest.append(_around(bags, begins, lefts, lefts + lengths, ends))
        return inner, rest


def _around(bags: Bags, begins: Rows, lefts: Rows, rights: Rows, ends: Rows) -> tuple[Rows, Rows]:
    """Return what lies before and after a span, as one part."""
    halves = np.stack([begins, rights], 1).ravel(), np.stack([lefts, ends], 1).ravel()
    ids, offsets = bags.cut(*halves)
    return ids, offsets[::2]


def _step(
    texts: Texts, teacher: Teacher, state: State, draw: _Draw, chance: np.random.Generator, plan: Plan, rate: float
) -> float:
    rows = draw.rows(chance)
    meant = texts.meant[rows]
    inner, rest = draw.spans(chance)
    parts = [texts.foreign.take(rows), texts.english.take(meant), *inner, *rest]
    used, place = torch.unique(torch.from_numpy(np.concatenate([ids for ids, _ in parts])), return_inverse=True)
    weights = state.vectors[used].requires_grad_()
    means = functional.normalize(functional.embedding_bag(place, weights, _offsets(parts), mode="mean"), dim=1)
    said, english, spans = means[: len(rows)], means[len(rows) : 2 * len(rows)], means[2 * len(rows) :]
    same = torch.from_numpy(meant[:, None] == meant[None, :])
    loss = _contrast(said, english, _LIKE, same) + plan.teaching * _taught(said, english, teacher, meant)
    if len(spans):
        half = len(spans) // 2
        loss = loss + _OF_SPAN * _contrast(spans[:half], spans[half:], _LIKE)
    loss.backward()  # type: ignore[no-untyped-call]
    assert weights.grad is not None
    state.gone[used] += (weights.grad**2).mean(1)
    state.vectors[used] = weights.detach() - rate * weights.grad / (state.gone[used].sqrt()[:, None] + 1e-8)
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
