"""The index is a view of the articles: passages are encoded once and kept, the snapshot grows from them."""

from collections.abc import Callable

import numpy as np

from kb.encoder import Encoder
from kb.index import Index
from kb.passages import split
from support.ports import Books

_BATCH = 32
"""Articles a transaction: a stop in between loses little, and other writers get their turn."""

Progress = Callable[[int, int], None]
"""Called with (articles done, articles in all)."""


def encode_missing(books: Books, encoder: Encoder, progress: Progress = lambda done, total: None) -> int:
    """Split and encode every article this encoder has not seen; return how many."""
    with books.reading() as uow:
        missing = uow.passages.missing(encoder.name)
    for start in range(0, len(missing), _BATCH):
        pairs = [(article, split(article)) for article in missing[start : start + _BATCH]]
        with books.writing() as uow:
            for article, passages in pairs:
                vectors = encoder.encode([passage.text for passage in passages])
                rows = [row.astype("<f4").tobytes() for row in vectors]
                uow.passages.replace(article, passages, rows, encoder.name)
            uow.commit()
        progress(min(start + _BATCH, len(missing)), len(missing))
    return len(missing)


def build_index(books: Books, dim: int) -> Index:
    """Return a snapshot of all passages in the books."""
    with books.reading() as uow:
        passages, blob = uow.passages.all()
    return Index(passages, np.frombuffer(blob, "<f4").reshape(len(passages), dim))
