"""The page of articles that look like one, side by side, with the numbers that only one of them says marked."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, redirect

from app.plain import plain
from app.texts import texts
from desk import audit
from kb.gaps.numbers import NUMBER, numbers
from support.articles import Article
from support.errors import NotFound
from support.ports import UnitOfWork
from support.staff import Act, Role
from support.twins import Twin
from web.forms import field
from web.guard import allowed
from web.staff.acting import act_of, reading, writing
from web.staff.rendering import page

_HERE = "/writers/gaps/twins"
_READ = ("GET", "HEAD")
_MOST = 50
_LONGEST = 1200


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles as they are shown."""

    twin: Twin
    direction: str
    sides: tuple[tuple[Article, Markup], ...]


def add_to(app: Sanic) -> None:
    """Put the pages on the app."""
    app.add_route(show, _HERE, methods=_READ, name="twins")
    app.add_route(part, f"{_HERE}/part", methods=["POST"], name="twins_part")


@allowed(Role.WRITER, Role.TRAINER)
async def show(request: Request) -> HTTPResponse:
    """List the pairs."""
    return await _all(request)


async def _all(request: Request, **values: Any) -> HTTPResponse:
    pairs, total = await reading(_find)
    is_writer = request.ctx.account.may(frozenset({Role.WRITER}))
    return page(request, "twins.html", pairs=pairs, total=total, is_writer=is_writer, **values)


def _find(uow: UnitOfWork) -> tuple[list[Pair], int]:
    twins = uow.twins.all()
    return [pair for twin in twins[:_MOST] if (pair := _pair(uow, twin)) is not None], len(twins)


def _pair(uow: UnitOfWork, twin: Twin) -> Pair | None:
    """Return the two, None where one has gone since they were looked for."""
    try:
        articles = [uow.articles.get(slug, twin.language) for slug in (twin.one, twin.other)]
    except NotFound:
        return None
    sides = tuple((article, _marked(article, set(twin.differing))) for article in articles)
    return Pair(twin, texts(twin.language).direction, sides)


def _marked(article: Article, differing: set[str]) -> Markup:
    text = plain(article.body, article.language)[:_LONGEST]
    pieces, at = [], 0
    for found in NUMBER.finditer(text):
        pieces += [escape(text[at : found.start()]), _number(found[0], differing)]
        at = found.end()
    return Markup().join([*pieces, escape(text[at:])])


def _number(said: str, differing: set[str]) -> Markup:
    return Markup("<mark>{}</mark>").format(said) if numbers(said) & differing else escape(said)


@allowed(Role.WRITER)
async def part(request: Request) -> HTTPResponse:
    """Say that they are two."""
    named = [field(request, name) for name in ("language", "one", "other")]
    try:
        await writing(_part, *named, act_of(request))
    except NotFound as error:
        return await _all(request, status=404, error=str(error))
    return redirect(_HERE, status=303)


def _part(uow: UnitOfWork, language: str, one: str, other: str, act: Act) -> None:
    uow.twins.part(language, one, other)
    audit.note(uow, act, "twins_parted", about=f"{one}, {other} ({language})")
