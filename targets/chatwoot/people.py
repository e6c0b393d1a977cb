"""The customer in Chatwoot: found or made, under our contact's id."""

from typing import Any

from support.contacts import Contact
from support.errors import Undeliverable
from support.messages import ConversationId
from targets.chatwoot.api import Api
from targets.port import Briefing

_CLAIMS = ("email", "phone_number")


async def contact_id(api: Api, inbox: int, briefing: Briefing) -> int:
    """Return Chatwoot's id of who the customer is. Raises: Undeliverable and what else the API raises.

    What we vouch for is unique there, so whoever has it already is the same person.
    """
    wanted = fields(briefing.contact, briefing.thread.conversation_id)
    for name in ("identifier", *_CLAIMS):
        if name in wanted and (found := await _find(api, name, wanted[name])) is not None:
            return found
    try:
        made = await api.post("/contacts", {**wanted, "inbox_id": inbox})
    except Undeliverable:  # it dislikes a number or an address: the customer is met without
        bare = {name: value for name, value in wanted.items() if name not in _CLAIMS}
        made = await api.post("/contacts", {**bare, "inbox_id": inbox})
    return int(made["payload"]["contact"]["id"])


def fields(contact: Contact | None, conversation_id: ConversationId) -> dict[str, Any]:
    """Return what Chatwoot is told of the customer: a name, and what their channels vouch for."""
    identities = contact.identities if contact else ()
    told = {
        "identifier": f"parley:{contact.id if contact else conversation_id}",
        "name": (contact.name if contact else None) or "Customer",
        "email": next((one.email for one in identities if one.email), None),
        "phone_number": next((one.phone for one in identities if one.phone), None),
    }
    return {name: value for name, value in told.items() if value}


async def _find(api: Api, name: str, value: str) -> int | None:
    """Return who has exactly this; the search itself looks for parts of everything."""
    found = (await api.get("/contacts/search", q=value)).get("payload") or []
    same = (one for one in found if str(one.get(name) or "").casefold() == value.casefold())
    return next((int(one["id"]) for one in same), None)
