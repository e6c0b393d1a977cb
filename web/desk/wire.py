"""Conversations, transcripts and cards as the desk's page reads them. Times are UTC, all in one form."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.markup import html
from app.texts import texts
from desk.cards import Card, Tried
from desk.changes import Change
from desk.faults import spoken
from desk.transcripts import Entry
from support.clocks import Kept
from support.contacts import Contact
from support.conversations import Conversation
from support.messages import Attachment, Author, Message, channel_of
from support.notes import Note
from support.staff import Account
from support.teams import Team
from web.desk import promises
from web.desk.moments import moment
from web.desk.words import told

Json = dict[str, Any]
NameOf = Callable[[str], str]
"""Returns what people call an account; of what is no account, what it is."""


@dataclass(frozen=True, slots=True)
class Fate:
    """How far a message has come, and why no further."""

    status: str | None = None
    fault: str | None = None


_UNKNOWN = Fate()


def row(conversation: Conversation, teams: Sequence[Team]) -> Json:
    """Return a conversation's line in the list, with what its team promises."""
    return {
        "conversation_id": conversation.conversation_id,
        "channel": conversation.channel,
        "language": conversation.language,
        "name": conversation.name,
        "last_at": moment(conversation.last_at),
        "last_author": conversation.last_author.value,
        "last_text": conversation.last_text,
        "customer_at": moment(conversation.customer_at),
        "waiting_since": moment(conversation.waiting_since),
        "holder": conversation.holder.value,
        "handoff_id": conversation.handoff_id,
        "reason": None if conversation.reason is None else conversation.reason.value,
        "taken_by": conversation.taken_by,
        "team": conversation.team,
        "priority": conversation.priority,
        "opened_at": moment(conversation.opened_at),
        "snoozed_until": moment(conversation.snoozed_until),
        "resolved_at": moment(conversation.resolved_at),
        "labels": list(conversation.labels),
        "left_email": conversation.left_email,
        "wants": conversation.wants,
        "clocks": promises.clocks(conversation, teams),
    }


def entry(line: Entry, name_of: NameOf, fates: Mapping[str, Fate] | None = None) -> Json:
    """Return a line of the transcript. Only the bot's words are HTML: Markdown, sanitised."""
    match line.content:
        case Message() as message:
            own = _message(message) | _fate(message, (fates or {}).get(message.id, _UNKNOWN))
        case Note() as note:
            own = _plain(note, "note", "agent", note.text, note.name, note.written_by)
        case Change() as change:
            by = None if change.by is None else name_of(change.by)
            own = _plain(change, "change", "system", told(change, name_of), by, change.by) | {
                "what": change.what.value,
                "about": change.about,
            }
    return {"id": line.id, "sent_at": moment(line.at), **own}


def _plain(content: Note | Change, kind: str, author: str, text: str, name: str | None, by: str | None) -> Json:
    return {
        "conversation_id": content.conversation_id,
        "channel": channel_of(content.conversation_id),
        "kind": kind,
        "author": author,
        "name": name,
        "by": by,
        "text": text,
        "html": None,
        "lang": None,
        "dir": "auto",
        "status": None,
        "fault": None,
        "intent": None,
        "confidence": None,
        "attachments": [],
        "buttons": [],
        "quotes": None,
    }


def _message(message: Message) -> Json:
    is_ours = message.author is not Author.CUSTOMER
    language = message.language if is_ours else None
    return {
        "conversation_id": message.conversation_id,
        "channel": channel_of(message.conversation_id),
        "kind": "message",
        "author": message.author.value,
        "name": message.name,
        "by": message.data.get("by"),
        "text": message.full_text,
        "html": html(message.full_text, message.language or "en") if message.author is Author.BOT else None,
        "lang": language,
        "dir": texts(language).direction if language else "auto",
        **_reading(message),
        "attachments": [_file(file) for file in message.attachments],
        "buttons": [{"title": button.title} for button in message.buttons],
        "link": {"title": message.link.title, "url": message.link.url} if message.link else None,
        "quotes": message.quotes,
    }


def _reading(message: Message) -> Json:
    """Return what the bot took its turn for: said once, with the first reply of the turn."""
    decision = message.data.get("decision")
    is_first = message.author is Author.BOT and message.id.endswith("/0") and isinstance(decision, Mapping)
    known: Mapping[str, Any] = decision if is_first and isinstance(decision, Mapping) else {}
    return {"intent": known.get("intent"), "confidence": known.get("confidence")}


def _fate(message: Message, fate: Fate) -> Json:
    return {"status": None if message.author is Author.CUSTOMER else fate.status, "fault": spoken(fate.fault)}


def _file(file: Attachment) -> Json:
    return {
        "kind": file.kind.value,
        "name": file.name,
        "url": f"/desk/api/files/{file.key}" if file.key else None,
        "size": file.size,
        "media_type": file.media_type,
        "fault": file.fault,
    }


def card(found: Card, now: datetime, waiting_since: datetime | None, kept: Sequence[Kept]) -> Json:
    """Return the handoff card, with what became of what was promised."""
    return {
        "reason": found.reason.value,
        "cause": found.cause,
        "wants": found.wants,
        "language": found.language,
        "language_certainty": found.language_certainty,
        "about": _about(found.about),
        "tried": [_tried(turn) for turn in found.tried],
        "slots": dict(found.slots),
        "kept": promises.kept(kept),
        "opened_at": moment(found.opened_at),
        "taken_by": found.taken_by,
        "waiting_seconds": None if waiting_since is None else max(int((now - waiting_since).total_seconds()), 0),
    }


def _about(article: Mapping[str, str] | None) -> Json | None:
    return None if article is None else dict(article) | {"url": f"/help/{article['language']}/{article['slug']}"}


def _tried(turn: Tried) -> Json:
    hits = [
        {
            "slug": hit.get("slug"),
            "title": hit.get("title"),
            "score": hit.get("score"),
            "url": f"/help/{hit.get('language')}/{hit.get('slug')}",
        }
        for hit in turn.hits
    ]
    return {"question": turn.question, "intent": turn.intent, "confidence": turn.confidence, "hits": hits}


def contact(found: Contact) -> Json:
    """Return who the customer is, and where they write from."""
    return {
        "id": found.id,
        "name": found.name,
        "phone": next((each.phone for each in found.identities if each.phone), None),
        "email": next((each.email for each in found.identities if each.email), None),
        "left_email": next((each.left_email for each in found.identities if each.left_email), None),
        "identities": [
            {
                "conversation_id": each.conversation_id,
                "channel": channel_of(each.conversation_id),
                "name": each.name,
                "phone": each.phone,
                "email": each.email,
            }
            for each in found.identities
        ],
    }


def person(account: Account) -> Json:
    """Return a colleague."""
    return {"id": account.id, "name": account.name}
