"""What is wrong with a file that people wrote: collected, so that all is told at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeVar

from app.lines import Place

E = TypeVar("E", bound=Enum)

_YEAR = 60 * 24 * 365
"""Minutes: nothing that is counted here is longer."""


@dataclass(slots=True)
class Faults:
    """Reads values of the kind that is wanted; what is of another kind is noted, and read as not given."""

    found: list[str] = field(default_factory=list)

    def add(self, where: Place, what: str) -> None:
        """Note one."""
        self.found.append(f"{where}: {what}")

    def known(self, where: Place, record: Any, keys: Iterable[str]) -> dict[str, Any]:
        """Return the record with these keys only, others being faults."""
        if not isinstance(record, dict):
            self.add(where, "must have keys and values")
            return {}
        for key in sorted(map(str, record.keys() - set(keys))):
            self.add(where.at(key), f"knows no {key!r}; there are {', '.join(keys)}")
        return {str(key): value for key, value in record.items() if key in set(keys)}

    def one_of(self, where: Place, kind: type[E], value: Any, default: E) -> E:
        """Return the member that a word names."""
        try:
            return default if value is None else kind(value)
        except ValueError:
            self.add(where, f"{value!r} is none of {', '.join(str(each.value) for each in kind)}")
            return default

    def number(self, where: Place, value: Any, *, most: int = _YEAR) -> int | None:
        """Return a whole number from 0 on."""
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most):
            return value
        self.add(where, f"{value!r} is no whole number from 0 to {most}")
        return None

    def list(self, where: Place, value: Any) -> list[Any]:
        """Return a list, an empty one where there is none."""
        if value is None or isinstance(value, list):
            return value or []
        self.add(where, f"{value!r} is no list")
        return []

    def words(self, where: Place, value: Any) -> tuple[str, ...]:
        """Return a list of words."""
        return tuple(str(each) for each in self.list(where, value))
