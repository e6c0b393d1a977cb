"""How fast and how completely a knowledge base of any size is searched, beside plain FAISS and plain BM25.

`python -m bench.search [--sizes 10000,100000,1000000] [--questions 300]`. The knowledge base is made up
(bench.synthetic); each size runs in a process of its own, so that its memory is its own. `recall_at_10` is the share of
the ten articles that come first when every article is held against the question (thirteen signals, nothing left out)
that are among the first ten found; `same_first` how often the first is the same; `right` how often the topic that the
question was made from comes first. Peers, in the same process and on the same passages: faiss.IndexFlatIP on the
encoder's vectors, and bm25s over n-grams of characters, each `_QUESTIONS_OF_PEERS` questions.
"""

import argparse
import multiprocessing
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

import faiss
import numpy as np

from bench import peers
from bench.encoding import BUNDLED_FOLDER
from bench.synthetic import Asked, questions, topic
from bench.table import report, show, verdict
from bench.whole import first_of_all
from kb.building import large_index
from kb.confidence import DEFAULT
from kb.encoder import Matrix, StaticEncoder
from kb.large import LargeIndex
from kb.lexicon import Lexicon
from kb.passages import split
from kb.ranking import rank
from kb.reading_in import read_in
from kb.search import Search
from kb.section import Array, Section
from support.articles import Passage

SIZES = (10_000, 100_000, 1_000_000)
_A_TOPIC = 11.5
"""Passages."""
_TOPICS_AT_ONCE = 400
_QUESTIONS_OF_PEERS = 40
_QUESTIONS_WHOLE = {10_000: 200, 100_000: 100}
"""That every article is held against, by size: of a million, one takes seconds."""
_FEWEST_WHOLE = 40
_FIRST = 10
_WORKERS = 4
Result = TypeVar("Result")

_AIM_MS, _AIM_RECALL, _AIM_MB = 15.0, 0.97, 2_500.0
_LARGEST_FOR_BM25 = 100_000
"""Passages: of a million, bm25s needs more memory for its n-grams than the machines that this is run on have."""


@dataclass(frozen=True, slots=True)
class Question:
    """One that was asked, with its vector."""

    asked: Asked
    vector: Matrix


def main() -> None:
    """Run."""
    peers.must_be_installed()
    given = _arguments()
    runs = {size: _apart(size, given.questions) for size in given.sizes}
    names = ("passages", "p50_ms", "p99_ms", "recall_at_10", "same_first", "right", "memory_mb", "build_s")
    peer = ("flat_p50_ms", "flat_right", "bm25_p50_ms", "bm25_right")
    rows = [[run.get(name, "") for name in (*names, *peer)] for run in runs.values()]
    show("a knowledge base searched", (*names, *peer), rows)
    largest = runs[max(runs)]
    aims = {
        f"p99 <= {_AIM_MS} ms": largest["p99_ms"] <= _AIM_MS,
        f"recall@10 >= {_AIM_RECALL}": largest["recall_at_10"] >= _AIM_RECALL,
        f"memory <= {_AIM_MB} MB": largest["memory_mb"] <= _AIM_MB,
    }
    verdict(aims)
    told = ("passages", "p50_ms", "p99_ms", "recall_at_10", "memory_mb", "flat_p50_ms")
    report(**{name: largest[name] for name in told}, sizes={str(size): run for size, run in runs.items()})


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Search at size.")
    sizes: Callable[[str], list[int]] = lambda told: [int(size) for size in told.split(",")]  # noqa: E731
    parser.add_argument("--sizes", type=sizes, default=list(SIZES))
    parser.add_argument("--questions", type=int, default=300)
    return parser.parse_args()


