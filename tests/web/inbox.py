"""An agent's browser at the desk's API, and customers who write."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import httpx

from desk import contacts, leaving, rating
from desk.handing_over import open_handoff
from store.unit_of_work import SqlBooks
from support import mail
from support.events import TeamsChanged
from support.handoffs import Handoff, Reason
from support.messages import Author, ConversationId, Message, conversation
from support.staff import Account, Role
from support.surveys import Rating, Survey
from support.teams import SUPPORT, Sla
from tests.web.office import Desk, Office

ANNA = conversation("webchat", "anna/1?&%")
"""With everything in it that an address has a meaning for."""


class Agent:
    """Somebody who answers, at their browser."""

    def __init__(self, office: Office, name: str) -> None:
        self.account: Account = office.hires(name, Role.AGENT)
        self.browser: Desk = office.desk_of(self.account)
        self.csrf: str = self.sees("me")["csrf"]

    def asks(self, path: str, **query: Any) -> httpx.Response:
        return self.browser.http.get(f"/desk/api/{path}", params=query)

    def sees(self, path: str, **query: Any) -> Any:
        answer = self.asks(path, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def lists(self, **query: Any) -> list[str]:
        return [row["conversation_id"] for row in self.sees("conversations", **query)["conversations"]]

    def opens(self, id: ConversationId = ANNA, **query: Any) -> Any:
        return self.sees(at(id), **query)

    def tries(self, what: str, where: ConversationId = ANNA, /, **body: Any) -> httpx.Response:
        return self.posts(f"{at(where)}/{what}", json.dumps(body).encode())

    def posts(self, path: str, body: bytes) -> httpx.Response:
        return self.browser.http.post(f"/desk/api/{path}", content=body, headers={"X-CSRF-Token": self.csrf})

    def does(self, what: str, where: ConversationId = ANNA, /, **body: Any) -> Any:
        answer = self.tries(what, where, **body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def says(self, text: str, id: ConversationId = ANNA) -> Any:
        return self.does("reply", id, id=str(uuid.uuid4()), text=text)

    def notes(self, text: str, id: ConversationId = ANNA) -> Any:
        return self.does("note", id, id=str(uuid.uuid4()), text=text)

    @contextmanager
    def listening(self, after: int | None = None) -> Iterator["Ears"]:
        """Hear the stream."""
        query = {} if after is None else {"after": after}
        with self.browser.http.stream("GET", "/desk/api/events", params=query) as answer:
            assert answer.status_code == 200
            ears = Ears(answer)
            if after is None:  # else what was missed comes first
                ears.until("presence")
            yield ears


class Ears:
    """One open stream."""

    def __init__(self, answer: httpx.Response) -> None:
        self._lines = answer.iter_lines()
        self.place: str | None = None

    def next(self) -> tuple[str, Any]:
        """Return the next event's name and data."""
        fields: dict[str, str] = {}
        for line in self._lines:
            name, _, value = line.partition(": ")
            if name:
                fields[name] = value
            elif "data" in fields:
                self.place = fields.get("id", self.place)
                return fields["event"], json.loads(fields["data"])
            else:
                fields = {}
        raise EOFError("the stream has ended")

    def until(self, kind: str) -> Any:
        """Return the data of the next event of this kind."""
        while True:
            name, data = self.next()
            if name == kind:
                return data

    def counted(self, **wanted: int) -> None:
        """Return once the numbers are these."""
        while not wanted.items() <= self.until("counts").items():
            pass


def at(id: ConversationId) -> str:
    return f"conversations/{quote(id, safe='')}"


def customer_says(books: SqlBooks, text: str, id: ConversationId = ANNA, **more: Any) -> Message:
    now = datetime.now(UTC)
    message = Message(
        id=f"{id}:{uuid.uuid4()}",
        conversation_id=id,
        author=Author.CUSTOMER,
        text=text,
        sent_at=now,
        **{"name": "Anna", "language": "sv", **more},
    )
    with books.writing() as uow:
        mail.receive(uow, message, now=now)
        contacts.meet(uow, message)
        uow.commit()
    return message


def bot_says(books: SqlBooks, asked: Message, text: str, intent: str, *slugs: str, **more: Any) -> None:
    """Answer as the bot does, in the customer's language, with what it decided."""
    language = asked.language
    hits = [{"slug": slug, "language": language, "title": slug.title(), "score": 0.5} for slug in slugs]
    decision = {
        "intent": intent,
        "confidence": 0.7,
        "cause": None,
        "language": language,
        "language_certainty": 0.9,
        "hits": hits,
    }
    message = Message(
        id=f"{asked.id}/0",
        conversation_id=asked.conversation_id,
        author=Author.BOT,
        text=text,
        sent_at=datetime.now(UTC),
        language=language,
        data={"decision": decision | more},
    )
    with books.writing() as uow:
        mail.post(uow, message)
        uow.commit()


def bot_calls(books: SqlBooks, asked: Message, reason: Reason = Reason.ASKED) -> Handoff:
    with books.writing() as uow:
        handoff = open_handoff(
            uow,
            asked.conversation_id,
            reason=reason,
            opened_by=asked.id,
            context={"language": asked.language, "slots": {"order_number": "TM-1"}},
            now=datetime.now(UTC),
        )
        uow.commit()
    return handoff


def promises(books: SqlBooks, **minutes: int) -> None:
    """Have Support promise this."""
    with books.writing() as uow:
        uow.teams.replace_all([replace(SUPPORT, sla=Sla(**minutes))])
        uow.record(TeamsChanged(names=("Support",)))
        uow.commit()


def rates(books: SqlBooks, handoff: Handoff, score: int, words: str | None = None) -> None:
    """Be asked how it was, and say so."""
    now = datetime.now(UTC)
    asked = Rating(
        handoff_id=handoff.id, conversation_id=handoff.conversation_id, survey=Survey.CSAT, asked_at=now, words=words
    )
    thanks = Message(
        id=f"{handoff.id}/thanks", conversation_id=handoff.conversation_id, author=Author.BOT, text="Tack!", sent_at=now
    )
    with books.writing() as uow:
        uow.ratings.ask(asked)
        rating.score(uow, asked, score, thanks, now=now)
        uow.commit()


def leaves_address(books: SqlBooks, handoff: Handoff, address: str) -> None:
    thanks = Message(
        id=f"{handoff.id}/mail",
        conversation_id=handoff.conversation_id,
        author=Author.BOT,
        text="Tack!",
        sent_at=datetime.now(UTC),
    )
    with books.writing() as uow:
        leaving.leave_mail(uow, handoff, address, thanks)
        uow.commit()


def file_of(books: SqlBooks, body: bytes, media_type: str) -> str:
    with books.writing() as uow:
        key = uow.media.put(body, media_type)
        uow.commit()
    return key


def said_to(books: SqlBooks, id: ConversationId = ANNA) -> list[str]:
    """Return what was said to the customer."""
    with books.reading() as uow:
        return [message.text for message in uow.outbox.messages(id)]
