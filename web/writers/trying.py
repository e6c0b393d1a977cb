"""Questions asked as a customer would, over what is live and what would be; an article's own are its tests."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from app.settings import settings
from app.texts import texts
from app.trying import Pair, try_many, try_one
from desk import audit
from kb.trying import foreseen, keeping
from kb.trying.foreseen import Foreseen
from kb.writing.slugs import own_slug
from support.errors import Refused
from support.ports import UnitOfWork
from support.staff import Act, Role
from support.trying import Outcome, SavedQuestion, renamed
from web.desk.asking import optional, text
from web.guard import allowed
from web.staff.acting import act_of, reading, writing
from web.staff.rendering import page
from web.writers import asking, trying_wire
from web.writers.reading import order

_HERE = "/writers/ask"
_ONE = "/writers/api/articles/<slug:str>/<language:str>"
_READ = ("GET", "HEAD")
_MOST_ASKED = 500
"""Saved questions before something is published: some seconds, each twice."""


def add_to(app: Sanic) -> None:
    """Put page and routes on the app."""
    app.add_route(show, _HERE, methods=_READ, name="writers_ask")
    app.add_route(ask_live, "/writers/api/ask", methods=["POST"], name="writers_ask_live")
    app.add_route(ask, f"{_ONE}/ask", methods=["POST"], name="writers_ask_one")
    app.add_route(kept, f"{_ONE}/questions", methods=["GET"], name="writers_questions")
    app.add_route(keep, f"{_ONE}/questions/keep", methods=["POST"], name="writers_questions_keep")
    app.add_route(remove, f"{_ONE}/questions/remove", methods=["POST"], name="writers_questions_remove")
    app.add_route(check, f"{_ONE}/questions/check", methods=["POST"], name="writers_questions_check")


@allowed(Role.WRITER, Role.TRAINER)
async def show(request: Request) -> HTTPResponse:
    """Show the box where a question is asked of what is live."""
    codes = [{"language": code, "name": texts(code).name} for code in order()]
    return page(request, "writers_ask.html", codes=codes)


@allowed(Role.WRITER, Role.TRAINER)
async def ask_live(request: Request) -> HTTPResponse:
    """Return what customers hear to a question."""
    body = asking.body_of(request)
    return json(trying_wire.tried(await try_one(_question(body), _asked_in(body))))


@allowed(Role.WRITER)
async def ask(request: Request, slug: str, language: str) -> HTTPResponse:
    """Return what customers hear to a question, and would hear if what is written were live."""
    slug, language = asking.name(slug, language)
    body = asking.body_of(request)
    coming = await reading(foreseen.if_published, slug, language, asking.words(body))
    return json(trying_wire.tried(await try_one(_question(body), _asked_in(body), coming), slug))


@allowed(Role.WRITER)
async def kept(request: Request, slug: str, language: str) -> HTTPResponse:
    """Return the article's saved questions."""
    return json(await _kept(*asking.name(slug, language)))


@allowed(Role.WRITER)
async def keep(request: Request, slug: str, language: str) -> HTTPResponse:
    """Keep a question as a test; return all of the article's."""
    slug, language = asking.name(slug, language)
    body = asking.body_of(request)
    await writing(_keep, slug, _question(body), _asked_in(body), _expected(body), act_of(request))
    return json(await _kept(slug, language))


def _keep(uow: UnitOfWork, slug: str, question: str, language: str | None, expected: Outcome, act: Act) -> None:
    found = keeping.keep(uow, slug, question, language, expected, act, id=uuid.uuid4().hex)
    details = {"question": found.text, "expected": expected.value}
    audit.note(uow, act, "question_kept", about=slug, details=details)


@allowed(Role.WRITER)
async def remove(request: Request, slug: str, language: str) -> HTTPResponse:
    """Let a saved question go; return what is left."""
    slug, language = asking.name(slug, language)
    await writing(_remove, slug, text(asking.body_of(request), "id"), act_of(request))
    return json(await _kept(slug, language))


