"""Images of articles: taken in from writers, what they are by their content, and served to everybody."""

import re
from datetime import UTC, datetime

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json

from connectors.serving import served
from desk.files import own_name, type_of
from support.errors import NotFound, Refused
from support.ports import UnitOfWork
from support.shelves import Media
from support.staff import Role
from support.writing import Picture
from web.desk.uploads import bounded, name_of
from web.guard import allowed
from web.staff.acting import reading, writing

LARGEST = 10_000_000
"""Bytes. Customers on the road load them."""

_TYPES = {"image/png", "image/jpeg", "image/webp", "image/gif"}
_KEY = re.compile(r"[0-9a-f]{64}")
_FOR_EVER = "public, max-age=31536000, immutable"
"""The address is the content's digest: what lies there never changes."""


def add_to(app: Sanic) -> None:
    """Put the routes on the app."""
    app.add_route(serve, "/pictures/<key:str>", methods=("GET", "HEAD"), name="picture")
    app.add_route(upload, "/writers/api/pictures", methods=["POST"], name="writers_pictures", stream=True)


@allowed(Role.WRITER)
async def upload(request: Request) -> HTTPResponse:
    """Keep an image; return what stands for it in Markdown."""
    body, name = await bounded(request, LARGEST), own_name(name_of(request))
    picture = await writing(_keep, body, name, request.ctx.account.id, datetime.now(UTC))
    return json({"key": picture.key, "name": picture.name, "url": f"/pictures/{picture.key}"}, status=201)


def _keep(uow: UnitOfWork, body: bytes, name: str, by: str, now: datetime) -> Picture:
    media_type = type_of(body, name)
    if media_type not in _TYPES:
        raise Refused("that is no PNG, JPEG, WebP or GIF, whatever its name says")
    key = uow.media.put(body, media_type)
    picture = Picture(key=key, media_type=media_type, name=name, added_by=by, added_at=now)
    uow.pictures.put(picture)
    return picture


async def serve(request: Request, key: str) -> HTTPResponse:
    """Return an image of an article; what customers have sent is not to be had here."""
    if not _KEY.fullmatch(key):
        raise NotFound("there is no such picture")
    if request.headers.get("if-none-match") == f'"{key}"':
        return empty(304)
    answer = served(await reading(_look, key))
    answer.headers.update({"Cache-Control": _FOR_EVER, "ETag": f'"{key}"'})
    return answer


def _look(uow: UnitOfWork, key: str) -> Media:
    uow.pictures.get(key)
    return uow.media.get(key)
