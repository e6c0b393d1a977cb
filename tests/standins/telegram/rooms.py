"""A chat seen from the people's side: what is heard in it, and what happens in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.standins.record import Sent
from tests.standins.telegram.chats import Chat, Fields

if TYPE_CHECKING:
    from tests.standins.telegram.server import Telegram


class Room:
    """A chat of whatever kind, seen from the people's side."""

    def __init__(self, telegram: Telegram, chat: Chat) -> None:
        self.telegram, self.chat = telegram, chat

    @property
    def address(self) -> str:
        """Return the chat's id as the record spells it."""
        return str(self.chat.id)

    @property
    def heard(self) -> list[str]:
        """Return the texts the bot sent here, in order."""
        return [sent.text for sent in self.telegram.record.to(self.address)]

    @property
    def last(self) -> Sent:
        """Return the bot's latest message here."""
        return self.telegram.record.to(self.address)[-1]

    def hears(self, count: int = 1, seconds: float = 60) -> list[str]:
        """Return the texts once there are `count` of them, or those there are when time is up."""
        self.telegram.record.wait(lambda: len(self.heard) >= count, seconds)
        return self.heard

    def happens(self, kind: str, message: Fields) -> Fields:
        """Keep a message in this chat and send it as an update of `kind`."""
        return self.telegram.run(self._happen(kind, message))

    async def _happen(self, kind: str, message: Fields) -> Fields:
        self.telegram.chats.open(self.chat)
        whole = self.telegram.chats.keep(self.chat, message, self.telegram.clock.now())
        self.telegram.updates.add(kind, whole, self.address)
        return whole

    def sends_update(self, kind: str, content: Fields) -> None:
        """Send an update that is no message."""

        async def send() -> None:
            self.telegram.chats.open(self.chat)
            self.telegram.updates.add(kind, content, self.address)

        self.telegram.run(send())
