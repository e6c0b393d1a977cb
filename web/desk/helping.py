"""What the desk's API offers to those who write: ready replies, articles, files, templates, marks."""

from datetime import UTC, datetime
from urllib.parse import unquote

from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from app.settings import settings
from app.wiring import books
from connectors.abilities import abilities
from desk import canned, marking
from desk.canned import Filled
from kb.orders import order_number
from support.conversations import Conversation
from support.errors import Refused
from support.marks import MarkKind
from support.messages import ConversationId
from support.ports import UnitOfWork
from support.staff import Role
from web.desk import asking, sending, suggesting
from web.desk.uploads import upload
from web.guard import allowed
from web.staff.acting import reading, writing

_LONGEST_QUERY = 200


def add_to(app: Sanic) -> None:
    """Put the routes into the app."""
    blueprint = Blueprint("helping", url_prefix="/desk/api")
    blueprint.add_route(ready_replies, "/canned", methods=["GET"])
    blueprint.add_route(suggest, "/conversations/<id:str>/suggestions", methods=["GET"])
    blueprint.add_route(window, "/conversations/<id:str>/window", methods=["GET"])
    blueprint.add_route(able, "/conversations/<id:str>/abilities", methods=["GET"])
    blueprint.add_route(upload, "/conversations/<id:str>/files", methods=["POST"], stream=True)
    blueprint.add_route(mark, "/entries/<id:str>/marks", methods=["POST"])
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


@allowed(Role.AGENT)
async def suggest(request: Request, id: str) -> HTTPResponse:
    """Return articles for what the customer said last, or for what is asked."""
    row, words = await reading(suggesting.asked_last, asking.conversation_id(id))
    return json(await suggesting.suggestions(row, request.args.get("q") or words))


@allowed(Role.AGENT)
async def window(request: Request, id: str) -> HTTPResponse:
    """Return until when free text is taken and which templates are, null where it always is."""
    conversation_id = asking.conversation_id(id)
    await reading(_row, conversation_id)
    return json(await sending.told(books(), conversation_id, datetime.now(UTC)))


@allowed(Role.AGENT)
async def able(request: Request, id: str) -> HTTPResponse:
    """Return what the conversation's channel can do besides words."""
    row = await reading(_row, asking.conversation_id(id))
    known = abilities(row.channel)
    files = {"bytes": known.largest_file} if known.largest_file else None
    return json({"files": files, "typing": known.shows_typing})


def _row(uow: UnitOfWork, conversation_id: ConversationId) -> Conversation:
    return uow.conversations.get(conversation_id)


@allowed(Role.AGENT)
async def mark(request: Request, id: str) -> HTTPResponse:
    """Say that there is something to learn from a reply."""
    body = asking.body_of(request)
    note = asking.optional(body, "note") or ""
    found = await writing(marking.mark, unquote(id), _kind(body), note, request.ctx.account, now=datetime.now(UTC))
    return json({"id": found.id, "kind": found.kind.value, "question": found.question, "note": found.note})


def _kind(body: dict[str, object]) -> MarkKind:
    try:
        return MarkKind(body.get("kind"))
    except ValueError:
        raise Refused(f"`kind` is one of {', '.join(kind.value for kind in MarkKind)}") from None
