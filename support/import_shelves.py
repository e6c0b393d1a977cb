"""What is kept of imports, as protocols; `store/` provides the shelves."""

from collections.abc import Collection
from typing import Protocol

from support.articles import Article
from support.imports import Imported, Source


class ImportShelf(Protocol):
    """What came from which source."""

    def of(self, source: str) -> list[Imported]:
        """Return what came from it, by topic and language."""

    def owners(self) -> dict[tuple[str, str], str]:
        """Return the source that each article came from, by slug and language."""

    def put(self, imported: Imported) -> None:
        """Insert or replace."""

    def remove(self, imported: Imported) -> None:
        """Forget where it came from."""


class SourceShelf(Protocol):
    """Sources that are imported again and again."""

    def all(self) -> list[Source]:
        """Return every source, by name."""

    def get(self, name: str) -> Source:
        """Raises: NotFound."""

    def put(self, source: Source) -> None:
        """Insert or replace."""

    def remove(self, name: str) -> None:
        """Raises: NotFound."""


class DraftShelf(Protocol):
    """Texts that nobody has published yet, one an article and language; `origin` says what made them."""

    def all(self) -> list[tuple[Article, str]]:
        """Return every draft with its origin, by slug and language."""

    def get(self, slug: str, language: str) -> tuple[Article, str]:
        """Raises: NotFound."""

    def put(self, article: Article, origin: str) -> None:
        """Insert or replace."""

    def remove(self, slugs: Collection[tuple[str, str]]) -> None:
        """Take them off the shelf; none is missed."""
