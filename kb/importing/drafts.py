"""What readers of sources give: drafts of articles, and what could not be read."""

from collections.abc import Iterator
from dataclasses import dataclass

from support.errors import BrokenContent


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One article in one language as a source has it; `body` is Markdown.

    `topic` is what the source itself calls it, in all its languages: it stays when the title changes. `names` are the
    addresses by which others link to it. `language` and `slug` are "" where the source does not say. `place` is the
    file, with its line, or the address; `line` is where the body begins in it, 0 where
    that is not known. `mark` is what the source's server
    wants to be asked by whether it changed.
    """

    topic: str
    place: str
    title: str
    body: str
    language: str = ""
    slug: str = ""
    questions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    line: int = 0
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that was left out, and why.

    `topic` is what may be behind it: everything, where that is not known (None), or nothing ("").
    """

    place: str
    cause: str
    topic: str | None = None

    @classmethod
    def of(cls, error: BrokenContent, name: str, topic: str | None = None) -> "Fault":
        """Return what an error says of a file: its place with the line, where that is known."""
        place, _, cause = str(error).partition(": ")
        is_placed = place.startswith(name)
        return cls(place=place if is_placed else name, cause=cause if is_placed else str(error), topic=topic)

    def __str__(self) -> str:
        return f"{self.place}: {self.cause}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """A draft that the source's server says is as it was."""

    topic: str


Found = Draft | Fault | Unchanged
Drafts = Iterator[Found]
"""Read as they come: a source may be larger than memory, its articles are not."""