def _remove(uow: UnitOfWork, slug: str, id: str, act: Act) -> None:
    if (gone := keeping.remove(uow, slug, id)) is not None:
        audit.note(uow, act, "question_removed", about=slug, details={"question": gone.text})


async def _kept(slug: str, language: str) -> dict[str, Any]:
    found = await reading(lambda uow: uow.saved_questions.of(slug))
    return {"questions": [trying_wire.question(each) for each in found]}


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody is about to do to an article."""

    slug: str
    language: str
    body: dict[str, Any]


_COMING: dict[str, Callable[[UnitOfWork, Plan], tuple[Foreseen, ...]]] = {
    "publish": lambda uow, it: foreseen.if_published(uow, it.slug, it.language, asking.words(it.body)),
    "publish_all": lambda uow, it: foreseen.if_all_published(uow, it.slug, asking.revisions(it.body, "languages")),
    "archive": lambda uow, it: foreseen.if_archived(uow, it.slug, it.language),
    "rename": lambda uow, it: foreseen.if_renamed(uow, it.slug, own_slug(text(it.body, "slug"))),
    "describe": lambda uow, it: foreseen.if_described(uow, it.slug, asking.audience(it.body)),
}


@allowed(Role.WRITER)
async def check(request: Request, slug: str, language: str) -> HTTPResponse:
    """Return which saved questions, of all articles, would be answered differently; and all of this one's."""
    plan = Plan(*asking.name(slug, language), asking.body_of(request))
    what = text(plan.body, "deed")
    if what not in _COMING:
        raise Refused(f"`deed` is one of {', '.join(_COMING)}")
    coming, questions, total = await reading(_look, plan, _COMING[what])
    pairs = await try_many([(each.text, each.language) for each in questions], coming) if questions else []
    if pairs is None:
        return json({"is_away": True, "asked": 0, "left": total, "questions": [], "titles": {}})
    back = [(coming[1].slug, slug)] if what == "rename" and coming else []
    pairs = [(before, renamed(after, back)) for before, after in pairs]
    found = list(zip(questions, pairs, strict=True))
    return json(await reading(_checked, plan, found, total, coming))


def _look(
    uow: UnitOfWork, plan: Plan, coming: Callable[[UnitOfWork, Plan], tuple[Foreseen, ...]]
) -> tuple[tuple[Foreseen, ...], list[SavedQuestion], int]:
    questions = uow.saved_questions.first(plan.slug, _MOST_ASKED)
    return coming(uow, plan), questions, uow.saved_questions.count()


def _checked(
    uow: UnitOfWork,
    plan: Plan,
    found: list[tuple[SavedQuestion, Pair]],
    total: int,
    coming: tuple[Foreseen, ...],
) -> dict[str, Any]:
    told = [trying_wire.checked(each, pair, plan.slug) for each, pair in found]
    slugs = sorted(
        {slug for _, pair in found for each in pair for slug in each.given} | {each.slug for each, _ in found}
    )
    titles = dict.fromkeys(slugs, "") | uow.articles.titles(slugs, plan.language)
    new = {topic.slug: article.title for topic in coming for article in topic.articles[:1]}
    return {
        "is_away": False,
        "asked": len(found),
        "left": total - len(found),
        "questions": [each for each in told if each["is_own"] or each["differs"]],
        "titles": {slug: title or new.get(slug, slug) for slug, title in titles.items()},
    }


def _question(body: dict[str, Any]) -> str:
    return keeping.checked(text(body, "question"))


def _asked_in(body: dict[str, Any]) -> str | None:
    """Return the language of the chat, None to have it detected. Raises: Refused."""
    told = optional(body, "asked_in") or None
    if told is not None and told not in settings().languages:
        raise Refused("choose one of the languages that Parley speaks")
    return told


def _expected(body: dict[str, Any]) -> Outcome:
    try:
        return Outcome(text(body, "expected"))
    except ValueError:
        raise Refused(f"`expected` is one of {', '.join(each.value for each in Outcome)}") from None
