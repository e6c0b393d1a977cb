"""An agent at Chatwoot's desk."""

import time
from dataclasses import dataclass
from typing import Any

from tests.standins.chatwoot.books import Message, Talk
from tests.standins.chatwoot.server import Chatwoot


@dataclass
class Agent:
    """Reads and writes in the conversations of the inbox, as people do in the browser."""

    chatwoot: Chatwoot
    name: str = "Mina"

    def sees(self, count: int = 1, seconds: float = 60) -> list[Talk]:
        """Return the conversations, as soon as there are so many."""
        self._until(lambda: len(self.talks) >= count, seconds)
        return self.talks

    @property
    def talks(self) -> list[Talk]:
        """Return the conversations, oldest first."""
        shelves = self.chatwoot.shelves
        return [talk for talk in shelves.talks.values() if talk.id not in shelves.earlier]

    def reads(self, talk: Talk, text: str, seconds: float = 60, *, private: bool | None = None) -> bool:
        """Return whether this comes to stand there."""
        return self._until(lambda: any(text in said for said in talk.read(private=private)), seconds)

    def writes(self, talk: Talk, text: str, *, private: bool = False, files: Any = ()) -> Message:
        """Say something to the customer, or note it for colleagues."""
        message = Message(next(self.chatwoot.shelves.ids), text, "outgoing", private, None, self._me)
        message.attachments = [one if isinstance(one, dict) else self.chatwoot.keep_file(*one) for one in files]
        talk.messages.append(message)
        self.chatwoot.run(self.chatwoot._tell_message(talk, message))
        return message

    def sets(self, talk: Talk, status: str) -> None:
        """Resolve or open it again."""
        talk.assignee = self._me
        self.chatwoot.run(self.chatwoot._set_status(talk, status))

    def waits_for(self, talk: Talk, status: str, seconds: float = 60) -> bool:
        """Return whether the conversation comes to have this status."""
        return self._until(lambda: talk.status == status, seconds)

    @property
    def _me(self) -> dict[str, Any]:
        return {"id": 5, "name": self.name, "email": "mina@shop.example", "type": "user"}

    def _until(self, is_so: Any, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while not is_so() and time.monotonic() < until:
            time.sleep(0.02)
        return bool(is_so())
