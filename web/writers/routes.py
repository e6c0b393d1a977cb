"""The editor's API over HTTP."""

from collections.abc import Awaitable, Callable
from typing import Any

from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from desk import audit
from kb.writing import drafting, publishing
from kb.writing.links import dead_links
from support.errors import DeadLinks, Overtaken
from support.ports import UnitOfWork
from support.staff import Account, Act, Role
from support.writing import Words
from web.desk.asking import text
from web.guard import allowed
from web.staff.acting import act_of, reading, writing
from web.writers import asking, wire
from web.writers import reading as shown
from web.writers.doing import DEEDS, Deed, Doing

_ONE = "/articles/<slug:str>/<language:str>"


def add_to(app: Sanic) -> None:
    """Put the routes on the app."""
    blueprint = Blueprint("writers", url_prefix="/writers/api")
    blueprint.add_route(show, _ONE, methods=["GET"])
    for name, deed in DEEDS.items():
        blueprint.add_route(_doing(name, deed), f"{_ONE}/{name}", methods=["POST"])
    blueprint.add_route(preview, f"{_ONE}/preview", methods=["POST"])
    blueprint.add_route(compare, f"{_ONE}/compare", methods=["POST"])
    blueprint.add_route(rename, f"{_ONE}/rename", methods=["POST"])
    blueprint.exception(DeadLinks)(_dead)
    app.blueprint(blueprint)


@allowed(Role.WRITER)
async def show(request: Request, slug: str, language: str) -> HTTPResponse:
    """Return an article as the editor shows it."""
    return json(await _shown(request, *await _name(slug, language)))


async def _name(slug: str, language: str) -> tuple[str, str]:
    """Return what stands in a path; who has an article open while it gets another address goes on. Raises: NotFound."""
    slug, language = asking.name(slug, language)
    return await reading(lambda uow: uow.moves.to(slug)) or slug, language


def _doing(name: str, deed: Deed) -> Callable[..., Awaitable[HTTPResponse]]:
    """Return the handler that does it and answers with the article as it is now."""

    async def handler(request: Request, slug: str, language: str) -> HTTPResponse:
        doing = Doing(*await _name(slug, language), asking.body_of(request), act_of(request))
        try:
            await writing(deed, doing)
        except Overtaken as error:
            return await _overtaken(error, doing)
        return json(await _shown(request, doing.slug, doing.language))

    handler.__name__ = name
    return allowed(Role.WRITER)(handler)


async def _shown(request: Request, slug: str, language: str) -> dict[str, Any]:
    account: Account = request.ctx.account
    found: dict[str, Any] = await reading(shown.editor, slug, language, account)
    return found


async def _overtaken(error: Overtaken, doing: Doing) -> HTTPResponse:
    """Return the other's text, and how what was sent differs from it."""

    def look(uow: UnitOfWork) -> dict[str, Any]:
        named = shown.named(uow.accounts.all())
        manuscript = uow.manuscripts.get(doing.slug, doing.language)
        theirs = uow.manuscripts.revision(doing.slug, doing.language, manuscript.revision)
        mine = asking.words(doing.body) if "body" in doing.body else theirs.words
        return {"theirs": wire.revision(theirs, named), "differences": wire.compared(theirs.words, mine)}

    told = {"error": "Overtaken", "message": str(error)}
    return json(told | await reading(look), status=error.status)


@allowed(Role.WRITER)
async def preview(request: Request, slug: str, language: str) -> HTTPResponse:
    """Return a text that is being written as customers would see it."""
    slug, language = await _name(slug, language)
    markdown = text(asking.body_of(request), "body")
    drafting.bound(Words(title="", body=markdown))

    def look(uow: UnitOfWork) -> dict[str, Any]:  # in a thread of its own: a long text takes its time
        uow.manuscripts.get(slug, language)
        return wire.preview(markdown, language, dead_links(uow, markdown, language, slug))

    return json(await reading(look))


@allowed(Role.WRITER)
async def compare(request: Request, slug: str, language: str) -> HTTPResponse:
    """Return how a text that is being written differs from a revision of it."""
    slug, language = await _name(slug, language)
    body = asking.body_of(request)
    number, after = asking.number(body, "with"), asking.words(body)
    drafting.bound(after)

    def look(uow: UnitOfWork) -> list[dict[str, Any]]:
        return wire.compared(uow.manuscripts.revision(slug, language, number).words, after)

    return json({"differences": await reading(look)})


@allowed(Role.WRITER)
async def rename(request: Request, slug: str, language: str) -> HTTPResponse:
    """Give an article another address, in all its languages; return where it is now."""
    slug, language = await _name(slug, language)
    now = await writing(_rename, slug, text(asking.body_of(request), "slug"), act_of(request))
    return json({"slug": now, "url": f"/writers/articles/{now}/{language}"})


def _rename(uow: UnitOfWork, slug: str, typed: str, act: Act) -> str:
    now = publishing.rename(uow, slug, typed)
    if now != slug:
        audit.note(uow, act, "article_renamed", about=slug, details={"after": now})
    return now


async def _dead(_request: Request, error: DeadLinks) -> HTTPResponse:
    told = {"error": "DeadLinks", "message": str(error), "links": list(error.links)}
    return json(told, status=error.status)
