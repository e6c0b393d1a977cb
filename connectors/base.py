"""What every channel shares: a Rasa input channel whose messages come from our inbox and go to our outbox."""

import asyncio
import os
from abc import abstractmethod
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import structlog
from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from app.turns import current_turn
from app.wiring import books
from connectors import inbox, outbox
from connectors.worker import Worker
from support.messages import Author, Button, ConversationId, Link, Message, channel_of

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]

_log = structlog.get_logger()
_WORD_JOINER = "\u2060"


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


def plain_text(text: str) -> str:
    """Return the text so that Rasa takes no leading slash for a command: customers can neither /restart nor /intent."""
    return _WORD_JOINER + text if text.lstrip().startswith("/") else text


class DurableChannel(InputChannel):
    """A channel: `name`, `send`, and routes that put what comes in through support.mail.receive."""

    @abstractmethod
    async def send(self, message: Message) -> None:
        """Deliver one message, or raise: it is tried again."""

    def routes(self, blueprint: Blueprint) -> None:
        """Add the channel's HTTP routes, below /webhooks/<name>/."""

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """Return the routes, with the workers tied to the server's life."""
        blueprint = Blueprint(f"channel_{self.name()}")
        workers: list[Worker] = []

        @blueprint.get("/")
        async def health(_request: Request) -> HTTPResponse:
            return json({"status": "ok"})

        @blueprint.listener("after_server_start")
        async def start(app: Sanic, _loop: Any) -> None:
            if not app.ctx.agent.is_ready():  # Rasa serves on without a model; our inbox must not be worked off by it
                _log.critical("channel.start.no_model", channel=self.name())
                os._exit(1)
            workers.extend(self._workers(on_new_message))
            for worker in workers:
                worker.start()

        @blueprint.listener("before_server_stop")
        async def stop(_app: Sanic, _loop: Any) -> None:
            await asyncio.gather(*(worker.stop() for worker in workers))

        self.routes(blueprint)
        return blueprint

    def _workers(self, on_new_message: OnNewMessage) -> list[Worker]:
        run = partial(_run, on_new_message)
        return [
            Worker(books(), self.name(), lambda uow: uow.inbox, lambda d: inbox.answer(books(), d, run)),
            Worker(books(), self.name(), lambda uow: uow.outbox, lambda d: outbox.deliver(books(), d, self.send)),
        ]


async def _run(on_new_message: OnNewMessage, message: Message) -> None:
    """Hand a message to Rasa."""
    await on_new_message(
        UserMessage(
            text=plain_text(message.text),
            output_channel=TurnOutput(),
            sender_id=message.conversation_id,
            input_channel=channel_of(message.conversation_id),
            message_id=message.id,
            metadata={"pressed": message.payload, "language_hint": message.language},
        )
    )
