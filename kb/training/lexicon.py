"""The translation lexicon: a table a language, kept as it is done, then all of them in one file."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse

from kb.lexicon import FILE, HOME, key, packed
from kb.stems import UNSPACED, IsWord, stems
from kb.training.alignment import Table, Words, align
from kb.training.corpus import Pair
from kb.training.synonyms import synonyms

_LEAST = 0.03
_MOST = 5
"""Of XQuAD's questions in four languages, fewer links a word find less; more find no more."""
_LONGEST = 300
"""Characters of English: paragraphs say little of single words."""
_MOST_ENGLISH = 2**16

_NOT_A_WORD = frozenset(" \t.,;:!?()[]{}/\\'\"-")


def table(pairs: Iterable[Pair], language: str, file: Path) -> Table:
    """Return the table of a language, from `file` if it is there already."""
    if file.is_file():
        return _load(file)
    found = align(
        _stemmed([pair for pair in pairs if len(pair.english) <= _LONGEST], language), least=_LEAST, most=_MOST
    )
    _save(found, file)
    return found


def _stemmed(pairs: list[Pair], language: str) -> Iterator[tuple[Words, Words]]:
    is_word = _dictionary(pairs, language)
    for pair in pairs:
        words, english = stems(pair.text, language, is_word), stems(pair.english, HOME)
        if words and english:
            yield words, english


def _dictionary(pairs: list[Pair], language: str) -> IsWord:
    """Return what tells the words of a language without spaces: whatever was translated by itself is one."""
    if (longest := UNSPACED.get(language)) is None:
        return lambda word: False
    texts = {pair.text.strip() for pair in pairs if len(pair.text) <= longest}
    words = {"".join(stems(text, language)) for text in texts if not _NOT_A_WORD & set(text)}
    return {word for word in words if len(word) > 1 and not word.isascii()}.__contains__


def pack(tables: dict[str, Table], folder: Path) -> Path:
    """Write the lexicon file; `tables` by language, to which English itself is added: its synonyms."""
    english = _commonest(tables)
    with_home = {**tables, HOME: synonyms(tables.values())}
    rows = sorted(row for language, table in with_home.items() for row in _rows(table, language, english))
    rows = [row for place, row in enumerate(rows) if place == 0 or row[0] != rows[place - 1][0]]
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "keys": np.array([row[0] for row in rows], np.uint32),
        "counts": np.array([len(row[1]) for row in rows], np.uint8),
        "meanings": np.concatenate([row[1] for row in rows]).astype(np.uint16),
        "links": packed(np.concatenate([row[2] for row in rows])),
        "english": np.array([key(stem, HOME) for stem in english], np.uint32),
    }
    np.savez_compressed(folder / FILE, **arrays)  # type: ignore[arg-type]
    return folder / FILE


def _commonest(tables: dict[str, Table]) -> dict[str, int]:
    """Return the English stems that most words mean, numbered."""
    uses: dict[str, int] = {}
    for table in tables.values():
        counts = np.bincount(table.links.indices, minlength=len(table.english))
        for stem, count in zip(table.english, counts.tolist(), strict=True):
            uses[stem] = uses.get(stem, 0) + count
    kept = sorted(uses, key=lambda stem: (-uses[stem], stem))[:_MOST_ENGLISH]
    return {stem: place for place, stem in enumerate(kept)}


def _rows(table: Table, language: str, english: dict[str, int]) -> Iterator[tuple[int, list[int], list[float]]]:
    places = [english.get(stem) for stem in table.english]
    for row, word in enumerate(table.words):
        span = slice(table.links.indptr[row], table.links.indptr[row + 1])
        kept = [
            (place, link)
            for column, link in zip(table.links.indices[span].tolist(), table.links.data[span].tolist(), strict=True)
            if (place := places[column]) is not None
        ]
        if kept:
            yield key(word, language), [place for place, _ in kept], [link for _, link in kept]


def _save(table: Table, file: Path) -> None:
    links = table.links
    beside = file.with_suffix(".part.npz")  # a stop half-way must not leave half a table under its name
    np.savez_compressed(
        beside,
        words=np.array(table.words),
        english=np.array(table.english),
        data=links.data.astype(np.float32),
        indices=links.indices,
        indptr=links.indptr,
    )
    beside.replace(file)


def _load(file: Path) -> Table:
    with np.load(file) as arrays:
        words, english = tuple(arrays["words"].tolist()), tuple(arrays["english"].tolist())
        parts = arrays["data"], arrays["indices"], arrays["indptr"]
    return Table(words, english, sparse.csr_matrix(parts, shape=(len(words), len(english))))
