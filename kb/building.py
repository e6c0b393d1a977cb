"""A large knowledge base read from the books, a piece at a time, and brought up to what has changed in them."""

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from kb.background import background_of
from kb.encoder import Matrix
from kb.large import LargeIndex
from kb.lexicon import Lexicon
from kb.reading_in import read_in
from kb.section import Section
from kb.segment import Segment
from support.articles import Passage
from support.ports import Books

_TOPICS = 1000
"""Topics at once: their text is held while they are read."""
_FEW = 500
"""Topics that one query names: databases bound how many."""


def sections(books: Books, dim: int, lexicon: Lexicon) -> Iterator[Section]:
    """Yield all topics in the books, by slug."""
    last = ""
    while True:
        with books.reading() as uow:
            passages, blob = uow.passages.after(last, _TOPICS)
            digests = uow.articles.digests({passage.slug for passage in passages})
        if not passages:
            return
        yield read_in(passages, _vectors(passages, blob, dim), lexicon, digests)
        last = passages[-1].slug


def section_of(books: Books, dim: int, lexicon: Lexicon, slugs: Collection[str]) -> Section | None:
    """Return these topics as they are in the books; None where none of them is."""
    wanted, found = sorted(slugs), []
    for begin in range(0, len(wanted), _FEW):
        few = wanted[begin : begin + _FEW]
        with books.reading() as uow:
            (passages, blob), digests = uow.passages.of(few), uow.articles.digests(few)
        if passages:
            found.append(read_in(passages, _vectors(passages, blob, dim), lexicon, digests))
    return Section.joined(found) if found else None


def large_index(parts: Sequence[Section], lexicon: Lexicon) -> LargeIndex:
    """Return the index of all these topics."""
    section = parts[0] if len(parts) == 1 else Section.joined(parts)
    background = background_of(section)
    return LargeIndex(Segment.of(section, background), background, lexicon)


def _vectors(passages: Sequence[Passage], blob: bytes, dim: int) -> Matrix:
    return np.frombuffer(blob, "<f4").reshape(len(passages), dim)
