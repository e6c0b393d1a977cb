"""A person at the desk writes and sends files, and the customer sees it; articles come from the running bot."""

import base64
import json
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from desk import people
from desk.people import Profile
from desk.sign_ins import open_sign_in
from store.engine import open_engine
from store.unit_of_work import SqlBooks
from support.staff import Role
from tests.browser.chat import Chat
from tests.browser.chromium import Browser, until
from tests.house import House
from tests.web.office import act
from web.guard import COOKIE

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
_SESSION = "return JSON.parse(localStorage[Object.keys(localStorage).find((key) => key.endsWith(':session'))]).token"
_IN_CHAT = "return document.querySelector('parley-chat').shadowRoot.querySelector(arguments[0])"


class Agent:
    """Somebody at the desk's API of a running house."""

    def __init__(self, house: House) -> None:
        books = SqlBooks(open_engine(f"sqlite:///{house.folder / 'parley.db'}"))
        with books.writing() as uow:
            profile = Profile(name="Maria", roles=frozenset({Role.AGENT}))
            account, _ = people.invite(uow, f"{uuid.uuid4().hex}@shop.example", profile, act())
            account = people.replace(account, joined_at=act().at)
            uow.accounts.update(account)
            token = open_sign_in(uow, account, act(), browser="test")
            uow.commit()
        books.dispose()
        self.http = httpx.Client(base_url=f"{house.url}/desk/api", trust_env=False, timeout=30)
        self.http.cookies.set(COOKIE, token)
        self.http.headers["X-CSRF-Token"] = self.http.get("/me").json()["csrf"]

    def posts(self, address: str, what: str, body: bytes, **headers: str) -> Any:
        answer = self.http.post(f"/conversations/webchat%3A{address}/{what}", content=body, headers=headers)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    def does(self, address: str, what: str, **body: Any) -> Any:
        return self.posts(address, what, json.dumps(body).encode())

    def sends(self, address: str, body: bytes, name: str, text: str = "") -> None:
        key = self.posts(address, "files", body, **{"X-File-Name": quote(name)})["key"]
        self.does(address, "reply", id=str(uuid.uuid4()), text=text, files=[key])


@pytest.fixture
def maria(house: House) -> Iterator[Agent]:
    agent = Agent(house)
    yield agent
    agent.http.close()


@pytest.fixture
def address(chat: Chat, browser: Browser) -> str:
    """Where the customer who waits for a person is."""
    chat.press("Talk to a person")
    chat.sees("waiting")
    return str(browser.script(_SESSION)).split(".")[0]


def test_a_picture_is_shown_and_a_program_is_there_to_be_saved(
    chat: Chat, browser: Browser, maria: Agent, address: str
) -> None:
    maria.sends(address, DOT, "dot.png", "Look:")
    chat.hears("Look:")
    until(lambda: browser.script(f"{_IN_CHAT}?.naturalWidth", ".file img") == 1, "the picture")

    maria.sends(address, b"<svg><script>alert(1)</script></svg>", "<img src=x onerror=alert(1)>.svg", "And:")
    chat.hears("And:")
    until(lambda: browser.script(f"{_IN_CHAT}?.innerText", ".file a"), "the link")
    assert browser.script(f"{_IN_CHAT}.innerText", ".file a") == "<img src=x onerror=alert(1)>.svg"
    assert browser.script(f"{_IN_CHAT}.download", ".file a").endswith(".svg")
    assert browser.script(_IN_CHAT, "img[src=x]") is None


def test_a_picture_is_there_again_after_a_reload(chat: Chat, browser: Browser, maria: Agent, address: str) -> None:
    maria.sends(address, DOT, "dot.png", "Look:")
    chat.hears("Look:")
    browser.reload()
    until(lambda: browser.script(f"{_IN_CHAT}?.naturalWidth", ".file img") == 1, "the picture")


def test_the_customer_sees_a_person_type_and_the_desk_the_customer(
    chat: Chat, browser: Browser, maria: Agent, address: str
) -> None:
    maria.does(address, "take")
    assert not chat.shows("typing")
    maria.does(address, "typing", on=True)
    assert "Somebody is typing" in chat.sees("typing")
    maria.does(address, "typing", on=False)
    chat.misses("typing")

    with maria.http.stream("GET", "/events") as answer:
        lines = answer.iter_lines()
        until_named(lines, "presence")
        chat.part("input").send_keys("hm")
        told = until_named(lines, "typing")
    assert (told["conversation_id"], told["on"], told["by"]["id"]) == (f"webchat:{address}", True, None)


def until_named(lines: Iterator[str], event: str) -> Any:
    for line in lines:
        if line == f"event: {event}":
            return json.loads(next(lines).removeprefix("data: "))
    raise EOFError(event)


def test_articles_for_what_the_customer_said_come_from_the_bot(maria: Agent, chat: Chat, address: str) -> None:
    chat.write("I forgot my password")
    chat.hears("I forgot my password")
    told = maria.http.get(f"/conversations/webchat%3A{address}/suggestions").json()

    first = told["suggestions"][0]
    assert (told["is_away"], told["question"], first["slug"]) == (False, "I forgot my password", "reset-password")
    assert first["confidence"] > 0.5 and first["answer"]
