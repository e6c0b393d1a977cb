"""The index is a view of the articles: passages are encoded once and kept, the snapshot grows from them."""

from collections.abc import Callable, Collection

import numpy as np

from kb.encoder import Encoder
from kb.index import Index
from kb.lexicon import Lexicon
from kb.passages import split
from support.articles import Article, Passage
from support.ports import Books, UnitOfWork

_BATCH = 32
"""Articles a transaction: a stop in between loses little, and other writers get their turn."""

Progress = Callable[[int, int], None]
"""Called with (articles done, articles in all)."""


def encode_missing(
    books: Books,
    encoder: Encoder,
    progress: Progress = lambda done, total: None,
    slugs: Collection[str] | None = None,
) -> int:
    """Split and encode every article, of these topics or of all, this encoder has not seen; return how many."""
    with books.reading() as uow:
        missing = uow.passages.missing(encoder.name, slugs)
    for start in range(0, len(missing), _BATCH):
        # Encoded before the transaction begins: other writers, customers among them, must not wait for a model.
        read = [(article, *_read(article, encoder)) for article in missing[start : start + _BATCH]]
        with books.writing() as uow:
            for article, passages, rows in read:
                if _is_missing(uow, article, encoder):
                    uow.passages.replace(article, passages, rows, encoder.name)
            uow.commit()
        progress(min(start + _BATCH, len(missing)), len(missing))
    return len(missing)


def _read(article: Article, encoder: Encoder) -> tuple[list[Passage], list[bytes]]:
    passages = split(article)
    vectors = encoder.encode([passage.text for passage in passages])
    return passages, [row.astype("<f4").tobytes() for row in vectors]


def _is_missing(uow: UnitOfWork, article: Article, encoder: Encoder) -> bool:
    """Whether the article still stands as it was read, and no other process was faster."""
    return article in uow.passages.missing(encoder.name, [article.slug])


def build_index(books: Books, dim: int, lexicon: Lexicon, before: Index | None = None) -> Index:
    """Return a snapshot of all passages in the books; `before` is the one it replaces."""
    with books.reading() as uow:
        passages, blob = uow.passages.all()
    return Index(passages, np.frombuffer(blob, "<f4").reshape(len(passages), dim), lexicon, before)
