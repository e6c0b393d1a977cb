"""Articles of one language that say the same, or nearly."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """Two articles (slugs in order), how alike they are in 0..1, and the numbers of which one says some, one others."""

    language: str
    one: str
    other: str
    likeness: float
    differing: tuple[str, ...] = ()


class TwinShelf(Protocol):
    """Pairs that look like one article."""

    def all(self) -> list[Twin]:
        """Return those that nobody has told apart: contradicting ones first, then the likest."""

    def replace(self, twins: list[Twin]) -> None:
        """Put these in place of all that were found before; what was told apart stays so."""

    def part(self, language: str, one: str, other: str) -> None:
        """Keep that they are two. Raises: NotFound."""
