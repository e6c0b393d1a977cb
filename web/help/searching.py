"""The help centre's search: the bot's own, and a look through the titles while the bot is away."""

import asyncio
from typing import Any

from app.plain import plain
from app.settings import settings
from app.texts import texts
from kb.folding import fold
from web.desk import bot
from web.help.catalogue import Entry, View
from web.help.marking import marked
from web.help.paths import article_path

LONGEST = 300
"""Characters of a question that are read."""
_MOST = 10
_AT_ONCE = 4
"""Searches of the help centre that the bot is asked for at a time; it has customers to answer, too."""

_places = asyncio.Semaphore(_AT_ONCE)


async def find(view: View, question: str, language: str) -> list[dict[str, Any]]:
    """Return what is shown of the articles found, best first: those that everybody may read."""
    if not question.strip():
        return []
    hits = await _asked(question, language)
    found = [_hit(view.entries[name], hit, question) for hit in hits if (name := _name(hit)) in view.entries]
    seen = {one["url"] for one in found}
    titles = [] if len(found) >= _MOST else await asyncio.to_thread(_titled, view, question, language)
    return [*found, *(one for one in titles if one["url"] not in seen)][:_MOST]


async def related(view: View, entry: Entry) -> list[Entry]:
    """Return the articles that are nearest to one by what they mean, in its language; none while the bot is away."""
    hits = await _asked(entry.title, entry.language)
    names = (_name(hit) for hit in hits if hit["slug"] != entry.slug)
    return [view.entries[name] for name in names if name in view.entries and name[1] == entry.language]


async def _asked(question: str, language: str) -> list[dict[str, Any]]:
    """Return what the bot finds; nothing where it is away or has enough to do."""
    if _places.locked():
        return []
    async with _places:
        found = await bot.ask("articles", question=question, language=language)
    return [] if found is None else list(found["hits"])


def _name(hit: dict[str, Any]) -> tuple[str, str]:
    return str(hit["slug"]), str(hit["language"])


def _hit(entry: Entry, hit: dict[str, Any], question: str) -> dict[str, Any]:
    return _told(entry, question) | {"passage": marked(plain(hit["answer"], entry.language), question)}


def _told(entry: Entry, question: str) -> dict[str, Any]:
    direction = texts(entry.language).direction if entry.language in settings().languages else "auto"
    url = article_path(entry.language, entry.slug)
    said = {"title": entry.title, "marked": marked(entry.title, question), "passage": ""}
    return {"url": url, "language": entry.language, "dir": direction, **said}


def _titled(view: View, question: str, language: str) -> list[dict[str, Any]]:
    """Return the articles whose titles hold all words asked for, as they are typed so far."""
    words, shelf = fold(question).split(), view.shelf(language)
    titles = shelf.titles.items() if words else ()
    found = (shelf.entries[slug] for slug, title in titles if all(f" {word}" in title for word in words))
    return [_told(entry, question) for _, entry in zip(range(_MOST), found, strict=False)]
