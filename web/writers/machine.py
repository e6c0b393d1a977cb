"""A machine translates an article for who writes: a draft, marked as its own."""

import asyncio

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from app.translating import has_machine, machine
from desk import audit
from kb.translating.articles import translated
from kb.translating.staging import stage_translation, to_translate
from support.articles import Article
from support.errors import Conflict, NotFound, Unavailable
from support.ports import UnitOfWork
from support.staff import Account, Act, Role
from web.guard import allowed
from web.staff.acting import act_of, reading, writing
from web.writers import asking
from web.writers import reading as shown

_LONGEST_SECONDS = 50.0
"""Below what the server gives an answer; a service that is slower than this is not there."""


def add_to(app: Sanic) -> None:
    """Put the route on the app."""
    path = "/writers/api/articles/<slug:str>/<language:str>/machine"
    app.add_route(translate, path, methods=["POST"], name="writers_machine")


@allowed(Role.WRITER)
async def translate(request: Request, slug: str, language: str) -> HTTPResponse:
    """Stage what the machine makes of the source; one who writes meanwhile is not overwritten (409)."""
    slug, language = asking.name(slug, language)
    if not has_machine():
        raise NotFound("no machine translates here")
    began_from = asking.number(asking.body_of(request), "from")
    source, revision = await reading(_source, slug, language, began_from)
    said = await _said(source, language)
    await writing(_keep, said, revision, act_of(request), began_from)
    account: Account = request.ctx.account
    return json(await reading(shown.editor, slug, language, account))


def _source(uow: UnitOfWork, slug: str, language: str, began_from: int) -> tuple[Article, int]:
    uow.manuscripts.get(slug, language).check(began_from)
    source = shown.topic_of(uow, slug, uow.manuscripts.of(slug)).source
    if source == language:
        raise Conflict("the others are translated from this language")
    return to_translate(uow, slug, source)


async def _said(source: Article, language: str) -> Article:
    try:
        work = asyncio.to_thread(translated, source, language, machine())
        return await asyncio.wait_for(work, _LONGEST_SECONDS)
    except TimeoutError as error:
        raise Unavailable("the machine takes too long; try again later") from error


def _keep(uow: UnitOfWork, said: Article, revision: int, act: Act, began_from: int) -> None:
    stage_translation(uow, said, revision, act, began_from=began_from)
    audit.note(uow, act, "article_translated", about=f"{said.slug} ({said.language})")
