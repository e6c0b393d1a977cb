"""The knowledge base as one process sees it: a snapshot that follows the event log."""

from collections.abc import Callable, Collection
from pathlib import Path
from threading import Lock, Thread
from time import sleep

import structlog

from kb.building import large_index, section_of, sections
from kb.confidence import DEFAULT, Confidence, from_json
from kb.encoder import Encoder
from kb.files import IndexFiles
from kb.index import Index
from kb.indexer import build_index, encode_missing
from kb.large import LargeIndex
from kb.lexicon import Lexicon
from kb.search import Search
from support.events import ArticlesChanged, ConfidenceFitted
from support.ports import Books

_POLL_SECONDS = 0.25
"""An edited article is answered from within a second, which is what its writer is told."""
_RETRY_SECONDS = 2.0

MOST_WHOLE = 5_000
"""Passages that each question is held against and that are indexed anew at each change: both in some ten
milliseconds and a second. Beyond, candidates come first, and a change touches only what changed."""
_FEWEST_PENDING = 2_000
_MOST_PENDING = 0.02
"""Passages, and the share of all, beside the base before it is made anew."""

_log = structlog.get_logger()


class Library:
    """Readers take `search` and never wait; a change is encoded and indexed beside it, then swapped in.

    Answers are judged by the confidence that was fitted last by `recipe`.
    """

    def __init__(
        self,
        books: Books,
        encoder: Encoder,
        lexicon: Lexicon,
        recipe: str = "",
        most_whole: int = MOST_WHOLE,
        folder: Path | None = None,
    ) -> None:
        """`folder` is where a large index is kept in files, for the next start and for other processes."""
        self.encoder = encoder
        self._lexicon = lexicon
        self._recipe = recipe
        self._books = books
        self._most_whole = most_whole
        self._files = IndexFiles(folder, f"{encoder.name} {recipe}") if folder else None
        self._swapping = Lock()
        self._touched: set[str] = set()
        self._bookmark = self._last()
        encode_missing(books, encoder)
        self.search = Search(self._built(), self._confidence())

    def _last(self) -> int:
        with self._books.reading() as uow:
            return uow.events.last()

    def _confidence(self) -> Confidence:
        with self._books.reading() as uow:
            fitted = uow.confidences.get(self._recipe)
        return DEFAULT if fitted is None else from_json(fitted.body)

    def _built(self, before: Index | None = None) -> Index | LargeIndex:
        """Return the index of all articles; `before` is the one it replaces."""
        with self._books.reading() as uow:
            is_large = uow.passages.count() > self._most_whole
        return self._large_built() if is_large else build_index(self._books, self.encoder.dim, self._lexicon, before)

    def _large_built(self) -> LargeIndex:
        """Return the index of many articles: from its files as far as they are right, else built and kept there."""
        if self._files is None:
            return self._large_anew()
        with self._files.alone():
            index = self._files.opened(self._lexicon) or self._kept(self._files, self._large_anew())
        return self._up_to_date(index)

    def _large_anew(self) -> LargeIndex:
        return large_index(list(sections(self._books, self.encoder.dim, self._lexicon)), self._lexicon)

    def _kept(self, files: IndexFiles, index: LargeIndex) -> LargeIndex:
        """Return an index from the files that it is now kept in; as it is where there is no room for them."""
        try:
            files.keep(index)
        except OSError as error:
            _log.warning("library.index_files.failed", cause=str(error))
            return index
        return files.opened(self._lexicon) or index

    def _up_to_date(self, index: LargeIndex) -> LargeIndex:
        """Return an index that was kept with what has changed in the books since."""
        with self._books.reading() as uow:
            slugs = index.stale(uow.articles.digests())
        if not slugs:
            return index
        return index.changed(slugs, section_of(self._books, self.encoder.dim, self._lexicon, slugs))

    def catch_up(self) -> bool:
        """Follow the event log; True when the articles had changed."""
        with self._books.reading() as uow:
            last, kinds = uow.events.last(), uow.events.kinds(self._bookmark)
            logged = uow.events.of_kind(ArticlesChanged.__name__, self._bookmark) if kinds else []
        slugs = {slug for one in logged if isinstance(one.event, ArticlesChanged) for slug in one.event.slugs}
        if logged:
            self._take_in(slugs)
        if ConfidenceFitted.__name__ in kinds:
            self.search = Search(self.search.index, self._confidence())
            _log.info("library.confidence.taken", sure=round(self.search.confidence.sure, 3))
        self._bookmark = last  # after all: what fails before is tried again
        return bool(logged)

    def _take_in(self, slugs: Collection[str]) -> None:
        encode_missing(self._books, self.encoder, slugs=slugs)
        index = self.search.index
        if isinstance(index, Index):
            self.search = Search(self._built(index), self.search.confidence)
            return
        section = section_of(self._books, self.encoder.dim, self._lexicon, slugs)
        with self._swapping:
            self._touched |= set(slugs)
            self.search = Search(self._large().changed(slugs, section), self.search.confidence)

    def _large(self) -> LargeIndex:
        index = self.search.index
        assert isinstance(index, LargeIndex)
        return index

    def compact(self) -> bool:
        """Make a new base of a large index where much has changed; True when it was done. Changes go on meanwhile."""
        index = self.search.index
        if not isinstance(index, LargeIndex) or index.pending < max(_FEWEST_PENDING, _MOST_PENDING * len(index)):
            return False
        with self._swapping:
            index, self._touched = self._large(), set()
        compacted = self._compacted(index)
        with self._swapping:
            compacted = compacted.changed(self._touched, self._large().topics(self._touched))
            self.search = Search(compacted, self.search.confidence)
        _log.info("library.index.compacted", passages=len(compacted))
        return True

    def _compacted(self, index: LargeIndex) -> LargeIndex:
        """Return a new base: the one that another process has kept since, or one made of what there is."""
        if self._files is None:
            return large_index(index.sections(), self._lexicon)
        with self._files.alone():
            made = self._files.newer(self._lexicon) or self._kept(
                self._files, large_index(index.sections(), self._lexicon)
            )
        return self._up_to_date(made)

    def sample(self) -> Index:
        """Return an index of all articles, of a large knowledge base one of topics drawn evenly."""
        index = self.search.index
        if isinstance(index, Index):
            return index
        passages = index.some(self._most_whole)
        return Index(passages, self.encoder.encode([passage.text for passage in passages]), self._lexicon)

    def follow(self) -> None:
        """Catch up for ever, in threads that end with the process."""
        steps = {"library": self.catch_up, "library-compacting": self.compact}
        for name, step in steps.items():
            Thread(target=_forever, args=(step,), name=name, daemon=True).start()


def _forever(step: Callable[[], bool]) -> None:
    while True:
        sleep(_POLL_SECONDS)
        try:
            step()
        except Exception:  # a locked database, an article half-way through a change: both pass
            _log.exception("library.catch_up.failed")
            sleep(_RETRY_SECONDS)
