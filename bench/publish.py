"""How soon a published text is the answer: one after the other, while customers ask 20 questions a second.

`python -m bench.publish [passages] [publishes]`: 100,000 and 100. The knowledge base is made up (bench.synthetic), in
SQLite; each process has its own view of it (kb.library), as bot processes have, first one process, then four over one
database and one folder of index files. A publish exchanges an article's text in one transaction, as the editor does.
Measured is the time from its commit until who asks by the article's title finds the new text, in the slowest of the
processes; `first` is how often it is what is found first, `late` how often it was not found in ten seconds. A question
failed where it raised or found nothing. The peer is what there is without a base and what changed beside it: everything
indexed anew (FAISS's IndexFlatIP and BM25 over words by bm25s), once, in the same run.
"""

import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event, Thread

import faiss
import numpy as np

from bench import peers
from bench.encoding import BUNDLED_FOLDER
from bench.synthetic import questions, topic
from bench.table import report, show, verdict
from kb.encoder import StaticEncoder
from kb.indexer import encode_missing
from kb.lexicon import Lexicon
from kb.library import Library
from store.engine import open_engine
from store.migrate import migrate
from store.unit_of_work import SqlBooks
from support.events import ArticlesChanged

PASSAGES, PUBLISHES, PROCESSES = 100_000, 100, (1, 4)
_A_TOPIC = 11.5
"""Passages."""
_QUESTIONS_PER_SECOND = 20
_AIM_SECONDS = 1.0
_LATEST_SECONDS = 10.0
_BATCH = 500


def main() -> None:
    """Run."""
    peers.must_be_installed()
    wanted, publishes = (int(given) for given in [*sys.argv[1:], *(str(PASSAGES), str(PUBLISHES))[len(sys.argv) - 1 :]])
    topics = round(wanted / _A_TOPIC)
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'books.db'}"
        held = _filled(url, topics)
        anew = _anew(url)
        runs = [_run(url, Path(folder) / "index", topics, publishes, count) for count in PROCESSES]
    head = ("processes", "p50 s", "p95 s", "failed", "asked", "MB before", "MB after")
    show(f"publishing among {held} passages", head, [tuple(run.values())[: len(head)] for run in runs])
    verdict({f"p95 <= {_AIM_SECONDS} s": all(float(run["p95_s"]) <= _AIM_SECONDS for run in runs)})
    worst = max(runs, key=lambda run: run["p95_s"])
    failed = sum(run["failed_questions"] for run in runs)
    summed = {"p95_s": worst["p95_s"], "failed_questions": failed, "processes": worst["processes"]}
    report(passages=held, **summed, indexed_anew_s=anew, runs={str(run["processes"]): run for run in runs})


def _filled(url: str, topics: int) -> int:
    """Put topics into a new database and encode them; return how many passages they make."""
    engine = open_engine(url)
    migrate(engine)
    books = SqlBooks(engine)
    for begin in range(0, topics, _BATCH):
        with books.writing() as uow:
            for number in range(begin, min(begin + _BATCH, topics)):
                for article in topic(number):
                    uow.articles.put(article)
            uow.commit()
    encode_missing(books, StaticEncoder(BUNDLED_FOLDER))
    with books.reading() as uow:
        count = uow.passages.count()
    engine.dispose()
    return count


def _anew(url: str) -> float:
    """Return the seconds in which plain libraries index everything anew."""
    began = time.monotonic()
    with SqlBooks(open_engine(url)).reading() as uow:
        passages, blob = uow.passages.all()
    faiss.IndexFlatIP(256).add(np.frombuffer(blob, "<f4").reshape(len(passages), -1))
    peers.Bm25([passage.text for passage in passages], peers.words)
    return time.monotonic() - began


