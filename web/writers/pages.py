"""The writers' pages: all articles, one in the editor (web/writers/ui draws it), its history."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, redirect

from app.settings import settings
from app.texts import texts
from desk import audit
from kb.writing import drafting
from kb.writing.differences import Piece, differences
from support.errors import Conflict, Refused
from support.ports import UnitOfWork
from support.staff import Act, Role
from support.writing import Manuscript, Revision, Words
from web.forms import field
from web.guard import allowed
from web.staff.acting import act_of, reading, writing
from web.staff.rendering import page, sentence
from web.writers import asking
from web.writers.listing import SHOWS, Wanted, listing
from web.writers.reading import named, order, topic_of

_HERE = "/writers"
_ONE = f"{_HERE}/articles/<slug:str>/<language:str>"
_READ = ("GET", "HEAD")
_LONGEST_WORDS = 200


def add_to(app: Sanic) -> None:
    """Put the pages on the app."""
    app.add_route(show, _HERE, methods=_READ, name="writers_list")
    app.add_route(begin, f"{_HERE}/new", methods=["POST"], name="writers_new")
    app.add_route(edit, _ONE, methods=_READ, name="writers_edit")
    app.add_route(translate, f"{_ONE}/begin", methods=["POST"], name="writers_begin")
    app.add_route(history, f"{_ONE}/history", methods=_READ, name="writers_history")
    app.add_route(restore, f"{_ONE}/history", methods=["POST"], name="writers_restore")


@allowed(Role.WRITER)
async def show(request: Request) -> HTTPResponse:
    """List the articles, and offer to begin one."""
    return await _all(request)


async def _all(request: Request, **values: Any) -> HTTPResponse:
    wanted = _wanted(request)
    found = await reading(listing, wanted, datetime.now(UTC))
    codes = [{"code": code, "name": texts(code).name} for code in order()]
    given = {"wanted": wanted, "found": found, "shows": SHOWS, "codes": codes, "title": field(request, "title")}
    return page(request, "writers.html", **given | values)


def _wanted(request: Request) -> Wanted:
    asked = request.args.get("show", "")
    language = request.args.get("language", "")
    return Wanted(
        words=request.args.get("q", "").replace("\0", " ")[:_LONGEST_WORDS],
        show=asked if asked in SHOWS else "all",
        language=language if language in settings().languages else "",
        page=asking.numbered(request.args.get("page")) or 0,
    )


@allowed(Role.WRITER)
async def begin(request: Request) -> HTTPResponse:
    """Begin an article."""
    try:
        language = asking.own_language(field(request, "language"))
        made = await writing(_begin, field(request, "title"), language, act_of(request))
    except (Refused, Conflict) as error:
        return await _all(request, status=error.status, error=sentence(error))
    return redirect(_address(made), status=303)


def _begin(uow: UnitOfWork, title: str, language: str, act: Act) -> Manuscript:
    made = drafting.create(uow, title, language, act)
    audit.note(uow, act, "article_begun", about=f"{made.slug} ({language})")
    return made


@allowed(Role.WRITER)
async def edit(request: Request, slug: str, language: str) -> HTTPResponse:
    """Show the editor; it fetches what it shows itself. An old address leads to the new one."""
    slug, language = asking.name(slug, language)
    if now := await reading(lambda uow: uow.moves.to(slug)):
        return redirect(f"{_HERE}/articles/{now}/{language}", status=303)
    found = await reading(lambda uow: uow.manuscripts.get(slug, language))
    return page(request, "writers_editor.html", article=found)


@allowed(Role.WRITER)
async def translate(request: Request, slug: str, language: str) -> HTTPResponse:
    """Begin an article in another language."""
    slug, language = asking.name(slug, language)
    made = await writing(_translate, slug, asking.own_language(language), act_of(request))
    return redirect(_address(made), status=303)


def _translate(uow: UnitOfWork, slug: str, language: str, act: Act) -> Manuscript:
    if (there := uow.manuscripts.find(slug, language)) is not None:  # a colleague was faster: it is the same wish
        return there
    source = topic_of(uow, slug, uow.manuscripts.of(slug)).source
    return drafting.translate(uow, slug, language, source, act)


@allowed(Role.WRITER)
async def history(request: Request, slug: str, language: str) -> HTTPResponse:
    """List the revisions, and show what two of them differ in."""
    slug, language = asking.name(slug, language)
    if now := await reading(lambda uow: uow.moves.to(slug)):
        return redirect(f"{_HERE}/articles/{now}/{language}/history", status=303)
    one, other = (asking.numbered(request.args.get(name)) for name in ("one", "other"))
    found = await reading(_history, slug, language, one, other)
    return page(request, "writers_history.html", direction_of=texts(language).direction, **found)


def _history(uow: UnitOfWork, slug: str, language: str, one: int | None, other: int | None) -> dict[str, Any]:
    manuscript = uow.manuscripts.get(slug, language)
    pair = [uow.manuscripts.revision(slug, language, number) for number in (one, other) if number]
    return {
        "article": manuscript,
        "revisions": uow.manuscripts.revisions(slug, language),
        "name_of": named(uow.accounts.all()),
        "pair": pair,
        "parts": _parts(pair) if len(pair) == 2 else [],
    }


def _parts(pair: Sequence[Revision]) -> list[tuple[str, list[Piece]]]:
    before, after = (_texts(revision.words) for revision in pair)
    return [(name, differences(before[name], after[name])) for name in before if before[name] != after[name]]


def _texts(words: Words) -> dict[str, str]:
    lists = {"questions": "\n".join(words.questions), "tags": "\n".join(words.tags)}
    return {"title": words.title, **lists, "body": words.body}


@allowed(Role.WRITER)
async def restore(request: Request, slug: str, language: str) -> HTTPResponse:
    """Stage an old text anew, in one click."""
    slug, language = asking.name(slug, language)
    number, began = (asking.numbered(field(request, name)) or 0 for name in ("number", "from"))
    try:
        done = await writing(_restore, (slug, language), number, began, act_of(request))
    except Conflict as error:
        found = await reading(_history, slug, language, None, None)
        shown = {"direction_of": texts(language).direction, "status": error.status, "error": sentence(error)}
        return page(request, "writers_history.html", **found | shown)
    return redirect(_address(done), status=303)


def _restore(uow: UnitOfWork, name: tuple[str, str], number: int, began_from: int, act: Act) -> Manuscript:
    done = drafting.restore(uow, *name, number, began_from, act)
    audit.note(uow, act, "article_restored", about=f"{name[0]} ({name[1]})", details={"revision": number})
    return done


def _address(manuscript: Manuscript) -> str:
    return f"{_HERE}/articles/{manuscript.slug}/{manuscript.language}"
