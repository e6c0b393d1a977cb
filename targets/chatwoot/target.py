"""Chatwoot as a handoff target: an API inbox, in which customers write and our bot leaves private notes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from connectors.pace import Pace
from support.errands import Told
from support.errors import Undeliverable
from support.messages import Attachment, Kind, MediaKind, Message
from support.receipts import Status
from targets.chatwoot.api import Api, Upload
from targets.chatwoot.card import card, spoken, transcript
from targets.chatwoot.people import contact_id
from targets.chatwoot.settings import TARGET, ChatwootSettings
from targets.port import Briefing

HANDOFF = "parley_handoff"
"""The conversation's own attribute that names our handoff."""

OURS = "parley:"
"""What our names for messages there begin with."""

_PER_SECOND = 20
"""Chatwoot's own limit is 3,000 requests a minute from one address (Rack::Attack)."""

_LATEST = 20
"""Messages that are shown once more where a conversation that stands there goes on."""

_MOST_FILES = 15
_LONGEST = 150_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A message there: the customer's own words, or a private note of ours."""

    text: str
    is_note: bool = True
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something else that is set: the conversation's status, a message's."""

    path: str
    fields: dict[str, Any] = field(default_factory=dict)
    as_patch: bool = False


class Chatwoot:
    """See targets.port.HandoffTarget."""

    name = TARGET

    def __init__(self, here: ChatwootSettings) -> None:
        """Nothing is asked yet."""
        self.pace = Pace(per_second=_PER_SECOND, per_chat_second=None, burst=_PER_SECOND)
        self._inbox = here.inbox
        self._api = Api(here)

    async def open(self, briefing: Briefing, *, is_again: bool) -> str:
        """Return the number of the conversation, made or found."""
        person = await contact_id(self._api, self._inbox, briefing)
        found = await self._made_before(person, briefing.handoff.id) if is_again else None
        return found or await self._made(person, briefing)

    async def _made_before(self, person: int, handoff_id: str) -> str | None:
        told = await self._api.get(f"/contacts/{person}/conversations")
        ours = (one for one in told["payload"] if (one.get("custom_attributes") or {}).get(HANDOFF) == handoff_id)
        return next((str(one["id"]) for one in ours), None)

    async def _made(self, person: int, briefing: Briefing) -> str:
        told = {
            HANDOFF: briefing.handoff.id,
            "parley_reason": briefing.handoff.reason.value,
            "parley_language": briefing.handoff.context.get("language") or "",
        }
        wanted = {"inbox_id": self._inbox, "contact_id": person, "status": "open", "custom_attributes": told}
        return str((await self._api.post("/conversations", wanted))["id"])

    def parts(self, briefing: Briefing) -> Sequence[Post | Change]:
        """Return what is posted and set, in order."""
        return list(self._parts(briefing))

    def _parts(self, briefing: Briefing) -> Iterator[Post | Change]:
        match briefing.errand.told:
            case Told.OPENED:
                words = briefing.transcript[-_LATEST:] if briefing.errand.is_known else briefing.transcript
                yield from map(_note, transcript(words))
                yield _note(card(briefing.handoff, briefing.transcript, briefing.contact))
                yield Change(path="/toggle_status", fields={"status": "open"})  # an inbox with a bot begins at pending
            case Told.RECEIVED if briefing.said:
                yield _from_customer(briefing.said)
            case Told.POSTED if briefing.said:
                yield _note(f"**{briefing.said.name or 'Bot'}** to the customer: {spoken(briefing.said)}")
            case Told.CLOSED if not briefing.thread.is_closed_there:
                yield Change(path="/toggle_status", fields={"status": "resolved"})
            case Told.STATUS if briefing.errand.message_id:
                yield _status(briefing.errand.message_id, briefing.errand.status, briefing.errand.fault)

    async def tell(self, briefing: Briefing, part: Post | Change, *, key: str, is_again: bool) -> str:
        """Make one call; see targets.port.HandoffTarget.tell."""
        base = f"/conversations/{briefing.thread.external_id}"
        if isinstance(part, Change):
            return await self._change(base, part)
        if is_again and (found := await self._posted_before(base, OURS + key)):
            return found
        return await self._post(briefing, part, f"{base}/messages", OURS + key)

    async def _change(self, base: str, part: Change) -> str:
        if part.as_patch:
            await self._api.patch(f"{base}{part.path}", part.fields)
        elif (await self._api.get(base)).get("status") != part.fields[
            "status"
        ]:  # else it would be theirs whose token it is
            await self._api.post(f"{base}{part.path}", part.fields, as_bot=True)
        return "done"

    async def _posted_before(self, base: str, name: str) -> str | None:
        latest = (await self._api.get(f"{base}/messages")).get("payload") or []
        return next((str(one["id"]) for one in latest if one.get("source_id") == name), None)

    async def _post(self, briefing: Briefing, part: Post, path: str, name: str) -> str:
        fields = {"content": part.text[:_LONGEST], "private": part.is_note, "source_id": name}
        fields |= {"message_type": "outgoing" if part.is_note else "incoming"}
        files = _uploads(briefing, part.files)
        if not files:
            return str((await self._api.post(path, fields, as_bot=part.is_note))["id"])
        written = {key: str(value).lower() if isinstance(value, bool) else str(value) for key, value in fields.items()}
        try:
            return str((await self._api.post_with_files(path, written, files))["id"])
        except Undeliverable as error:  # the words at least
            names = ", ".join(file.name for file in files)
            text = f"{part.text}\n[{names}: {error}]".strip()
            return str((await self._api.post(path, {**fields, "content": text}))["id"])

    async def fetch(self, file: Attachment) -> tuple[bytes, str]:
        """Return an agent's file."""
        return await self._api.file(file.source)

    async def close(self) -> None:
        """Let the connections go."""
        await self._api.close()


def _note(text: str) -> Post:
    return Post(text=text)


def _from_customer(said: Message) -> Post:
    is_aside = said.kind in (Kind.REACTION, Kind.EDIT)
    files = tuple(file for file in said.attachments if file.key)[:_MOST_FILES]
    missing = [f"[{file.name or file.kind.value}: {file.fault}]" for file in said.attachments if not file.key]
    text = "\n".join(filter(None, (said.full_text, *missing)))
    return Post(text=text or ("" if files else spoken(said)), is_note=is_aside, files=files)


def _status(message_id: str, status: Status | None, fault: str | None) -> Change:
    number = message_id.rpartition(":")[2]
    fields = {"status": (status or Status.SENT).value} | ({"external_error": fault} if fault else {})
    return Change(path=f"/messages/{number}", fields=fields, as_patch=True)


def _uploads(briefing: Briefing, files: Sequence[Attachment]) -> list[Upload]:
    shelf = {media.key: media for media in briefing.files}
    had = [(file, shelf[file.key]) for file in files if file.key in shelf]
    return [
        Upload(name=_named(file, media.media_type), media_type=media.media_type, body=media.body) for file, media in had
    ]


def _named(file: Attachment, media_type: str) -> str:
    """Return a name; what came without one is shown by its end."""
    end = media_type.partition(";")[0].rpartition("/")[2] or ("ogg" if file.kind is MediaKind.VOICE else "bin")
    return file.name or f"{file.kind.value}.{end}"
