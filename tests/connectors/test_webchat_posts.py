"""What browsers post, over real HTTP: once however often it is sent, and never in the way of who only reads."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.settings import settings
from app.wiring import books
from store.engine import open_engine
from store.turnstile import Turnstile
from support.articles import Article
from support.votes import Vote
from support.writing import Audience, Topic
from tests.contracts.exam.room import Doors, forget_settings
from tests.databases import with_tables


@pytest.fixture
def chat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[httpx.Client]:
    """A browser's way to the web app."""
    monkeypatch.setenv("PARLEY_VAR", str(tmp_path))
    forget_settings()
    engine = open_engine(settings().url)
    with_tables(engine)
    engine.dispose()
    doors = Doors()
    doors.open()
    with httpx.Client(base_url=doors.url, trust_env=False, timeout=30) as client:
        yield client
    doors.close()
    books().dispose()
    forget_settings()


def session(chat: httpx.Client) -> dict[str, str]:
    return {"Authorization": f"Bearer {chat.post('/chat/session', json={'language': 'en'}).json()['session']}"}


def posts(chat: httpx.Client, number: int, **more: Any) -> int:
    return chat.post("/chat/messages", json={"id": f"message-{number}", "text": "hello"}, **more).status_code


def side_by_side(count: int, work: Callable[[int], None]) -> list[threading.Thread]:
    threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    return threads


def test_a_message_is_new_once(chat: httpx.Client) -> None:
    anna = session(chat)

    assert [posts(chat, 1, headers=anna) for _ in range(3)] == [202, 200, 200]


def test_who_reads_does_not_wait_for_those_who_write(chat: httpx.Client, tmp_path: Path) -> None:
    """Nor when more browsers write than a process has threads, and none of them comes to its turn."""
    people, statuses = [session(chat) for _ in range(40)], list[int]()
    with Turnstile(tmp_path / "parley.db.lock"):
        waiting = side_by_side(40, lambda number: statuses.append(posts(chat, number, headers=people[number])))
        time.sleep(0.5)
        began = time.monotonic()
        session(chat)  # which reads the books
        assert time.monotonic() - began < 2
        assert statuses == []
    for thread in waiting:
        thread.join()
    assert statuses == [202] * 40


@pytest.mark.parametrize(
    ("told", "believed"),
    [
        ("en/returns", {"slug": "returns", "language": "en", "title": "Returns"}),
        ("en/secrets", None),  # is kept back
        ("fa/returns", None),
        ("en/../returns", None),
        (["en/returns"], None),
        (None, None),
    ],
)
def test_a_message_knows_the_article_it_was_written_from(
    chat: httpx.Client, told: Any, believed: dict[str, str] | None
) -> None:
    with books().writing() as uow:
        for slug in ("returns", "secrets"):
            uow.articles.put(Article(slug=slug, language="en", title=slug.title(), body="30 days."))
        uow.topics.put(Topic(slug="secrets", source="en", audience=Audience.AGENTS))
        uow.commit()
    anna = session(chat)

    body = {"id": "message-1", "text": "and then?", "about": told}
    id = chat.post("/chat/messages", json=body, headers=anna).json()["id"]

    with books().reading() as uow:
        kept = uow.inbox.get(id)
    assert kept is not None and kept.message.data.get("about") == believed


def test_a_chat_begins_with_what_has_helped_readers(chat: httpx.Client) -> None:
    with books().writing() as uow:
        for slug in ("returns", "sizes", "hats"):
            uow.articles.put(Article(slug=slug, language="en", title=f"About {slug}", body="30 days."))
        for slug, votes in {"sizes": [True] * 4, "hats": [True] * 4 + [False] * 3, "gone": [True] * 9}.items():
            for number, is_helpful in enumerate(votes):
                uow.votes.put(Vote(slug=slug, language="en", reader=f"r{number}", is_helpful=is_helpful, at=now()))
        uow.commit()

    opened = chat.post("/chat/session", json={"language": "en"}).json()["suggestions"]

    assert [each["payload"] for each in opened] == ["article:sizes", "article:returns"]


def now() -> datetime:
    return datetime.now(UTC)
