"""The help centre's addresses."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import wraps
from time import monotonic
from urllib.parse import unquote

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json, redirect

from app.settings import settings
from app.wiring import books
from support.errors import NotFound
from web.addresses import public
from web.answers import page
from web.help import searching, sitemap, votes
from web.help.catalogue import Catalogue, Entry, View
from web.help.pages import Asked, HelpPages
from web.help.paths import article_path, index_path
from web.languages import preferred

_READ = ("GET", "HEAD")
_MOST_RELATED = 4096
_MOST_OFFERED = 3
_PATIENCE_SECONDS = 0.5
"""An article does not wait longer for what is beside it."""


def add_to(app: Sanic) -> None:
    """Put the routes on the app."""
    app.ctx.help = HelpPages(books(), Catalogue(books()))
    one = "/help/<language:str>"
    reads: dict[str, tuple[str, Handler]] = {
        "help": ("/help", _front),
        "help_index": (one, _index),
        "help_search": (f"{one}/search", _search),
        "help_suggest": (f"{one}/suggest", _suggest),
        "help_offers": (f"{one}/offers", _offers),
        "help_category": (f"{one}/topics/<tag:str>", _category),
        "help_article": (f"{one}/<slug:str>", _article),
        "sitemap": ("/sitemap.xml", _sitemap),
        "sitemap_part": ("/sitemaps/<name:str>", _sitemap_part),
        "robots": ("/robots.txt", _robots),
    }
    for name, (path, handler) in reads.items():
        app.add_route(_slashless(handler), path, methods=_READ, name=name)
    app.add_route(_vote, f"{one}/<slug:str>/votes", methods=["POST"], name="help_vote")


Handler = Callable[..., Awaitable[HTTPResponse]]


def _slashless(handler: Handler) -> Handler:
    """Return the handler with one address a page: what ends in a slash leads to what does not."""

    @wraps(handler)
    async def handle(request: Request, **parts: str) -> HTTPResponse:
        if not request.path.endswith("/"):
            return await handler(request, **parts)
        query = f"?{request.query_string}" if request.query_string else ""
        return redirect(f"{request.path.rstrip('/')}{query}", status=301)

    return handle


def _pages(request: Request) -> HelpPages:
    pages: HelpPages = request.app.ctx.help
    return pages


async def _view(request: Request) -> View:
    return await asyncio.to_thread(_pages(request).view)


async def _rendered(request: Request, render: Callable[[], str], status: int = 200) -> HTTPResponse:
    return page(request, await asyncio.to_thread(render), status=status)


def _asked(request: Request, language: str) -> Asked:
    return Asked(site=public(request), language=language)


async def _front(request: Request) -> HTTPResponse:
    language = preferred(request.headers.get("accept-language", ""))
    return redirect(index_path(language), headers={"Vary": "Accept-Language"})


async def _index(request: Request, language: str) -> HTTPResponse:
    if (code := _code(language)) != language:
        return redirect(index_path(code), status=301)
    return await _rendered(request, lambda: _pages(request).index(_asked(request, code)))


async def _category(request: Request, language: str, tag: str) -> HTTPResponse:
    number = request.args.get("page", "1")
    place = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0
    return await _rendered(
        request, lambda: _pages(request).category(_asked(request, _code(language)), unquote(tag), place)
    )


async def _article(request: Request, language: str, slug: str) -> HTTPResponse:
    view, code, name = await _view(request), _code(language), unquote(slug)
    if (entry := view.entries.get((name, code))) is None:
        return await _elsewhere(request, view, code, name)
    if code != language:
        return redirect(article_path(code, name), status=301)
    beside = await _related(view, entry)
    asked = Asked(site=public(request), language=code, has_voted="voted" in request.query_string, related=beside)
    return await _rendered(request, lambda: _pages(request).article(asked, name))


async def _elsewhere(request: Request, view: View, code: str, name: str) -> HTTPResponse:
    """Lead to where an article is now; where it is not, say what there is instead."""
    now = await asyncio.to_thread(_moved, name)
    if now is None and view.languages(name.lower()):
        now = name.lower()
    if now is not None and now != name:
        return redirect(article_path(code, now), status=301)
    if code not in settings().languages and code not in view.shelves:
        raise NotFound("there are no articles in this language")
    return await _rendered(request, lambda: _pages(request).missing(_asked(request, code), name), 404)


def _moved(slug: str) -> str | None:
    if "\0" in slug:  # which no database takes
        return None
    with books().reading() as uow:
        return uow.moves.to(slug)


_beside: dict[tuple[str, str], tuple[View, list[Entry]]] = {}
"""Articles with those beside them, and of which view that was said: a newer one may have others."""


async def _related(view: View, entry: Entry) -> list[Entry]:
    known = _beside.get((entry.slug, entry.language))
    if known is not None and known[0] is view:
        return known[1]
    try:
        found = await asyncio.wait_for(searching.related(view, entry), _PATIENCE_SECONDS)
    except TimeoutError:
        return []
    if found:
        if len(_beside) >= _MOST_RELATED:
            _beside.clear()
        _beside[entry.slug, entry.language] = (view, found)
    return found


async def _search(request: Request, language: str) -> HTTPResponse:
    code, query = _code(language), _query(request)
    view = await _view(request)
    if code not in view.shelves:
        raise NotFound("there are no articles in this language")
    found = await searching.find(view, _pages(request).look, query, code)
    return await _rendered(request, lambda: _pages(request).search(_asked(request, code), query, found))


async def _suggest(request: Request, language: str) -> HTTPResponse:
    """Return what is found for what has been typed so far."""
    found = await searching.find(await _view(request), _pages(request).look, _query(request), _code(language))
    return json([{name: one[name] for name in ("url", "title", "language", "dir")} for one in found.results])


async def _offers(request: Request, language: str) -> HTTPResponse:
    """Return the articles that a page with this title may make its readers ask for: the widget's, before a chat."""
    view, own = await _view(request), request.args.get("article", "")
    found = await searching.offered(view, _query(request), _code(language))
    shown = [entry for entry in found if entry.slug != own][:_MOST_OFFERED]
    return json([{"slug": one.slug, "url": article_path(one.language, one.slug), "title": one.title} for one in shown])


def _query(request: Request) -> str:
    typed = request.args.get("q", "").replace("\0", " ").encode("utf-8", "replace").decode()
    return " ".join(typed[: searching.LONGEST].split())


async def _vote(request: Request, language: str, slug: str) -> HTTPResponse:
    votes.LIMIT.take(votes.neighbours(request), monotonic())
    vote = votes.read(request, unquote(slug), language)
    if (vote.slug, vote.language) not in (await _view(request)).entries:
        raise NotFound("this article does not exist, or no longer")
    await asyncio.to_thread(votes.put, vote)
    return votes.thanked(vote)


async def _sitemap(request: Request) -> HTTPResponse:
    view, site = await _view(request), public(request)
    return page(request, await asyncio.to_thread(sitemap.sitemap, view, site), kind=sitemap.XML)


async def _sitemap_part(request: Request, name: str) -> HTTPResponse:
    view, site = await _view(request), public(request)
    return page(request, await asyncio.to_thread(sitemap.part, view, site, name), kind=sitemap.XML)


async def _robots(request: Request) -> HTTPResponse:
    return page(request, sitemap.robots(public(request)), kind="text/plain; charset=utf-8")


def _code(language: str) -> str:
    """Return a language as it is written here."""
    return unquote(language).lower()