def _run(url: str, folder: Path, topics: int, publishes: int, count: int) -> dict[str, float]:
    context = multiprocessing.get_context("spawn")
    pipes = [context.Pipe() for _ in range(count)]
    children = [
        context.Process(
            target=_answering, args=(url, folder, topics, _QUESTIONS_PER_SECOND / count, there), daemon=True
        )
        for _, there in pipes
    ]
    for child in children:
        child.start()
    before = [here.recv() for here, _ in pipes]
    print(f"{count} processes ready", flush=True)
    waited, first = zip(*_published(url, topics, publishes, [here for here, _ in pipes]), strict=True)
    for here, _ in pipes:
        here.send(None)
    after = [here.recv() for here, _ in pipes]
    for child in children:
        child.join()
    return {
        "processes": count,
        "p50_s": float(np.percentile(waited, 50)),
        "p95_s": float(np.percentile(waited, 95)),
        "failed_questions": sum(one["failed"] for one in after),
        "questions": sum(one["asked"] for one in after),
        "memory_mb_before": max(one["mb"] for one in before),
        "memory_mb": max(one["mb"] for one in after),
        "first": float(np.mean(first)),
        "late": sum(seconds >= _LATEST_SECONDS for seconds in waited),
        "ready_s": max(one["ready_s"] for one in before),
        "question_p50_ms": max(one["p50_ms"] for one in after),
        "question_p99_ms": max(one["p99_ms"] for one in after),
    }


def _published(url: str, topics: int, publishes: int, pipes: list[Connection]) -> Iterator[tuple[float, bool]]:
    """Publish, and yield how long it took until the slowest process finds it, and whether all find it first."""
    books, chance = SqlBooks(open_engine(url)), random.Random(len(pipes))
    for edition in range(1, publishes + 1):
        article = chance.choice(topic(chance.randrange(topics), edition + 1000 * len(pipes)))
        with books.writing() as uow:
            uow.articles.remove(article.slug, article.language)
            uow.articles.put(article)
            uow.record(ArticlesChanged(slugs=(article.slug,)))
            uow.commit()
        began = time.monotonic()
        for pipe in pipes:
            pipe.send((article.title, article.language, article.slug))
        found = [pipe.recv() for pipe in pipes]
        yield max(at for at, _ in found) - began, all(is_first for _, is_first in found)


def _answering(url: str, folder: Path, topics: int, per_second: float, pipe: Connection) -> None:
    """Answer, as a bot process does: questions all the time, and each title that is told until its new text comes."""
    began = time.monotonic()
    encoder, lexicon = StaticEncoder(BUNDLED_FOLDER), Lexicon(BUNDLED_FOLDER)
    library = Library(SqlBooks(open_engine(url)), encoder, lexicon, folder=folder)
    library.follow()
    asker = Asker(library, topics, per_second)
    asker.start()
    time.sleep(3)  # a warm process, before its memory is looked at
    pipe.send({"mb": _megabytes(), "ready_s": time.monotonic() - began})
    while told := pipe.recv():
        pipe.send(_answered(library, *told))
    asker.stopping.set()
    asker.join()
    p50, p99 = np.percentile(asker.took, [50, 99]) * 1000
    pipe.send({"failed": asker.failed, "asked": len(asker.took), "mb": _megabytes(), "p50_ms": p50, "p99_ms": p99})


def _answered(library: Library, title: str, language: str, slug: str) -> tuple[float, bool]:
    """Return when the article that bears the title is among what is found, and whether it is the first."""
    vector = library.encoder.encode([title])[0]
    until = time.monotonic() + _LATEST_SECONDS
    found: list[tuple[str, str]] = []
    while (slug, title) not in found and time.monotonic() < until:
        hits = library.search.ask(title, vector, language).hits
        found = [(hit.passage.slug, hit.passage.title) for hit in hits]
        time.sleep(0.02)
    return time.monotonic(), found[:1] == [(slug, title)]


def _megabytes() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


class Asker(Thread):
    """Asks so many questions a second."""

    def __init__(self, library: Library, topics: int, per_second: float) -> None:
        super().__init__(daemon=True)
        self.stopping, self.failed = Event(), 0
        self.took: list[float] = []
        self._library, self._pause = library, 1 / per_second
        self._questions = questions(200, topics)

    def run(self) -> None:
        """Ask until stopped."""
        while not self.stopping.wait(self._pause):
            asked = self._questions[len(self.took) % len(self._questions)]
            began = time.perf_counter()
            try:
                vector = self._library.encoder.encode([asked.text])[0]
                self.failed += not self._library.search.ask(asked.text, vector, asked.language).hits
            except Exception as error:
                print(f"failed: {error!r}", file=sys.stderr)
                self.failed += 1
            self.took.append(time.perf_counter() - began)


if __name__ == "__main__":
    main()
