"""What the desk's API offers to those who write: ready replies, articles, files, templates, marks."""

from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from app.settings import settings
from desk import canned
from desk.canned import Filled
from kb.orders import order_number
from support.staff import Role
from web.desk import asking
from web.guard import allowed
from web.staff.acting import reading

_LONGEST_QUERY = 200


def add_to(app: Sanic) -> None:
    """Put the routes into the app."""
    blueprint = Blueprint("helping", url_prefix="/desk/api")
    blueprint.add_route(ready_replies, "/canned", methods=["GET"])
    app.blueprint(blueprint)


@allowed(Role.AGENT)
async def ready_replies(request: Request) -> HTTPResponse:
    """Return the replies that were meant, filled in for the conversation where one is named."""
    told = request.args.get("conversation")
    found = await reading(
        canned.find,
        request.ctx.account,
        request.args.get("q", "")[:_LONGEST_QUERY],
        conversation_id=asking.conversation_id(told) if told else None,
        default=settings().default_language,
        order_number=order_number,
    )
    return json([_told(each) for each in found])


def _told(filled: Filled) -> dict[str, object]:
    found = filled.canned
    named = {"id": found.id, "code": found.code, "language": found.language, "is_shared": found.owner is None}
    return named | {"text": filled.text, "gaps": list(filled.gaps)}
