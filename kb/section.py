"""Articles as search reads them, in arrays and nothing else: they lie in files, and parts of many make one."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Self, cast

import numpy as np
import numpy.typing as npt

from kb.encoder import Matrix, unit_rows
from kb.rows import Places, inside, starts

Array = npt.NDArray[Any]

TOPIC, ARTICLE, PASSAGE = "topic", "article", "passage"
KINDS = ("words", "meanings", "sounds")
"""What is counted in a passage, see kb.wording.Read."""

EACH = {
    "articles": TOPIC,
    "slug_sizes": TOPIC,
    "passages": ARTICLE,
    "languages": ARTICLE,
    "text_sizes": ARTICLE,
    "digests": ARTICLE,
    "is_body": PASSAGE,
    "vectors": PASSAGE,
    **{f"{kind}_{part}": PASSAGE for kind in KINDS for part in ("sizes", "lengths")},
}
"""The arrays with one row for each topic, article or passage.

`articles` and `passages` say how many a topic or an article has, `_lengths` the sum of what is counted in a passage.
"""

RUNS = {
    "slugs": "slug_sizes",
    "texts": "text_sizes",
    **{f"{kind}_{part}": f"{kind}_sizes" for kind in KINDS for part in ("terms", "counts")},
}
"""The arrays with runs of unequal length, and which array says how long they are."""


class Section:
    """Topics, whole ones. Immutable; reads are thread-safe."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self.arrays = dict(arrays)
        self.articles: Places = starts(self.arrays["articles"])
        self.passages: Places = starts(self.arrays["passages"])
        self._runs = {sizes: starts(self.arrays[sizes]) for sizes in set(RUNS.values())}

    def __len__(self) -> int:
        """Return how many passages it holds."""
        return int(self.passages[-1])

    @property
    def topics(self) -> int:
        """Return how many topics it holds."""
        return len(self.articles) - 1

    @cached_property
    def slugs(self) -> tuple[str, ...]:
        """Return the topics' names, in their order."""
        ends = self._runs["slug_sizes"]
        whole = bytes(self.arrays["slugs"])
        return tuple(whole[ends[i] : ends[i + 1]].decode() for i in range(self.topics))

    @cached_property
    def places(self) -> dict[str, int]:
        """Return at which place each topic is."""
        return {slug: place for place, slug in enumerate(self.slugs)}

    def digests(self) -> dict[tuple[str, str], int]:
        """Return by (slug, language) what each article was told by when it was read."""
        slugs = (
            slug for slug, count in zip(self.slugs, self.arrays["articles"].tolist(), strict=True) for _ in range(count)
        )
        return dict(zip(zip(slugs, self.languages.tolist(), strict=True), self.arrays["digests"].tolist(), strict=True))

    @cached_property
    def languages(self) -> npt.NDArray[np.str_]:
        """Return the articles' languages."""
        return self.arrays["languages"].astype(np.str_)

    def text(self, article: int) -> bytes:
        """Return what is kept of an article's passages as text."""
        begin, end = self._runs["text_sizes"][article : article + 2]
        return bytes(self.arrays["texts"][begin:end])

    def articles_of(self, topics: Places) -> Places:
        """Return the places of these topics' articles."""
        return inside(self.articles[topics], np.diff(self.articles)[topics])

    def passages_of(self, articles: Places) -> Places:
        """Return the places of these articles' passages."""
        return inside(self.passages[articles], self.arrays["passages"][articles])

    def run(self, name: str, rows: Places) -> Array:
        """Return the runs of one of RUNS, of these rows."""
        sizes = RUNS[name]
        return cast(Array, self.arrays[name][inside(self._runs[sizes][rows], self.arrays[sizes][rows])])

    def begins(self, kind: str, rows: Places) -> Places:
        """Return where what is counted in these passages begins."""
        return cast(Places, self._runs[f"{kind}_sizes"][rows])

    def slug(self, topic: int) -> str:
        """Return a topic's name."""
        begin, end = self._runs["slug_sizes"][topic : topic + 2]
        return bytes(self.arrays["slugs"][begin:end]).decode()

    def vectors(self, rows: Places | slice) -> Matrix:
        """Return passages' vectors as they come from the encoder, to a byte a number, of length 1."""
        return unit_rows(self.arrays["vectors"][rows].astype(np.float32))

    def chunks(self, most: int) -> Iterator["Section"]:
        """Yield it topic by topic in sections of about so many passages, in memory."""
        begin, ends = 0, self.passages[self.articles]
        while begin < self.topics:
            end = max(begin + 1, int(np.searchsorted(ends, ends[begin] + most)) - 1)
            yield self.take(np.arange(begin, min(end, self.topics)))
            begin = end

    def take(self, topics: Places) -> "Section":
        """Return these topics as a section of their own, in memory."""
        articles = self.articles_of(topics)
        rows = {TOPIC: topics, ARTICLE: articles, PASSAGE: self.passages_of(articles)}
        each = {name: self.arrays[name][rows[level]] for name, level in EACH.items()}
        return Section({**each, **{name: self.run(name, rows[EACH[sizes]]) for name, sizes in RUNS.items()}})

    @classmethod
    def joined(cls, sections: Sequence["Section"]) -> Self:
        """Return them as one, in memory."""
        names = (*EACH, *RUNS)
        return cls({name: np.concatenate([section.arrays[name] for section in sections]) for name in names})
