"""The search as it would be with other texts live: an index beside the one that customers are answered from."""

from collections import OrderedDict
from collections.abc import Collection, Sequence
from threading import Lock

import numpy as np

from kb.encoder import Encoder, Matrix
from kb.index import Index
from kb.large import LargeIndex
from kb.lexicon import Lexicon
from kb.passages import split
from kb.reading_in import read_in
from kb.search import Search
from kb.trying.foreseen import Foreseen
from support.articles import Passage
from support.ports import Books

_KEPT = 2
"""Overlays. Who asks asks again; each holds what an index holds, of a large one only what differs."""

Overlay = tuple[Index | LargeIndex, tuple[Foreseen, ...], Index | LargeIndex]


class Overlays:
    """Searches over texts that are not live; the latest are kept. Safe to share between threads."""

    def __init__(self, books: Books, encoder: Encoder, lexicon: Lexicon) -> None:
        self._books, self._encoder, self._lexicon = books, encoder, lexicon
        self._building = Lock()
        self._kept: OrderedDict[tuple[int, tuple[Foreseen, ...]], Overlay] = OrderedDict()

    def over(self, search: Search, foreseen: tuple[Foreseen, ...]) -> Search:
        """Return `search` as it would be; its confidence stays as it was fitted, as it does when one publishes."""
        if not foreseen:
            return search
        key = (id(search.index), foreseen)
        with self._building:  # who asks for the same at once would build it twice
            if key not in self._kept:  # the index is kept with it, so that no other can take its id
                self._kept[key] = (search.index, foreseen, self._built(search.index, foreseen))
            self._kept.move_to_end(key)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return Search(self._kept[key][2], search.confidence)

    def _built(self, index: Index | LargeIndex, foreseen: Sequence[Foreseen]) -> Index | LargeIndex:
        slugs = {topic.slug for topic in foreseen}
        if isinstance(index, LargeIndex):
            return self._changed(index, slugs, foreseen)
        with self._books.reading() as uow:
            passages, blob = uow.passages.all()
        return self._beside(index, passages, np.frombuffer(blob, "<f4").reshape(len(passages), -1), foreseen)

    def _changed(self, index: LargeIndex, slugs: Collection[str], foreseen: Sequence[Foreseen]) -> LargeIndex:
        passages = _split(foreseen)
        if not passages:
            return index.changed(slugs, None)
        section = read_in(passages, self._encoder.encode([each.text for each in passages]), self._lexicon, {})
        return index.changed(slugs, section)

    def _beside(
        self, before: Index, passages: Sequence[Passage], vectors: Matrix, foreseen: Sequence[Foreseen]
    ) -> Index:
        slugs = {topic.slug for topic in foreseen}
        kept = [place for place, passage in enumerate(passages) if passage.slug not in slugs]
        known = {each.text: vectors[place] for place, each in enumerate(passages) if each.slug in slugs}
        fresh = _split(foreseen)
        rows = np.concatenate([vectors[kept], _vectors(fresh, known, self._encoder)])
        all_of_them = [*(passages[place] for place in kept), *fresh]
        order = sorted(range(len(all_of_them)), key=lambda place: _place(all_of_them[place]))
        return Index([all_of_them[place] for place in order], rows[order], self._lexicon, before)


def _split(foreseen: Sequence[Foreseen]) -> list[Passage]:
    found = [passage for topic in foreseen for article in topic.articles for passage in split(article)]
    return sorted(found, key=_place)


def _place(passage: Passage) -> tuple[str, str, int]:
    return passage.slug, passage.language, passage.position


def _vectors(passages: Sequence[Passage], known: dict[str, Matrix], encoder: Encoder) -> Matrix:
    """Return (n, dim), of texts that are live as they were encoded then."""
    new = list(dict.fromkeys(passage.text for passage in passages if passage.text not in known))
    found = known | (dict(zip(new, encoder.encode(new), strict=True)) if new else {})
    rows = [found[passage.text] for passage in passages]
    return np.stack(rows).astype(np.float32) if rows else np.zeros((0, encoder.dim), np.float32)
