"""The help centre's search: the bot's own, and beside it a plain look through the words, all there is without a bot."""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from app.plain import plain
from app.settings import settings
from app.texts import texts
from kb.folding import fold
from support.articles import Article
from web.desk import bot
from web.help.catalogue import Entry, View
from web.help.marking import excerpt, marked, words
from web.help.paths import article_path

LONGEST = 300
"""Characters of a question that are read."""
_MOST = 10
_MOST_READ = 60
"""Articles with the words in them somewhere that are looked at more closely."""
_AT_ONCE = 4
"""Searches of the help centre that the bot is asked for at a time; it has customers to answer, too."""
_OFFERED = 0.5
"""Of a score: nearer than what a page's title has in common with articles by chance."""
_NEAR, _AS_NEAR = 0.3, 0.4
"""Of a score, and of the best one's: what is further has nothing to do with the question. The bot's search always finds
something: for letters that are no word at most 0.24, for words that some article knows from 0.5 on."""

Look = Callable[[Collection[str], str, int], list[Article]]
"""Articles in a language that hold all of these words somewhere, at most so many."""
_places = asyncio.Semaphore(_AT_ONCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is shown of the articles found, best first; whether the bot did not search for them."""

    results: list[dict[str, Any]] = field(default_factory=list)
    is_plain: bool = False


async def find(view: View, look: Look, question: str, language: str) -> Found:
    """Return what is found among the articles that everybody may read."""
    if not question.strip():
        return Found()
    told = await _asked(question, language, _MOST)
    hits = [hit for hit in _near(told) if _name(hit) in view.entries]
    found = [_hit(view.entries[_name(hit)], hit, question) for hit in hits]
    if len(found) < _MOST:
        plainly = await asyncio.to_thread(_plainly, view, look, question, language)
        urls = {one["url"] for one in found}
        found += [one for one in plainly if one["url"] not in urls]
    return Found(results=found[:_MOST], is_plain=told is None)


async def related(view: View, entry: Entry) -> list[Entry]:
    """Return the articles that are nearest to one by what they mean, in its language; none while the bot is away."""
    told = await _asked(entry.title, entry.language)
    names = (_name(hit) for hit in _near(told) if hit["slug"] != entry.slug)
    return [view.entries[name] for name in names if name in view.entries and name[1] == entry.language]


async def offered(view: View, title: str, language: str) -> list[Entry]:
    """Return what a page with this title may make its readers ask; none where that is not clear."""
    told = await _asked(title, language) if title.strip() else None
    if told is None or not told["is_sure"]:
        return []
    names = [_name(hit) for hit in _near(told) if hit["score"] >= _OFFERED]
    return [view.entries[name] for name in names if name in view.entries and name[1] == language]


async def _asked(question: str, language: str, most: int = 4) -> dict[str, Any] | None:
    """Return what the bot finds; None where it is away or has enough to do."""
    if _places.locked():
        return None
    async with _places:
        return await bot.ask("articles", question=question, language=language, most=most)


def _near(told: dict[str, Any] | None) -> list[dict[str, Any]]:
    hits: list[dict[str, Any]] = told["hits"] if told else []
    least = max(_NEAR, _AS_NEAR * max((hit["score"] for hit in hits), default=0.0))
    return [hit for hit in hits if hit["score"] >= least]


def _name(hit: dict[str, Any]) -> tuple[str, str]:
    return str(hit["slug"]), str(hit["language"])


def _hit(entry: Entry, hit: dict[str, Any], question: str) -> dict[str, Any]:
    return _told(entry, question, plain(hit["passage"], entry.language))


def _told(entry: Entry, question: str, passage: str = "") -> dict[str, Any]:
    direction = texts(entry.language).direction if entry.language in settings().languages else "auto"
    url = article_path(entry.language, entry.slug)
    said = {"title": entry.title, "marked": marked(entry.title, question), "passage": excerpt(passage, question)}
    return {"url": url, "language": entry.language, "dir": direction, **said}


def _plainly(view: View, look: Look, question: str, language: str) -> list[dict[str, Any]]:
    """Return the articles that hold all words asked for, as they are typed so far: in their titles first."""
    asked = fold(question).split()
    titled = _titled(view, asked, language)
    found = {entry.slug: _told(entry, question) for entry in titled}
    if asked and len(found) < _MOST:
        for article in look(words(question), language, _MOST_READ):  # the books know no other spelling
            entry = view.entries.get((article.slug, language))
            if entry is not None and article.slug not in found and _holds(_text(article), asked):
                found[article.slug] = _told(entry, question, plain(article.body, language))
    return list(found.values())[:_MOST]


def _titled(view: View, asked: Collection[str], language: str) -> list[Entry]:
    shelf = view.shelf(language)
    titles = shelf.titles.items() if asked else ()
    found = (shelf.entries[slug] for slug, title in titles if _holds(title, asked))
    return [entry for _, entry in zip(range(_MOST), found, strict=False)]


def _text(article: Article) -> str:
    return f" {fold(' '.join((article.title, *article.questions, article.body)))}"


def _holds(text: str, asked: Collection[str]) -> bool:
    return all(f" {word}" in text for word in asked)
