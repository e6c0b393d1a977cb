"""What is kept of imports, as protocols; `store/` provides the shelves."""

from typing import Protocol

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

    def rename(self, slug: str, to: str) -> None:
        """Keep that our article is called otherwise now; what the source calls it stays."""


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
