"""What columns of a table of questions and answers are called, in the languages people keep them in."""

import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

NAMES: Mapping[str, list[str]] = yaml.load(Path(__file__).with_suffix(".yml").read_bytes(), yaml.CSafeLoader)
NEEDED = ("question", "answer")


def folded(name: str) -> str:
    """Return a column's name as it is compared: its signs, accents' forms and joiners aside."""
    plain = unicodedata.normalize("NFKC", name).replace("\u200c", "").casefold()
    letters = "".join(" " if _is_sign(letter) else letter for letter in plain)
    return " ".join(letters.split())


def _is_sign(letter: str) -> bool:
    return not letter.isalnum() and not unicodedata.category(letter).startswith("M")


_MEANING = {folded(name): column for column, names in NAMES.items() for name in names}


def columns(heads: Sequence[str]) -> dict[str, int]:
    """Return where each column we know stands; of two of the same meaning the first.

    A head that holds a name we know counts where none is one: "FAQ question (EN)".
    """
    found: dict[str, int] = {}
    for at, head in enumerate(heads):
        if (meaning := _MEANING.get(folded(head))) is not None:
            found.setdefault(meaning, at)
    for at, head in enumerate(heads):
        words = folded(head).split() if at not in found.values() else []
        meant = next((meaning for word in words if (meaning := _MEANING.get(word)) in NEEDED), None)
        if meant is not None:
            found.setdefault(meant, at)
    return found
