"""What an agent reads first: the handoff card, and every word that was said, as private notes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.settings import settings
from connectors.rendering import split
from support.contacts import Contact
from support.handoffs import Handoff, Reason
from support.messages import Author, Message, channel_of

_LONGEST = 10_000
"""Characters of a note: Chatwoot takes 150,000, people and browsers less."""

_REASONS = {
    Reason.ASKED: "asked for a person",
    Reason.MISSED_TWICE: "was not understood several times",
    Reason.UNHELPFUL: "the answers did not help",
    Reason.TROUBLE: "something went wrong on our side",
    Reason.VOICE: "sent a voice message",
    Reason.TAKEN_OVER: "an agent took over",
}


def card(handoff: Handoff, said: Sequence[Message], contact: Contact | None) -> str:
    """Return why a person is needed, what is wanted, in which language, and what the bot has tried."""
    return "\n".join(_lines(handoff, said, contact))


def _lines(handoff: Handoff, said: Sequence[Message], contact: Contact | None) -> Iterator[str]:
    context = handoff.context
    yield f"**Handed over by the bot**: {_REASONS.get(handoff.reason, handoff.reason.value)}"
    yield from _named("Wants", _wanted(said))
    yield from _named("Language", context.get("language"))
    yield from _named("Channel", channel_of(handoff.conversation_id))
    yield from _named("Verified", _verified(contact))
    yield from _named("Known", ", ".join(f"{name} {value}" for name, value in (context.get("slots") or {}).items()))
    yield from _named("Trouble", context.get("fault"))
    yield from _tried(context)


def _named(name: str, value: Any) -> Iterator[str]:
    if value:
        yield f"**{name}**: {value}"


def _wanted(said: Sequence[Message]) -> str:
    """Return the customer's latest words that say more than that they want a person: their longest of the last few."""
    words = [" ".join(m.text.split()) for m in said if m.author is Author.CUSTOMER and m.text and not m.payload]
    return max(words[-4:], key=len, default="")[:500]


def _verified(contact: Contact | None) -> str:
    identities = contact.identities if contact else ()
    return ", ".join(dict.fromkeys(filter(None, (claim for one in identities for claim in (one.phone, one.email)))))


def _tried(context: Mapping[str, Any]) -> Iterator[str]:
    hits = {hit["slug"]: hit for turn in context.get("tried") or () for hit in turn.get("hits") or () if "slug" in hit}
    if hits:
        yield "**Articles tried**:"
    for hit in list(hits.values())[:6]:
        score = f" ({hit['score']:.2f})" if isinstance(hit.get("score"), float) else ""
        yield f"- [{hit.get('title') or hit['slug']}]({_help_page(hit)}){score}"


def _help_page(hit: Mapping[str, Any]) -> str:
    language = hit.get("language") or settings().default_language
    return f"{settings().public_url}/help/{language}/{hit['slug']}"


def transcript(said: Sequence[Message]) -> list[str]:
    """Return every word in notes of bounded length, cut between messages where it can be."""
    notes: list[str] = []
    for line in (piece for message in said for piece in split(_line(message), _LONGEST)):
        if notes and len(notes[-1]) + len(line) + 2 <= _LONGEST:
            notes[-1] = f"{notes[-1]}\n\n{line}"
        else:
            notes.append(line)
    return [f"**Conversation so far{_place(number, notes)}**\n\n{note}" for number, note in enumerate(notes, start=1)]


def _place(number: int, notes: list[str]) -> str:
    return f" ({number}/{len(notes)})" if len(notes) > 1 else ""


def _line(message: Message) -> str:
    who = message.name or {Author.CUSTOMER: "Customer", Author.BOT: "Bot", Author.AGENT: "Agent"}[message.author]
    when, channel = f"{message.sent_at:%Y-%m-%d %H:%M}", channel_of(message.conversation_id)
    return f"**{who}** ({when} UTC, {channel}): {spoken(message)}"


def spoken(message: Message) -> str:
    """Return what was said, with its buttons, and its files by name."""
    files = [
        f"[{file.name or file.kind.value}{': ' + file.fault if file.fault else ''}]" for file in message.attachments
    ]
    buttons = ["[" + "] [".join(button.title for button in message.buttons) + "]"] if message.buttons else []
    return "\n".join(filter(None, (message.full_text, *files, *buttons))) or f"[{message.kind.value}]"
