"""Readers say whether an article helped: a plain form, counted once a reader and article."""

import re
import secrets
from datetime import UTC, datetime, timedelta

from sanic.request import Request
from sanic.response import HTTPResponse, redirect

from app.wiring import books
from connectors.webchat.limits import Limit
from support.errors import NotAllowed, Refused
from support.votes import Vote
from web.addresses import is_from_our_pages, neighbourhood, sender
from web.cookies import cookie, keep
from web.forms import field
from web.help.paths import article_path

COOKIE = "parley_reader"
_READER = re.compile(r"[A-Za-z0-9_-]{22}")
_LASTS = timedelta(days=180)
_WORDS = {"yes": True, "no": False}


LIMIT = Limit(60, 3600.0, "that is more than people at one address read; try again later")
"""Votes an hour from one address: an office may share one."""


def read(request: Request, slug: str, language: str) -> Vote:
    """Return the vote in a form. Raises: NotAllowed for one of another site, Refused for what is no answer."""
    if not is_from_our_pages(request):
        raise NotAllowed("this page is out of date; reload it and try again")
    said = field(request, "helpful")
    if said not in _WORDS:
        raise Refused("`helpful` is yes or no")
    known = cookie(request, COOKIE)
    reader = known if _READER.fullmatch(known) else secrets.token_urlsafe(16)
    return Vote(slug=slug, language=language, reader=reader, is_helpful=_WORDS[said], at=datetime.now(UTC))


def put(vote: Vote) -> None:
    """Keep it."""
    with books().writing() as uow:
        uow.votes.put(vote)
        uow.commit()


def thanked(vote: Vote) -> HTTPResponse:
    """Return the way back to the article."""
    answer = redirect(f"{article_path(vote.language, vote.slug)}?voted#voted", status=303)
    keep(answer, COOKIE, vote.reader, _LASTS)
    return answer


def neighbours(request: Request) -> str:
    """Return what counts as one address."""
    return neighbourhood(sender(request))
