"""The knowledge base as one process sees it: a snapshot that follows the event log."""

from threading import Thread
from time import sleep

import structlog

from kb.confidence import DEFAULT, Confidence, from_json
from kb.encoder import Encoder
from kb.indexer import build_index, encode_missing
from kb.lexicon import Lexicon
from kb.search import Search
from support.events import ArticlesChanged, ConfidenceFitted
from support.ports import Books

_POLL_SECONDS = 0.5
"""An edited article is answered from about a second later, which is what its writer is told."""
_RETRY_SECONDS = 2.0

_log = structlog.get_logger()


class Library:
    """Readers take `search` and never wait; a change is encoded and indexed beside it, then swapped in.

    Answers are judged by the confidence that was fitted last by `recipe`.
    """

    def __init__(self, books: Books, encoder: Encoder, lexicon: Lexicon, recipe: str = "") -> None:
        self.encoder = encoder
        self._lexicon = lexicon
        self._recipe = recipe
        self._books = books
        self._bookmark = self._last()
        encode_missing(books, encoder)
        self.search = Search(build_index(books, encoder.dim, lexicon), self._confidence())

    def _last(self) -> int:
        with self._books.reading() as uow:
            return uow.events.last()

    def _confidence(self) -> Confidence:
        with self._books.reading() as uow:
            fitted = uow.confidences.get(self._recipe)
        return DEFAULT if fitted is None else from_json(fitted.body)

    def catch_up(self) -> bool:
        """Follow the event log; True when the articles had changed."""
        with self._books.reading() as uow:
            last, kinds = uow.events.last(), uow.events.kinds(self._bookmark)
        has_changed = ArticlesChanged.__name__ in kinds
        if has_changed:
            encode_missing(self._books, self.encoder)
            index = build_index(self._books, self.encoder.dim, self._lexicon, self.search.index)
            self.search = Search(index, self.search.confidence)
        if ConfidenceFitted.__name__ in kinds:
            self.search = Search(self.search.index, self._confidence())
            _log.info("library.confidence.taken", sure=round(self.search.confidence.sure, 3))
        self._bookmark = last  # after all: what fails before is tried again
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
