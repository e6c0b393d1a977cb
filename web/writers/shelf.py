"""What agents may read: every live article, those for agents only among them."""

import unicodedata
from typing import Any

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse

from app.markup import html
from app.texts import texts
from support.articles import Article
from support.ports import UnitOfWork
from support.staff import Role
from support.writing import Audience
from web.guard import allowed
from web.staff.acting import reading
from web.staff.rendering import page
from web.writers import asking
from web.writers.reading import order

_HERE = "/desk/articles"
_READ = ("GET", "HEAD")
_AT_ONCE = 100
_LONGEST_WORDS = 200


def add_to(app: Sanic) -> None:
    """Put the pages on the app."""
    app.add_route(show, _HERE, methods=_READ, name="shelf")
    app.add_route(show_one, f"{_HERE}/<slug:str>/<language:str>", methods=_READ, name="shelf_one")


@allowed(Role.AGENT, Role.WRITER)
async def show(request: Request) -> HTTPResponse:
    """List the articles with these words, in one language or in all."""
    words = request.args.get("q", "").replace("\0", " ")[:_LONGEST_WORDS]
    language = request.args.get("language", "")
    found, kept = await reading(_find, words, language)
    codes = [{"code": code, "name": texts(code).name} for code in order()]
    given: dict[str, Any] = {"asked": words, "chosen": language, "codes": codes, "total": len(found), "kept": kept}
    return page(request, "shelf.html", articles=found[:_AT_ONCE], **given)


@allowed(Role.AGENT, Role.WRITER)
async def show_one(request: Request, slug: str, language: str) -> HTTPResponse:
    """Show one article."""
    slug, language = asking.name(slug, language)
    found, kept = await reading(_one, slug, language)
    frame: dict[str, Any] = {"direction_of": texts(language).direction, "is_kept": found.slug in kept}
    return page(request, "shelf_one.html", article=found, html=html(found.body, language), **frame)


def _find(uow: UnitOfWork, words: str, language: str) -> tuple[list[Article], set[str]]:
    wanted = _fold(words).split()
    in_language = (each for each in uow.articles.all() if language in ("", each.language))
    found = [each for each in in_language if all(word in _text(each) for word in wanted)]
    return sorted(found, key=lambda each: not all(word in _fold(each.title) for word in wanted)), _kept(uow)


def _one(uow: UnitOfWork, slug: str, language: str) -> tuple[Article, set[str]]:
    return uow.articles.get(uow.moves.to(slug) or slug, language), _kept(uow)


def _kept(uow: UnitOfWork) -> set[str]:
    """Return which articles are not for customers: who answers is to know."""
    return {topic.slug for topic in uow.topics.all() if topic.audience is not Audience.PUBLIC}


def _text(article: Article) -> str:
    return _fold("\n".join([article.title, *article.questions, article.body]))


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
