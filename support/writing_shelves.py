"""What is kept of articles being written, as protocols; `store/` provides the shelves."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from support.writing import Manuscript, Picture, Revision, Topic


class ManuscriptShelf(Protocol):
    """Where each article stands, by (slug, language), with its revisions."""

    def find(self, slug: str, language: str) -> Manuscript | None:
        """Return it, kept from all others for the time of a writing transaction; None where there is none."""

    def get(self, slug: str, language: str) -> Manuscript:
        """Return it likewise. Raises: NotFound."""

    def of(self, slug: str) -> list[Manuscript]:
        """Return one article in all its languages."""

    def all(self) -> list[Manuscript]:
        """Return every one, by slug and language."""

    def save(self, manuscript: Manuscript) -> None:
        """Insert or replace."""

    def add(self, revision: Revision) -> None:
        """Keep one more revision. Raises: Conflict where its number is taken."""

    def revision(self, slug: str, language: str, number: int) -> Revision:
        """Raises: NotFound."""

    def revisions(self, slug: str, language: str, limit: int = ...) -> list[Revision]:
        """Return them, newest first."""

    def note_published(self, slug: str, language: str, number: int, at: datetime) -> None:
        """Keep that customers were shown this revision."""

    def rename(self, slug: str, to: str) -> None:
        """Give an article another slug, in all languages. Raises: Conflict where there is one of that name."""


class TopicShelf(Protocol):
    """What holds for an article in all languages."""

    def find(self, slug: str) -> Topic | None:
        """Return it, None where nobody has said anything."""

    def all(self) -> list[Topic]:
        """Return every one, by slug."""

    def put(self, topic: Topic) -> None:
        """Insert or replace."""

    def remove(self, slug: str) -> None:
        """Forget it."""


class MoveShelf(Protocol):
    """Slugs that articles had before."""

    def put(self, old: str, slug: str) -> None:
        """Keep that `old` leads to `slug` now, and so does all that led to `old`."""

    def to(self, old: str) -> str | None:
        """Return the slug that an old one leads to, or None."""

    def all(self) -> dict[str, str]:
        """Return every old slug with the one that it leads to."""

    def remove(self, old: str) -> None:
        """Forget it: there is an article of that name again."""


class PictureShelf(Protocol):
    """Which files on the media shelf are images of articles, and so everybody's to see."""

    def put(self, picture: Picture) -> None:
        """Insert or replace."""

    def get(self, key: str) -> Picture:
        """Raises: NotFound."""

    def known(self, keys: Sequence[str]) -> set[str]:
        """Return those of the keys that there are."""
