"""The corpus as numbers: pieces of every text one after the other, with the places where texts begin."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kb.training.corpus import Pair

_MOST_PIECES = 96
_AT_ONCE = 20_000

Ids = npt.NDArray[np.int32]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Bags:
    """Texts as bags of pieces; text `i` is `ids[starts[i]:starts[i + 1]]`."""

    ids: Ids
    starts: Rows

    def __len__(self) -> int:
        return len(self.starts) - 1

    def sizes(self) -> Rows:
        """Return how many pieces each text has."""
        return np.asarray(np.diff(self.starts))

    def take(self, rows: Rows) -> tuple[Rows, Rows]:
        """Return the pieces of some texts and where each begins, as torch's embedding_bag wants them."""
        return self.cut(self.starts[rows], self.starts[rows + 1])

    def cut(self, begins: Rows, ends: Rows) -> tuple[Rows, Rows]:
        """Return the pieces between places in `ids`, and where each part begins."""
        sizes = ends - begins
        offsets = np.cumsum(sizes) - sizes
        places = np.arange(sizes.sum()) + np.repeat(begins - offsets, sizes)
        return self.ids[places].astype(np.int64), offsets


@dataclass(frozen=True, slots=True)
class Texts:
    """Pairs: `english` holds every English text once, `foreign[i]` is said in `languages[i]` and means `meant[i]`."""

    english: Bags
    foreign: Bags
    meant: Rows
    languages: npt.NDArray[np.int16]
    names: tuple[str, ...]


def read(pairs: Iterable[Pair], tokenizer: Any) -> tuple[Texts, list[str]]:
    """Return the pairs as numbers, and the English texts in their order."""
    english: dict[str, int] = {}
    names: dict[str, int] = {}
    meant: list[int] = []
    languages: list[int] = []

    def foreign() -> Iterator[str]:
        for pair in pairs:
            meant.append(english.setdefault(pair.english, len(english)))
            languages.append(names.setdefault(pair.language, len(names)))
            yield pair.text

    bags = bagged(foreign(), tokenizer)
    texts = Texts(bagged(iter(english), tokenizer), bags, np.array(meant), np.array(languages, np.int16), tuple(names))
    return texts, list(english)


def bagged(texts: Iterator[str], tokenizer: Any) -> Bags:
    """Return texts as bags; of long ones the beginning."""
    ids, sizes = [np.empty(0, np.int32)], []
    while batch := list(islice(texts, _AT_ONCE)):
        encoded = tokenizer.encode_batch_fast(batch, add_special_tokens=False)
        kept = [encoding.ids[:_MOST_PIECES] for encoding in encoded]
        sizes += [len(part) for part in kept]
        ids.append(np.fromiter((piece for part in kept for piece in part), np.int32))
    return Bags(np.concatenate(ids), np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]))


def save(texts: Texts, file: Path) -> None:
    """Keep the numbers; whole or not at all."""
    beside = file.with_suffix(".part.npz")
    np.savez(
        beside,
        english_ids=texts.english.ids,
        english_starts=texts.english.starts,
        foreign_ids=texts.foreign.ids,
        foreign_starts=texts.foreign.starts,
        meant=texts.meant,
        languages=texts.languages,
        names=np.array(texts.names),
    )
    beside.replace(file)


def load(file: Path) -> Texts:
    """Return what was kept."""
    with np.load(file) as kept:
        english = Bags(kept["english_ids"], kept["english_starts"])
        foreign = Bags(kept["foreign_ids"], kept["foreign_starts"])
        return Texts(english, foreign, kept["meant"], kept["languages"], tuple(kept["names"].tolist()))
