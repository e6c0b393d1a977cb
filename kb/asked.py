"""Questions that customers asked, with the article that answers: what the confidence is judged by, never searched.

A file a language, `kb/asked/sv.yml`: a list of `{question: ..., article: slug}`; without `article`, no article answers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from support.errors import BrokenContent


@dataclass(frozen=True, slots=True)
class Asked:
    """What a customer asked, in which language, and the slug of the article that answers; None where none does."""

    question: str
    language: str
    article: str | None


def read_asked(folder: Path) -> list[Asked]:
    """Return all questions of a folder; none where there is no folder.

    Raises: BrokenContent with file and cause.
    """
    return [asked for path in sorted(folder.glob("*.yml")) for asked in _read(path)]


def _read(path: Path) -> Iterator[Asked]:
    try:
        entries = yaml.load(path.read_text(encoding="utf-8-sig"), yaml.CSafeLoader) or []
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        raise BrokenContent(f"{path}:{line}: {getattr(error, 'problem', None) or error}") from error
    for number, entry in enumerate(entries if isinstance(entries, list) else [entries], start=1):
        if not isinstance(entry, dict) or not isinstance(entry.get("question"), str):
            raise BrokenContent(
                f"{path}: entry {number} needs a question, e.g. `- {{question: ..., article: returns}}`"
            )
        article = entry.get("article")
        yield Asked(entry["question"], path.stem, str(article) if article is not None else None)
