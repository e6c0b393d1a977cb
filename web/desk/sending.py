"""A reply as it was posted, made whole before the transaction that says it: its files named, its template found."""

import asyncio
from datetime import datetime
from typing import Any

from connectors import windows
from connectors.abilities import abilities
from connectors.windows import Template, Window
from desk.replies import Reply
from support.errors import Refused
from support.messages import ConversationId, channel_of
from support.ports import Books
from web.desk import asking
from web.desk.doing import Doing


async def reply(books: Books, act: Doing) -> Reply:
    """Return what is to be said. Raises: Refused, said before anything is sent."""
    keys = asking.texts(act.body, "files") if "files" in act.body else []
    if keys and not abilities(channel_of(act.conversation_id)).largest_file:
        raise Refused("this channel takes no files; send a link instead")
    window = await asyncio.to_thread(windows.window, books, act.conversation_id, act.now)
    if act.body.get("template") is not None:
        return await _from_template(act, window)
    if window is not None and not window.is_open and (keys or not window.carries_text):
        what = "files" if keys else "words of your own"
        raise Refused(f"the customer has been silent for 24 hours: {what} are not taken, choose a template")
    text = asking.optional(act.body, "text") or ""
    return Reply(text=text, files=tuple(keys))


async def _from_template(act: Doing, window: Window | None) -> Reply:
    """Return the template's words, filled in. Raises: Refused."""
    given = asking.texts(act.body, "parameters") if "parameters" in act.body else []
    if window is None:
        raise Refused("this channel has no templates")
    found = _chosen(act.body["template"], await windows.templates(act.conversation_id))
    if len(given) != len(found.parameters) or not all(each.strip() for each in given):
        raise Refused(f"this template needs {len(found.parameters)} texts")
    sent = {"name": found.name, "language": found.language, "parameters": [" ".join(each.split()) for each in given]}
    return Reply(text=found.filled(sent["parameters"]), template=sent)


def _chosen(wanted: Any, known: list[Template]) -> Template:
    if not isinstance(wanted, dict):
        raise Refused("`template` is {name, language}")
    named = (wanted.get("name"), wanted.get("language"))
    found = next((each for each in known if (each.name, each.language) == named), None)
    if found is None:
        raise Refused("there is no approved template of this name in this language")
    return found


async def told(books: Books, conversation_id: ConversationId, now: datetime) -> dict[str, Any] | None:
    """Return how long free text is taken, and what else is; None where the channel asks for nothing of the kind."""
    window = await asyncio.to_thread(windows.window, books, conversation_id, now)
    if window is None:
        return None
    known = await windows.templates(conversation_id)
    return {
        "open_until": None if window.open_until is None else window.open_until.isoformat(),
        "is_open": window.is_open,
        "carries_text": window.carries_text,
        "templates": [
            {"name": each.name, "language": each.language, "text": each.text, "parameters": list(each.parameters)}
            for each in known
        ],
    }
