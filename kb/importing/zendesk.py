"""Zendesk Guide's articles as its API gives them: one JSON file, or a folder or .zip of them.

https://developer.zendesk.com/api-reference/help_center/help-center-api/articles/
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kb.importing.archives import File, opened
from kb.importing.decoding import decoded
from kb.importing.drafts import Draft, Drafts, Fault
from kb.importing.html import from_html
from kb.importing.linking import ZENDESK
from support.errors import BrokenContent

_KINDS = ("articles", "sections", "categories", "translations")
_LARGEST = 500 * 2**20
Item = dict[str, Any]


@dataclass
class _Centre:
    """All parts of a help centre, from however many files; an item that comes twice counts once."""

    kinds: dict[str, dict[str, tuple[str, Item]]] = field(default_factory=lambda: defaultdict(dict))
    faults: list[Fault] = field(default_factory=list)

    def take(self, kind: str, place: str, item: object) -> None:
        if not isinstance(item, dict) or not item.get("id"):
            self.faults.append(Fault(place=place, cause=f"is none of Zendesk's {kind}: it has no id"))
        else:
            self.kinds[kind].setdefault(str(item["id"]), (place, item))

    def name(self, kind: str, id: object) -> Item:
        return self.kinds[kind].get(str(id), ("", {}))[1]


def read(path: Path) -> Drafts:
    """Yield a draft for each article and language; what Zendesk calls a draft is left out."""
    centre = _Centre()
    with opened(path) as files:
        for file in files:
            if file.name.lower().endswith((".json", ".jsonl", ".ndjson")):
                _take_file(centre, file)
    yield from centre.faults
    if not centre.kinds["articles"]:
        raise BrokenContent(f"{path}: holds no Zendesk articles: `articles` is missing")
    said = _said(centre)
    for id, (place, article) in centre.kinds["articles"].items():
        yield from _drafts(centre, place, article, said.get(id, {}))


def _take_file(centre: _Centre, file: File) -> None:
    try:
        for kind, number, item in _items(decoded(file.read(_LARGEST), file.name), file.name):
            centre.take(kind, f"{file.name} {kind}[{number}]", item)
    except BrokenContent as fault:
        centre.faults.append(Fault.of(fault, file.name))


def _items(text: str, name: str) -> Iterator[tuple[str, int, object]]:
    for page in _pages(text, name):
        for kind in _KINDS:
            found = page.get(kind) or page.get(kind.removesuffix("s")) or []
            yield from ((kind, at, item) for at, item in enumerate(found if isinstance(found, list) else [found]))


def _pages(text: str, name: str) -> Iterable[Item]:
    """Return the objects of a file: one, a list of the API's pages or of articles, or one a line."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        rows = [row for row in text.splitlines() if row.strip()]
        if len(rows) < 2 or not name.lower().endswith(("l", "ndjson")):
            raise BrokenContent(f"{name}:{getattr(error, 'lineno', 1)}: no JSON ({error})") from error
        whole = [_row(row, f"{name}:{number}") for number, row in enumerate(rows, 1)]
    parts = whole if isinstance(whole, list) else [whole]
    return [part if _is_page(part) else {"articles": [part]} for part in parts]


def _row(text: str, place: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BrokenContent(f"{place}: no JSON ({error})") from error


def _is_page(part: object) -> bool:
    return isinstance(part, dict) and any(kind in part or kind.removesuffix("s") in part for kind in _KINDS)


def _said(centre: _Centre) -> dict[str, dict[str, tuple[str, Item]]]:
    """Return the translations of each article, by language."""
    said: dict[str, dict[str, tuple[str, Item]]] = defaultdict(dict)
    for place, item in centre.kinds["translations"].values():
        if item.get("source_type", "Article") == "Article":
            said[str(item.get("source_id"))][str(item.get("locale", "")).lower()] = (place, item)
    return said


def _drafts(centre: _Centre, place: str, article: Item, said: dict[str, tuple[str, Item]]) -> Drafts:
    """Yield an article in each language; translations within it are Zendesk's sideloads."""
    for at, item in enumerate(_listed(article.get("translations"))):
        if isinstance(item, dict):
            said = {str(item.get("locale", "")).lower(): (f"{place}.translations[{at}]", item), **said}
    own = str(article.get("locale") or article.get("source_locale") or "").lower()
    versions = {own: (place, article), **said}
    for locale, (where, version) in versions.items():
        if not version.get("draft") and not article.get("user_segment_id"):
            yield _draft(centre, where, article, {**version, "locale": locale})


def _draft(centre: _Centre, place: str, article: Item, version: Item) -> Draft | Fault:
    title, body = version.get("title") or version.get("name"), version.get("body")
    if not isinstance(title, str) or not isinstance(body, str) or not title.strip() or not body.strip():
        return Fault(place=place, cause=f"article {article['id']} has no {'title' if not title else 'body'}")
    address = str(version.get("html_url") or article.get("html_url") or "")
    return Draft(
        topic=str(article["id"]),
        place=place,
        title=title,
        body=from_html(body, address),
        language=version["locale"],
        tags=tuple(_tags(centre, article)),
        names=(ZENDESK + str(article["id"]), *filter(None, [address])),
    )


def _tags(centre: _Centre, article: Item) -> Iterator[str]:
    section = centre.name("sections", article.get("section_id"))
    category = centre.name("categories", section.get("category_id"))
    yield from (str(item["name"]) for item in (category, section) if item.get("name"))
    yield from (str(label) for label in _listed(article.get("label_names")))


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
