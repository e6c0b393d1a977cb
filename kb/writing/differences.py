"""What differs between two texts, word by word."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from itertools import groupby

from support.writing import Change, Words

_MOST = 2000
"""Lines, or words of one changed part, that are compared one by one: the time grows faster than their square."""


class Fate(str, Enum):
    """What became of some words."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stay, are gone or are new, as they are written."""

    fate: Fate
    text: str


def differences(before: str, after: str) -> list[Piece]:
    """Return both texts in one: the pieces that are not new make up `before`, those that are not gone `after`."""
    lines = before.splitlines(keepends=True), after.splitlines(keepends=True)
    return _joined(piece for old, new in _blocks(*lines) for piece in _compared("".join(old), "".join(new)))


def change(before: Words | None, after: Words) -> Change:
    """Return what a revision changed, in figures; the first one changed all."""
    names = ("title", "body", "questions", "tags")
    parts = tuple(name for name in names if before is None or getattr(before, name) != getattr(after, name))
    pieces = differences(_whole(before) if before else "", _whole(after))
    return Change(parts=parts, more=_count(pieces, Fate.NEW), fewer=_count(pieces, Fate.GONE))


def _whole(words: Words) -> str:
    return "\n".join([words.title, *words.questions, *words.tags, words.body])


def _count(pieces: Sequence[Piece], fate: Fate) -> int:
    return sum(len(piece.text.split()) for piece in pieces if piece.fate is fate)


def _blocks(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Yield what stands in both at the same place, between what they begin and end with alike."""
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    yield before[:start], after[:start]
    yield from _between(before[start : len(before) - end], after[start : len(after) - end])
    yield before[len(before) - end :], after[len(after) - end :]


def _alike(before: Sequence[str], after: Sequence[str]) -> int:
    """Return how many they begin with that are the same."""
    pairs = zip(before, after, strict=False)
    return next((place for place, (one, other) in enumerate(pairs) if one != other), min(len(before), len(after)))


def _between(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    if max(len(before), len(after)) > _MOST:
        yield before, after
        return
    # autojunk: what stands everywhere, as blank lines do, is no place to begin from, or the time grows with the cube.
    for _, old, old_end, new, new_end in SequenceMatcher(None, before, after).get_opcodes():
        yield before[old:old_end], after[new:new_end]


def _compared(before: str, after: str) -> Iterator[Piece]:
    if before == after:
        yield Piece(Fate.SAME, before)
        return
    for one, other in _blocks(list(_tokens(before)), list(_tokens(after))):
        if one == other:
            yield Piece(Fate.SAME, "".join(one))
        else:
            yield from (Piece(Fate.GONE, "".join(one)), Piece(Fate.NEW, "".join(other)))


def _tokens(text: str) -> Iterator[str]:
    """Yield words with their marks, spaces, and each other sign by itself."""
    for _, signs in groupby(enumerate(text), key=_Kind()):
        yield "".join(sign for _, sign in signs)


class _Kind:
    """Tells runs of signs apart; a mark belongs to the letter before it, whatever that is."""

    def __init__(self) -> None:
        self._latest: object = None

    def __call__(self, placed: tuple[int, str]) -> object:
        place, sign = placed
        category = unicodedata.category(sign)
        if category[0] != "M" and category != "Cf":
            self._latest = _kind(place, sign, category)
        return self._latest


def _kind(place: int, sign: str, category: str) -> object:
    if sign.isspace():
        return "space"
    is_word = category[0] in "LN" and not _stands_alone(sign)
    return "word" if is_word else place


def _stands_alone(sign: str) -> bool:
    """Whether it is of a script that puts no spaces between words: Thai, Lao, Khmer, Chinese, Japanese."""
    code = ord(sign)
    return 0x0E00 <= code <= 0x0EFF or 0x1780 <= code <= 0x17FF or 0x3040 <= code <= 0x30FF or 0x3400 <= code <= 0x9FFF


def _joined(pieces: Iterator[Piece]) -> list[Piece]:
    """Return neighbours of one fate as one, what is gone before what is new."""
    found: list[Piece] = []
    gone, new = "", ""
    for piece in pieces:
        if piece.fate is Fate.GONE:
            gone += piece.text
        elif piece.fate is Fate.NEW:
            new += piece.text
        elif piece.text:
            found += _changed(gone, new)
            gone = new = ""
            found.append(piece)
    return _merged([*found, *_changed(gone, new)])


def _changed(gone: str, new: str) -> list[Piece]:
    return [piece for piece in (Piece(Fate.GONE, gone), Piece(Fate.NEW, new)) if piece.text]


def _merged(pieces: list[Piece]) -> list[Piece]:
    return [
        Piece(fate, "".join(each.text for each in run)) for fate, run in groupby(pieces, key=lambda each: each.fate)
    ]
