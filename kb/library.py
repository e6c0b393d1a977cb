"""The knowledge base as one process sees it: a snapshot that follows the event log."""

from threading import Thread
from time import sleep

import structlog

from kb.confidence import DEFAULT, Confidence
from kb.encoder import Encoder
from kb.indexer import build_index, encode_missing
from kb.lexicon import Lexicon
from kb.search import Search
from support.events import ArticlesChanged
from support.ports import Books

_POLL_SECONDS = 0.5
"""An edited article is answered from about a second later, which is what its writer is told."""
_RETRY_SECONDS = 2.0

_log = structlog.get_logger()


class Library:
    """Readers take `search` and never wait; a change is encoded and indexed beside it, then swapped in."""

    def __init__(self, books: Books, encoder: Encoder, lexicon: Lexicon, confidence: Confidence = DEFAULT) -> None:
        self.encoder = encoder
        self._lexicon = lexicon
        self._books = books
        self._bookmark = self._last()
        encode_missing(books, encoder)
        self.search = Search(build_index(books, encoder.dim, lexicon), confidence)

    def _last(self) -> int:
        with self._books.reading() as uow:
            return uow.events.last()

    def trust(self, confidence: Confidence) -> None:
        """Judge answers by this confidence from now on."""
        self.search = Search(self.search.index, confidence)

    def catch_up(self) -> bool:
        """Follow the event log; True when the articles had changed."""
        bookmark, has_changed = self._bookmark, False
        while True:
            with self._books.reading() as uow:
                batch = uow.events.since(bookmark)
            if not batch:
                break
            bookmark = batch[-1].sequence
            has_changed |= any(isinstance(logged.event, ArticlesChanged) for logged in batch)
        if has_changed:
            encode_missing(self._books, self.encoder)
            index = build_index(self._books, self.encoder.dim, self._lexicon, self.search.index)
            self.search = Search(index, self.search.confidence)
        self._bookmark = bookmark  # last: what fails before is tried again
        return has_changed

    def follow(self) -> None:
        """Catch up for ever, in a thread that ends with the process."""

        def loop() -> None:
            while True:
                sleep(_POLL_SECONDS)
                try:
                    self.catch_up()
                except Exception:  # a locked database, an article half-way through a change: both pass
                    _log.exception("library.catch_up.failed")
                    sleep(_RETRY_SECONDS)

        Thread(target=loop, name="library", daemon=True).start()
