"""Markdown articles: our own folder, `<language>/<slug>.md` with YAML front matter, and any other."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from kb.importing.archives import File, opened
from kb.importing.dangers import dangers
from kb.importing.decoding import decoded
from kb.importing.drafts import Draft, Fault
from kb.importing.html import complete
from kb.importing.linking import BASE
from kb.importing.pages import place_of
from support.articles import Article
from support.errors import BrokenContent

_FRONT = re.compile(r"\A---\s*\n(.*?)\n---\s*\n(.*)\Z", re.DOTALL)
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_LARGEST = 2**20
_LONGEST_FRONT = 50_000
_FILE = re.compile(r"(?<=[^\\])\]\((?![a-z]+:|#|/)([^()\s]+\.(?:md|markdown|html?)(?:#[^()\s]*)?)\)")
_HEADING = re.compile(r"\A\s*#\s+(.+?)\s*#*\s*\n")


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
    found = _FRONT.match(_text(path))
    if found is None:
        raise BrokenContent(f"{path}:1: must begin with front matter between two lines of ---")
    article = Article(
        slug=_name(path, path.stem, _SLUG, "file name must be lower-case words with hyphens"),
        language=_name(path, path.parent.name, _LANGUAGE, "must lie in a folder named by its language code, e.g. sv"),
        body=_body(path, found[2]),
        **_front(str(path), found[1]),
    )
    for line, fault in dangers(found[2]):
        raise BrokenContent(f"{path}:{_lines(found[1]) + 2 + line}: {fault}")
    return article


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise BrokenContent(f"{path}: is larger than {_LARGEST // 2**20} MB; split it into several articles")
        return path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenContent(f"{path}: cannot be read as UTF-8 text ({error})") from error


def is_named(slug: str, language: str) -> bool:
    """Whether an article can lie in the folder under these names."""
    return bool(_SLUG.fullmatch(slug) and _LANGUAGE.fullmatch(language))


def _lines(text: str) -> int:
    return text.count("\n") + 1


def _name(path: Path, name: str, pattern: re.Pattern[str], fault: str) -> str:
    if not pattern.fullmatch(name):
        raise BrokenContent(f"{path}: {fault}")
    return name


def _body(path: Path, text: str) -> str:
    if not text.strip():
        raise BrokenContent(f"{path}: has no text below the front matter")
    return text.strip()


def _yaml(path: str, text: str) -> Any:
    try:
        if len(text) > _LONGEST_FRONT:
            raise BrokenContent(f"{path}:1: has front matter of {len(text)} characters; {_LONGEST_FRONT} at most")
        return yaml.load(text, yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: a date such as 2024-02-30
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 2  # counted from the file's first line
        raise BrokenContent(f"{path}:{line}: {getattr(error, 'problem', None) or 'is no YAML'}") from error


def _front(path: str, text: str) -> dict[str, Any]:
    front = _yaml(path, text)
    if not isinstance(front, dict) or not isinstance(front.get("title"), str) or not front["title"].strip():
        raise BrokenContent(f"{path}:2: needs a title, e.g. `title: How do I return something?`")
    return {
        "title": front["title"].strip(),
        "questions": tuple(_texts(path, front, "questions")),
        "tags": tuple(_texts(path, front, "tags")),
    }


def _texts(path: str, front: dict[str, Any], key: str) -> Iterator[str]:
    values = front.get(key) or []
    if not isinstance(values, list) or not all(isinstance(value, str | int | float) for value in values):
        raise BrokenContent(f"{path}: `{key}` must be a list of texts; quote entries that hold a colon")
    return (str(value).strip() for value in values if str(value).strip())


def read(path: Path) -> Iterator[Draft | Fault]:
    """Yield a draft for each Markdown file, of whatever program: front matter is welcome, a title is found anyway."""
    with opened(path) as files:
        for file in files:
            if file.name.lower().endswith((".md", ".markdown")):
                yield _found(file)


def _found(file: File) -> Draft | Fault:
    try:
        return _draft(decoded(file.read(_LARGEST), file.name), file.name)
    except BrokenContent as fault:
        return Fault.of(fault, file.name)


def _draft(text: str, name: str) -> Draft:
    matter = _FRONT.match(text)
    front, body, before = (_yaml(name, matter[1]), matter[2], _lines(matter[1]) + 2) if matter else ({}, text, 0)
    if not isinstance(front, dict):
        raise BrokenContent(f"{name}:2: front matter must be names and values, e.g. `title: Returns`")
    heading = _HEADING.match(body)
    title = str(front.get("title") or "").strip()
    if not title and heading:
        title, body, before = heading[1], body[heading.end() :], before + heading[0].count("\n")
    topic, language = place_of(name)
    return Draft(
        topic=str(front.get("id") or topic),
        place=name,
        title=title,
        body=_linked(body, name),
        language=str(front.get("language") or front.get("lang") or front.get("locale") or language),
        slug=str(front.get("slug") or topic.rpartition("/")[2]).strip("/").rpartition("/")[2],
        questions=tuple(_texts(name, front, "questions")),
        tags=tuple(_texts(name, front, "tags")),
        names=(BASE + name, f"article:{topic}"),
        line=before + 1 + _lines(body[: len(body) - len(body.lstrip())]) - 1,
    )


def _linked(body: str, name: str) -> str:
    """Return it with links to other files completed, so that they are known for what they lead to."""
    return _FILE.sub(lambda link: f"]({complete(link[1], BASE + name)})", body)
