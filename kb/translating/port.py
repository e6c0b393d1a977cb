"""Machine translation, as a port: whoever translates is told what must not change, and is not trusted with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from support.errors import Unavailable


class Used(Unavailable):
    """What was paid for, or is given for free, is used up; waiting does not help today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a service takes in one request: texts, characters of all of them, and bytes of the whole."""

    texts: int
    characters: int
    bytes: int


class Translator(Protocol):
    """A service that translates texts with tags in them, `<x id="1"/>`, which it leaves where they belong."""

    name: str
    limits: Limits

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """Return the translations, in order. Raises: Unavailable, SlowDown, Used, Refused."""
