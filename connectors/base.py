"""What every channel shares: a Rasa input channel whose messages come from our inbox and go to our outbox."""

import asyncio
import os
from abc import abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from app.settings import settings
from app.turns import current_turn
from app.wiring import books, ear
from connectors import inbox, outbox
from connectors.arrivals import LIKELY
from connectors.downloads import Downloads
from connectors.pace import Pace
from connectors.worker import Worker
from support.errors import Undeliverable
from support.messages import Attachment, Author, Button, ConversationId, Link, Message, channel_of

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]

CHANNELS: dict[str, "DurableChannel"] = {}
"""Those this process serves, by name: the desk asks them to show that somebody types (connectors/helping.py)."""

_log = structlog.get_logger()
_WORD_JOINER = "\u2060"
_DEAF_SECONDS = 5.0
"""Until a channel that failed listens again: soon enough for who writes meanwhile, too seldom to fill the log."""
_SENT_AT_ONCE = 8
"""Leased in one transaction: it is as long for one as for all that a worker has hands for."""


class TurnOutput(OutputChannel):
    """Collects a turn's replies instead of sending them: they are committed with the turn, then delivered."""

    @classmethod
    def name(cls) -> str:
        """Rasa wants a name; replies go to app.turns.current_turn."""
        return "turn"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep one reply as bot.responses composed it."""
        turn = current_turn.get()
        if turn is not None:
            turn.replies.append(_reply(recipient_id, message))


def _reply(recipient_id: str, response: dict[str, Any]) -> Message:
    custom = response.get("custom") or {}
    link = custom.get("link")
    return Message(
        id="",  # given with its place in the turn, when the turn is committed
        conversation_id=ConversationId(recipient_id),
        author=Author.BOT,
        text=response.get("text") or "",
        sent_at=datetime.now(UTC),
        language=custom.get("language"),
        question=custom.get("question"),
        buttons=tuple(
            Button(title=button["title"], payload=button["payload"]) for button in response.get("buttons") or ()
        ),
        link=Link(title=link["title"], url=link["url"]) if link else None,
        data={"decision": custom.get("decision")},
    )


def _about_language(message: Message) -> dict[str, str | None]:
    """Return what the channel knows of the customer's language, and what is merely likely."""
    hint = None if message.data.get(LIKELY) else message.language
    return {"language_hint": hint, "language_prior": message.language}


def plain_text(text: str) -> str:
    """Return the text so that Rasa takes no leading slash for a command: customers can neither /restart nor /intent."""
    return _WORD_JOINER + text if text.lstrip().startswith("/") else text


def for_rasa(message: Message) -> UserMessage:
    """Return a customer's message as Rasa takes it."""
    return UserMessage(
        text=plain_text(message.text),
        output_channel=TurnOutput(),
        sender_id=message.conversation_id,
        input_channel=channel_of(message.conversation_id),
        message_id=message.id,
        metadata={"pressed": message.payload, "about": message.data.get("about"), **_about_language(message)},
    )


class DurableChannel(InputChannel):
    """A channel: what it sends and fetches. Inbox, outbox, order, retries and the turn are shared.

    What comes in over HTTP is taken by `web` (connectors/doors.py): it stays up while the bot starts again.
    """

    pace = Pace(per_second=None, per_chat_second=None)

    is_open = True
    """Whether it is configured; a closed channel is listed in credentials.yml and does nothing."""

    on_new_message: OnNewMessage

    def parts(self, message: Message) -> Sequence[Any]:
        """Return what the message becomes here, in the order it is sent; the same each time it is asked."""
        return [message]

    @abstractmethod
    async def send(self, conversation_id: ConversationId, part: Any, *, key: str) -> str | None:
        """Send a part; see connectors.outbox.Sender.send."""

    async def fetch(self, file: Attachment) -> tuple[bytes, str]:
        """Return a file's content and media type; see connectors.files.Fetch."""
        raise Undeliverable("this channel has no files")

    async def attend(self, message: Message) -> None:
        """Show the customer that their message is read and worked on; by default nothing."""

    async def listen(self) -> None:
        """Fetch what comes in, until cancelled, where the channel does not post it to us; by default nothing."""

    async def close(self) -> None:
        """Let go of connections; nothing is sent any more. By default nothing."""

    async def run(self, message: Message) -> None:
        """Hand a message to Rasa."""
        await self.on_new_message(for_rasa(message))

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """Return a health route, with the workers tied to the server's life."""
        self.on_new_message = on_new_message
        CHANNELS[self.name()] = self
        blueprint = Blueprint(f"channel_{self.name()}")
        running = Running(self)

        @blueprint.get("/")
        async def health(_request: Request) -> HTTPResponse:
            return json({"status": "ok" if self.is_open else "closed"})

        @blueprint.listener("after_server_start")
        async def start(app: Sanic, _loop: Any) -> None:
            if not app.ctx.agent.is_ready():  # Rasa serves on without a model; our inbox must not be worked off by it
                _log.critical("channel.start.no_model", channel=self.name())
                os._exit(1)
            if self.is_open:
                running.start()

        @blueprint.listener("before_server_stop")
        async def stop(_app: Sanic, _loop: Any) -> None:
            await running.stop()

        return blueprint


class Running:
    """A channel at work: one worker for what came in, one for what goes out, and it listens."""

    def __init__(self, channel: DurableChannel) -> None:
        """Nothing is begun yet."""
        self._channel = channel
        self._listening: asyncio.Task[None] | None = None
        name, hold, downloads = channel.name(), timedelta(seconds=settings().burst_seconds), Downloads()
        self._workers = (
            Worker(
                lambda: inbox.rest(books(), name),
                lambda _at_most: inbox.lease(books(), name, hold, downloads),
                lambda batch: inbox.answer(books(), batch, channel, downloads),
                ear(),
            ),
            Worker(
                lambda: outbox.rest(books(), name, channel.pace),
                lambda at_most: outbox.lease(books(), name, channel.pace, at_most),
                lambda delivery: outbox.deliver(books(), delivery, channel),
                ear(),
                at_once=_SENT_AT_ONCE,
            ),
        )

    def start(self) -> None:
        """Begin, in the running event loop."""
        for worker in self._workers:
            worker.start()
        self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        """Begin again whenever it fails: nobody would miss a channel that has gone deaf."""
        while True:
            try:
                return await self._channel.listen()
            except Exception:
                _log.exception("channel.listening.failed", channel=self._channel.name())
            await asyncio.sleep(_DEAF_SECONDS)

    async def stop(self) -> None:
        """Take nothing more, and end when what is in hand is done."""
        if self._listening is not None:
            self._listening.cancel()
        await asyncio.gather(*(worker.stop() for worker in self._workers))
        await self._channel.close()
