"""A customer sees that an agent writes: in the web chat from here, on other channels by way of the bot process."""

import asyncio
from time import monotonic

from app.typing import typing
from connectors.webchat.sessions import CHANNEL
from support.conversations import Conversation
from support.handoffs import Holder
from support.messages import ConversationId
from web.desk import bot

_AGAIN_SECONDS = 4.0
"""Telegram shows it for 5 s, WhatsApp for 25; told again each time a key is pressed, they would slow us down."""


class TypingHint:
    """For one event loop."""

    def __init__(self) -> None:
        self._told: dict[ConversationId, float] = {}
        self._calls: set[asyncio.Task[object]] = set()

    async def show(self, row: Conversation, *, is_on: bool) -> None:
        """Show it, or show it no more; nothing where the bot answers, and nobody waits for a channel."""
        if row.holder is Holder.BOT:
            return
        if row.channel == CHANNEL:
            typing().agent(row.conversation_id, on=is_on)
        elif is_on and self._is_due(row.conversation_id):
            call = asyncio.create_task(bot.ask("typing", conversation_id=row.conversation_id))
            self._calls.add(call)  # a task that nobody holds may vanish
            call.add_done_callback(self._calls.discard)

    def _is_due(self, conversation_id: ConversationId) -> bool:
        now = monotonic()
        self._told = {id: at for id, at in self._told.items() if now - at < _AGAIN_SECONDS}
        return self._told.setdefault(conversation_id, now) == now
