"""What is kept of questions that are tried, as a protocol; `store/` provides the shelf."""

from typing import Protocol

from support.trying import SavedQuestion


class QuestionShelf(Protocol):
    """The questions that articles are tested by."""

    def put(self, question: SavedQuestion) -> None:
        """Insert or replace."""

    def get(self, id: str) -> SavedQuestion:
        """Raises: NotFound."""

    def of(self, slug: str) -> list[SavedQuestion]:
        """Return an article's, oldest first."""

    def first(self, slug: str | None, limit: int) -> list[SavedQuestion]:
        """Return those of all articles, this one's before the others, at most so many."""

    def count(self) -> int:
        """Return how many there are."""

    def remove(self, id: str) -> None:
        """Forget it."""

    def rename(self, slug: str, to: str) -> None:
        """Have an article's questions follow it."""
