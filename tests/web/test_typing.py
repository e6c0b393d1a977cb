"""Who writes is seen at the other end, while people hold the conversation; it is kept nowhere."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.typing import Typing, typing
from app.wiring import ear
from support.messages import ConversationId, conversation
from tests.web.inbox import Agent, bot_calls, customer_says
from tests.web.office import Office, opened


class Visitor:
    """A customer's browser at the chat."""

    def __init__(self, office: Office) -> None:
        self.http = office.desk().http
        self.token = self.http.post("/chat/session", json={"language": "en"}).json()["session"]
        self.http.headers["Authorization"] = f"Bearer {self.token}"

    @property
    def id(self) -> ConversationId:
        return conversation("webchat", self.token.partition(".")[0])

    def types(self, on: bool = True, **headers: str) -> int:
        return self.http.post("/chat/typing", json={"on": on}, headers=headers).status_code

    @contextmanager
    def hearing(self) -> Iterator[Iterator[dict[str, Any]]]:
        """Hear what the chat is told of typing."""
        with self.http.stream("GET", "/chat/events") as answer:
            yield typed(answer.iter_lines())


def typed(lines: Iterator[str]) -> Iterator[dict[str, Any]]:
    for line in lines:
        if line == "event: typing":
            yield json.loads(next(lines).removeprefix("data: "))


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    with opened(tmp_path, monkeypatch) as held:
        yield held
        ear().close()


@pytest.fixture
def maria(office: Office) -> Agent:
    return Agent(office, "Maria")


@pytest.fixture
def anna(office: Office) -> Visitor:
    visitor = Visitor(office)
    bot_calls(office.books, customer_says(office.books, "A person, please", visitor.id))
    return visitor


def test_the_customer_sees_that_an_agent_writes(anna: Visitor, maria: Agent) -> None:
    with anna.hearing() as heard:
        assert next(heard) == {"on": False}  # the message before, with nobody at work on it
        maria.does("typing", anna.id, on=True)
        assert next(heard) == {"on": True, "by": "agent"}
        maria.does("typing", anna.id, on=False)
        assert next(heard) == {"on": False, "by": "agent"}


def test_an_agent_who_looks_on_while_the_bot_answers_is_not_seen(office: Office, maria: Agent) -> None:
    visitor = Visitor(office)
    customer_says(office.books, "Hello?", visitor.id)
    maria.does("typing", visitor.id, on=True)

    assert typing().seconds_left(visitor.id) == 0


def test_agents_see_that_the_customer_writes(anna: Visitor, maria: Agent, office: Office) -> None:
    with office.books.reading() as uow:
        before = uow.events.last()
    with maria.listening() as ears:
        assert anna.types() == 200
        told = ears.until("typing")
    assert (told["conversation_id"], told["by"]["id"], told["on"]) == (anna.id, None, True)
    with office.books.reading() as uow:
        assert uow.events.last() == before


def test_who_talks_to_the_bot_is_not_watched(office: Office, anna: Visitor, maria: Agent) -> None:
    stranger = Visitor(office)
    customer_says(office.books, "Hello?", stranger.id)
    with maria.listening() as ears:
        assert stranger.types() == 200
        assert anna.types() == 200
        assert ears.until("typing")["conversation_id"] == anna.id


def test_typing_is_bounded_and_needs_the_chats_own_session(anna: Visitor) -> None:
    assert anna.types(Authorization="Bearer webchat.en.0000") == 401
    assert {anna.types() for _ in range(20)} == {200, 429}


def test_who_stopped_without_a_word_is_shown_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.typing.LASTS_SECONDS", 0.0)
    at_work, id = Typing(), conversation("webchat", "anna")
    at_work.agent(id, on=True)
    assert at_work.seconds_left(id) == 0
