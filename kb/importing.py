"""A folder of Markdown articles, `<language>/<slug>.md` with YAML front matter; kb.writing.mirroring keeps them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from support.articles import Article
from support.errors import BrokenContent

_FRONT = re.compile(r"\A---\s*\n(.*?)\n---\s*\n(.*)\Z", re.DOTALL)
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def read_folder(folder: Path) -> list[Article]:
    """Return every article below `folder`.

    Raises: BrokenContent naming every file that cannot be used, so that one round mends them all.
    """
    if not folder.is_dir():
        raise BrokenContent(f"{folder} is no folder; articles lie in {folder}/<language>/<slug>.md")
    articles, faults = [], []
    for path in sorted(folder.glob("*/*.md")):
        try:
            articles.append(read_article(path))
        except BrokenContent as fault:
            faults.append(str(fault))
    if faults:
        raise BrokenContent("\n".join(faults))
    if not articles:  # one level too high, most likely; mirrored, it would empty the knowledge base
        raise BrokenContent(f"{folder} holds no article; they lie in {folder}/<language>/<slug>.md")
    return articles


def read_article(path: Path) -> Article:
    """Return one article. Raises: BrokenContent, one line with file and cause."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenContent(f"{path}: cannot be read as UTF-8 text ({error})") from error
    found = _FRONT.match(text.replace("\r\n", "\n"))
    if found is None:
        raise BrokenContent(f"{path}:1: must begin with front matter between two lines of ---")
    return Article(
        slug=_name(path, path.stem, _SLUG, "file name must be lower-case words with hyphens"),
        language=_name(path, path.parent.name, _LANGUAGE, "must lie in a folder named by its language code, e.g. sv"),
        body=_body(path, found[2]),
        **_front(path, found[1]),
    )


def _name(path: Path, name: str, pattern: re.Pattern[str], fault: str) -> str:
    if not pattern.fullmatch(name):
        raise BrokenContent(f"{path}: {fault}")
    return name


def _body(path: Path, text: str) -> str:
    if not text.strip():
        raise BrokenContent(f"{path}: has no text below the front matter")
    return text.strip()


def _front(path: Path, text: str) -> dict[str, Any]:
    try:
        front = yaml.load(text, yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date such as 2024-02-30
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 2  # counted from the file's first line
        raise BrokenContent(f"{path}:{line}: {getattr(error, 'problem', None) or 'is no YAML'}") from error
    if not isinstance(front, dict) or not isinstance(front.get("title"), str) or not front["title"].strip():
        raise BrokenContent(f"{path}:2: needs a title, e.g. `title: How do I return something?`")
    return {
        "title": front["title"].strip(),
        "questions": tuple(_texts(path, front, "questions")),
        "tags": tuple(_texts(path, front, "tags")),
    }


def _texts(path: Path, front: dict[str, Any], key: str) -> Iterator[str]:
    values = front.get(key) or []
    if not isinstance(values, list) or not all(isinstance(value, str | int | float) for value in values):
        raise BrokenContent(f"{path}: `{key}` must be a list of texts; quote entries that hold a colon")
    return (str(value).strip() for value in values if str(value).strip())
