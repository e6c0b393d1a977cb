"""Articles read into a section: what is counted in their passages, their vectors, and their text, packed."""

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

import numpy as np
import numpy.typing as npt

from kb.encoder import Matrix
from kb.lexical import BUCKETS
from kb.lexicon import Lexicon
from kb.section import KINDS, Array, Section
from kb.wording import Counts, counts
from support.articles import Field, Passage

_COUNTS = {"words": np.uint8, "meanings": np.float16, "sounds": np.uint8}
_MOST_COUNTED = 255
_LARGEST_BYTE = 127
_FAST = 1
"""Level of zlib: texts are packed by the million, and unpacked three a question."""


Digests = Mapping[tuple[str, str], int]
"""64 bits to tell by, for each (slug, language), whether an article is still as it was read."""


def read_in(passages: Sequence[Passage], vectors: Matrix, lexicon: Lexicon, digests: Digests) -> Section:
    """Return the passages, whole topics sorted by (slug, language, position), as a section.

    `vectors` is (n, dim) float32, as the encoder gives them.
    """
    topics = [list(run) for _, run in groupby(passages, key=lambda passage: passage.slug)]
    articles = [list(run) for topic in topics for _, run in groupby(topic, key=lambda passage: passage.language)]
    slugs = [topic[0].slug.encode() for topic in topics]
    texts = [packed(article) for article in articles]
    arrays: dict[str, Array] = {
        "articles": np.array([len({passage.language for passage in topic}) for topic in topics], np.uint16),
        "slug_sizes": np.array([len(slug) for slug in slugs], np.uint16),
        "slugs": _bytes(slugs),
        "passages": np.array([len(article) for article in articles], np.uint32),
        "languages": np.array([article[0].language for article in articles], "S16"),
        "text_sizes": np.array([len(text) for text in texts], np.uint32),
        "texts": _bytes(texts),
        "digests": np.array([_digest(article, digests) for article in articles], np.uint64),
        "is_body": np.array([passage.field is Field.BODY for passage in passages], bool),
        "vectors": in_bytes(vectors),
    }
    reads = zip(*(counts(passage.text, passage.language, lexicon) for passage in passages), strict=True)
    for kind, counted in zip(KINDS, reads, strict=True):
        arrays |= _counted(kind, counted)
    return Section(arrays)


def _counted(kind: str, counted: Sequence[Counts]) -> dict[str, Array]:
    terms = np.fromiter((term for counts in counted for term in counts), np.int64) % BUCKETS
    numbers = np.fromiter((number for counts in counted for number in counts.values()), np.float32)
    return {
        f"{kind}_lengths": np.array([sum(counts.values()) for counts in counted], np.float32),
        f"{kind}_sizes": np.array([len(counts) for counts in counted], np.uint32),
        f"{kind}_terms": terms.astype(np.uint32),
        f"{kind}_counts": np.minimum(numbers, _MOST_COUNTED).astype(_COUNTS[kind]),
    }


def _bytes(parts: Sequence[bytes]) -> npt.NDArray[np.uint8]:
    return np.frombuffer(b"".join(parts), np.uint8)


def in_bytes(vectors: Matrix) -> npt.NDArray[np.int8]:
    """Return vectors in a byte a number, each by a scale of its own: their length does not matter (kb.background)."""
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    scaled: npt.NDArray[np.int8] = np.rint(vectors / np.maximum(largest, 1e-9) * _LARGEST_BYTE).astype(np.int8)
    return scaled


def _digest(article: Sequence[Passage], digests: Digests) -> int:
    return digests.get((article[0].slug, article[0].language), 0)


def packed(article: Sequence[Passage]) -> bytes:
    """Return an article's passages as they are kept."""
    first = article[0]
    parts = [(part.id, part.field.value, part.text, part.answer, part.position) for part in article]
    told = json.dumps([first.slug, first.language, first.title, parts], ensure_ascii=False)
    return zlib.compress(told.encode(), _FAST)


def unpacked(text: bytes) -> tuple[Passage, ...]:
    """Return an article's passages."""
    slug, language, title, parts = json.loads(zlib.decompress(text))
    return tuple(_passages(slug, language, title, parts))


def _passages(slug: str, language: str, title: str, parts: list[list[str]]) -> Iterator[Passage]:
    for name, field, text, answer, position in parts:
        yield Passage(
            id=name,
            slug=slug,
            language=language,
            title=title,
            field=Field(field),
            text=text,
            answer=answer,
            position=int(position),
        )
