"""The public test sets benches run on: where they lie, and their rows. They are never trained on."""

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.processes import ROOT

_BESIDE = ROOT.parent / "shared" / "eval"

LANGUAGES = ("en", "es", "ar", "hi", "zh")
"""Of XQuAD's development part."""

Example = tuple[str, str]
"""(text, intent)."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and the number of the paragraph that answers it."""

    language: str
    paragraph: int
    text: str


@dataclass(frozen=True, slots=True)
class Clinc:
    """CLINC150 (Larson et al. 2019): examples of intents to train, tune and test on, and texts that have none."""

    train: tuple[Example, ...]
    val: tuple[Example, ...]
    test: tuple[Example, ...]
    strangers_train: tuple[str, ...]
    strangers_val: tuple[str, ...]
    strangers_test: tuple[str, ...]


def folder() -> Path:
    """Return where the test sets lie: the folder named on the command line, else ../shared/eval.

    Ends the process with status 2 and one line where it is not there.
    """
    found = Path(sys.argv[1]) if len(sys.argv) > 1 else _BESIDE
    if not found.is_dir():
        print(f"bench: {found} is missing; name the folder of the evaluation data as the argument", file=sys.stderr)
        sys.exit(2)
    return found


def paragraphs(where: Path) -> dict[str, dict[int, str]]:
    """Return XQuAD's paragraphs by language and number."""
    found: dict[str, dict[int, str]] = {language: {} for language in LANGUAGES}
    for row in _xquad(where, "paragraph"):
        found[row["lang"]][row["id"]] = row["text"]
    return found


def questions(where: Path) -> list[Question]:
    """Return XQuAD's questions, the same ones in every language."""
    return [Question(row["lang"], row["paragraph"], row["text"]) for row in _xquad(where, "question")]


def _xquad(where: Path, kind: str) -> list[dict[str, Any]]:
    lines = (where / "xquad_dev.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["kind"] == kind]


def pairs(where: Path) -> dict[str, list[tuple[str, str]]]:
    """Return Tatoeba's sentences with their English by language."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in (where / "tatoeba_dev.tsv").read_text(encoding="utf-8").splitlines():
        language, sentence, english = line.split("\t")
        found.setdefault(language, []).append((sentence, english))
    return found


def clinc(where: Path) -> Clinc:
    """Return CLINC150."""
    parts = json.loads((where / "clinc150.json").read_text(encoding="utf-8"))
    train, val, test = (_examples(parts[name]) for name in ("train", "val", "test"))
    strangers = [tuple(text for text, _ in parts[f"oos_{name}"]) for name in ("train", "val", "test")]
    return Clinc(train, val, test, *strangers)


def _examples(rows: Iterable[Iterable[str]]) -> tuple[Example, ...]:
    """Return the rows, intents with a prefix: triage acts on some of their names, such as order_status."""
    return tuple((text, f"clinc_{intent}") for text, intent in rows)