def _apart(size: int, count: int) -> dict[str, float]:
    """Return the figures of one size, taken in a process of its own."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    child = context.Process(target=_examined, args=(size, count, there))
    child.start()
    there.close()
    figures: dict[str, float] = here.recv()
    child.join()
    print({name: round(value, 3) for name, value in figures.items()}, flush=True)
    return figures


def _examined(size: int, count: int, pipe: Connection) -> None:
    faiss.omp_set_num_threads(1)
    encoder, lexicon = StaticEncoder(BUNDLED_FOLDER), Lexicon(BUNDLED_FOLDER)
    topics, empty_mb = round(size / _A_TOPIC), _megabytes()
    read_in_s, parts = _timed(lambda: list(_sections(topics)))
    build_s, index = _timed(lambda: large_index(parts, lexicon))
    parts.clear()
    asked = [Question(one, encoder.encode([one.text])[0]) for one in questions(count, topics)]
    figures = {"passages": len(index), "topics": topics, "read_in_s": read_in_s, "build_s": build_s}
    figures |= _speed(index, asked) | {"memory_mb": _megabytes(), "before_mb": empty_mb}
    figures |= _completeness(index, asked[: _QUESTIONS_WHOLE.get(size, _FEWEST_WHOLE)])
    pipe.send(figures | _flat(index, asked[:_QUESTIONS_OF_PEERS]) | _bm25(index, asked[:_QUESTIONS_OF_PEERS]))


def _sections(topics: int) -> Iterator[Section]:
    """Yield the knowledge base, read by several processes."""
    begins = range(0, topics, _TOPICS_AT_ONCE)
    with multiprocessing.get_context("spawn").Pool(_WORKERS, _furnish) as pool:
        told = ((begin, min(begin + _TOPICS_AT_ONCE, topics)) for begin in begins)
        yield from (Section(arrays) for arrays in pool.imap(_section, told))


_furniture: list[tuple[StaticEncoder, Lexicon]] = []


def _furnish() -> None:
    _furniture.append((StaticEncoder(BUNDLED_FOLDER), Lexicon(BUNDLED_FOLDER)))


def _section(told: tuple[int, int]) -> dict[str, Array]:
    encoder, lexicon = _furniture[0]
    passages = [part for number in range(*told) for article in topic(number) for part in split(article)]
    return read_in(passages, encoder.encode([one.text for one in passages]), lexicon, {}).arrays


def _speed(index: LargeIndex, asked: Sequence[Question]) -> dict[str, float]:
    search = Search(index, DEFAULT)
    for one in asked[:20]:
        search.ask(one.asked.text, one.vector, one.asked.language)
    took = [_timed(partial(search.ask, one.asked.text, one.vector, one.asked.language))[0] for one in asked]
    return _percentiles("", took)


def _completeness(index: LargeIndex, asked: Sequence[Question]) -> dict[str, float]:
    shares, same, right = [], 0, 0
    for one in asked:
        told = (one.asked.text, one.vector, one.asked.language)
        found, wanted = _first(index, *told), first_of_all(index, *told, _FIRST)
        shares.append(len(set(found) & set(wanted)) / len(wanted))
        same += found[0] == wanted[0]
        right += found[0][0] == one.asked.slug
    number = len(asked)
    return {"recall_at_10": float(np.mean(shares)), "same_first": same / number, "right": right / number}


def _first(index: LargeIndex, text: str, vector: Matrix, language: str) -> list[tuple[str, str]]:
    ranking = rank(index, text, vector, language)
    best = np.argsort(-ranking.scores)[:_FIRST].tolist()
    return [ranking.among.key(place) for place in best if np.isfinite(ranking.scores[place])]


def _flat(index: LargeIndex, asked: Sequence[Question]) -> dict[str, float]:
    """Return the figures of plain FAISS: the nearest ten passages of all, exactly."""
    section = index.base.section
    flat = faiss.IndexFlatIP(section.arrays["vectors"].shape[1])
    for begin in range(0, len(section), 50_000):
        flat.add(section.vectors(slice(begin, begin + 50_000)))
    found = [_timed(partial(flat.search, one.vector[None], _FIRST)) for one in asked]
    best = (int(places[0][0]) for _, (_, places) in found)
    right = [_slug(section, place) == one.asked.slug for one, place in zip(asked, best, strict=True)]
    return {**_percentiles("flat_", [took for took, _ in found]), "flat_right": float(np.mean(right))}


def _bm25(index: LargeIndex, asked: Sequence[Question]) -> dict[str, float]:
    """Return the figures of plain BM25 over n-grams."""
    section = index.base.section
    if len(section) > _LARGEST_FOR_BM25 * 1.2:
        return {}
    passages = list(_texts(index))
    build_s, plain = _timed(lambda: peers.Bm25([part.text for part in passages], peers.grams))
    found = [_timed(partial(plain.scores, one.asked.text)) for one in asked]
    best = (passages[int(scores.argmax())] for _, scores in found)
    right = [part.slug == one.asked.slug for one, part in zip(asked, best, strict=True)]
    took = _percentiles("bm25_", [seconds for seconds, _ in found])
    return {**took, "bm25_right": float(np.mean(right)), "bm25_build_s": build_s}


def _texts(index: LargeIndex) -> Iterator[Passage]:
    section = index.base.section
    for topic_place in range(section.topics):
        for versions in index.versions(section.slug(topic_place)).values():
            yield from versions


def _slug(section: Section, passage: int) -> str:
    article = int(np.searchsorted(section.passages, passage, side="right")) - 1
    return section.slug(int(np.searchsorted(section.articles, article, side="right")) - 1)


def _percentiles(prefix: str, took: Sequence[float]) -> dict[str, float]:
    p50, p99 = np.percentile(took, [50, 99]) * 1000
    return {f"{prefix}p50_ms": float(p50), f"{prefix}p99_ms": float(p99)}


def _timed(deed: Callable[[], Result]) -> tuple[float, Result]:
    began = time.perf_counter()
    result = deed()
    return time.perf_counter() - began, result


def _megabytes() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    main()
