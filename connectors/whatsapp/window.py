"""WhatsApp's 24 hours: how long they last, and which templates are approved for afterwards."""

from datetime import datetime
from time import monotonic
from typing import Any

import httpx
import structlog

from connectors.whatsapp.graph import Graph
from connectors.whatsapp.settings import WhatsAppSettings, whatsapp
from connectors.whatsapp.template import WINDOW
from connectors.windows import Template, Window
from support.errors import ParleyError
from support.messages import ConversationId
from support.ports import Books

_KEPT_SECONDS = 60.0
"""A template that was approved just now is offered a minute later."""

_log = structlog.get_logger()
_known: dict[str, tuple[float, list[Template]]] = {}


def window(books: Books, conversation_id: ConversationId, now: datetime) -> Window | None:
    """Return until when free text is taken."""
    with books.reading() as uow:
        latest = uow.inbox.messages(conversation_id, limit=1)
    until = latest[-1].sent_at + WINDOW if latest else None
    return Window(open_until=until, is_open=until is not None and now < until, carries_text=bool(whatsapp().template))


async def templates(_conversation_id: ConversationId) -> list[Template]:
    """Return the account's approved templates of text alone; without the account's id, the one that is set."""
    here = whatsapp()
    if not here.business_account_id:
        return _own(here)
    until, kept = _known.get(here.business_account_id, (0.0, []))
    if monotonic() >= until:
        kept = await _approved(here) or kept
        _known[here.business_account_id] = (monotonic() + _KEPT_SECONDS, kept)
    return kept or _own(here)


def _own(here: WhatsAppSettings) -> list[Template]:
    """Return the template whose name is set; what stands around its gap only Meta knows."""
    return [Template(name=here.template, language=here.template_language, text="{{1}}")] if here.template else []


async def _approved(here: WhatsAppSettings) -> list[Template]:
    graph = Graph(here)
    try:
        asked = {"fields": "name,language,status,components", "limit": "200"}
        told = await graph.get(f"{here.business_account_id}/message_templates", **asked)
        return [template for each in told.get("data") or () if (template := _template(each)) is not None]
    except (ParleyError, httpx.HTTPError) as error:
        _log.warning("whatsapp.templates.unknown", fault=type(error).__name__)
        return []
    finally:
        await graph.close()


def _template(told: dict[str, Any]) -> Template | None:
    """Return one that words alone fill; pictures above it and links below it we do not put in."""
    parts = {str(part.get("type")).upper(): part for part in told.get("components") or ()}
    body = str(parts.get("BODY", {}).get("text") or "")
    others = [part for kind, part in parts.items() if kind != "BODY"]
    is_plain = not any("{{" in str(part) or part.get("format") not in (None, "TEXT") for part in others)
    if told.get("status") != "APPROVED" or not body or not is_plain:
        return None
    found = Template(name=str(told["name"]), language=str(told["language"]), text=body)
    return found if all(gap.isdigit() for gap in found.parameters) else None  # named gaps are filled in otherwise
