"""Files that agents send: taken in as they come, for whoever chose them, met where nothing in them can run."""

import uuid
from contextlib import suppress
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from support.messages import ConversationId, conversation
from tests.web.inbox import ANNA, Agent, at, bot_calls, customer_says
from tests.web.office import Office
from tests.web.test_typing import Visitor

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 100
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


@pytest.fixture
def maria(office: Office) -> Agent:
    return Agent(office, "Maria")


@pytest.fixture
def anna(office: Office) -> Visitor:
    visitor = Visitor(office)
    bot_calls(office.books, customer_says(office.books, "A person, please", visitor.id))
    return visitor


def uploads(agent: Agent, where: ConversationId, body: Any, name: str = "a.png") -> httpx.Response:
    headers = {"X-CSRF-Token": agent.csrf, "X-File-Name": quote(name), "Content-Type": "image/png"}
    return agent.browser.http.post(f"/desk/api/{at(where)}/files", content=body, headers=headers)


def sends(agent: Agent, where: ConversationId, *keys: str, text: str = "") -> httpx.Response:
    return agent.tries("reply", where, id=str(uuid.uuid4()), text=text, files=list(keys))


def test_a_picture_reaches_the_customer(anna: Visitor, maria: Agent) -> None:
    chosen = uploads(maria, anna.id, PNG, "kvitto på Ö.png").json()
    assert (chosen["kind"], chosen["media_type"], chosen["name"]) == ("image", "image/png", "kvitto på Ö.png")

    assert sends(maria, anna.id, chosen["key"]).status_code == 200
    (shown,) = maria.opens(anna.id)["transcript"][-1]["attachments"]
    assert shown["name"] == "kvitto på Ö.png"
    got = anna.http.get(f"/chat/files/{chosen['key']}")
    assert (got.status_code, got.content, got.headers["Content-Type"]) == (200, PNG, "image/png")
    assert got.headers["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize(
    ("body", "name"),
    [(SVG, "logo.svg"), (HTML, "page.html"), (SVG, "fake.png"), (b"MZ\x90\0", "setup.exe"), (b"#!/bin/sh", "x.sh")],
)
def test_what_could_run_is_only_ever_saved(anna: Visitor, maria: Agent, body: bytes, name: str) -> None:
    chosen = uploads(maria, anna.id, body, name).json()
    sends(maria, anna.id, chosen["key"])

    assert (chosen["kind"], chosen["media_type"]) == ("document", "application/octet-stream")
    for browser, path in ((anna.http, "/chat/files/"), (maria.browser.http, "/desk/api/files/")):
        got = browser.get(f"{path}{chosen['key']}")
        assert got.headers["Content-Disposition"].startswith("attachment") and "sandbox" in str(
            got.headers["Content-Security-Policy"]
        )
        assert got.headers["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(
    ("body", "served_as"),
    [
        (PNG + HTML, "image/png"),
        (b"GIF89a/*\0*/=1;alert(1)", "image/gif"),
        (b"\xff\xd8\xff" + SVG, "image/jpeg"),
        (b"%PDF-1.7 PK\x03\x04", "application/octet-stream"),
        (b"PK\x03\x04" + HTML, "application/octet-stream"),
        (b" " + PNG, "application/octet-stream"),
    ],
)
def test_what_is_two_things_at_once_is_met_as_the_harmless_one(
    anna: Visitor, maria: Agent, body: bytes, served_as: str
) -> None:
    chosen = uploads(maria, anna.id, body, "both.html").json()
    sends(maria, anna.id, chosen["key"])

    for browser, path in ((anna.http, "/chat/files/"), (maria.browser.http, "/desk/api/files/")):
        got = browser.get(f"{path}{chosen['key']}")
        assert (got.headers["Content-Type"], got.headers["X-Content-Type-Options"]) == (served_as, "nosniff")
        assert got.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\evil\\x.txt", "x.txt"),
        ("invoice\u202egnp.exe", "invoicegnp.exe"),
        ("<script>alert(1)</script>.png", "script>.png"),
        ("a\r\nSet-Cookie: x=1.png", "aSet-Cookie: x=1.png"),
        ("", "file"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_fools_nobody(anna: Visitor, maria: Agent, told: str, kept: str) -> None:
    chosen = uploads(maria, anna.id, PNG, told).json()
    sends(maria, anna.id, chosen["key"])

    assert chosen["name"] == kept
    assert anna.http.get(f"/chat/files/{chosen['key']}").status_code == 200


def test_fifty_megabytes_are_refused_before_they_are_here(anna: Visitor, maria: Agent) -> None:
    sent = 0

    def endless() -> Any:
        nonlocal sent
        for _ in range(50):
            sent += 1
            yield b"\0" * 1_000_000

    with suppress(httpx.WriteError):  # the server may hang up in the middle
        assert uploads(maria, anna.id, endless()).status_code == 413
    assert sent < 50
    assert uploads(maria, anna.id, b"\0" * 20_000_001).status_code == 413
    assert uploads(maria, anna.id, b"\0" * 19_000_000).status_code == 201


def test_a_guessed_key_sends_and_shows_nothing(office: Office, anna: Visitor, maria: Agent) -> None:
    per, other = Agent(office, "Per"), Visitor(office)
    bot_calls(office.books, customer_says(office.books, "Hello?", other.id))
    key = uploads(maria, anna.id, PNG).json()["key"]

    assert sends(per, anna.id, key).status_code == 404  # a colleague's
    assert sends(maria, other.id, key).status_code == 404  # of another conversation
    assert anna.http.get(f"/chat/files/{key}").status_code == 404  # not sent yet
    assert sends(maria, anna.id, key).status_code == 200
    assert other.http.get(f"/chat/files/{key}").status_code == 404
    assert anna.http.get(f"/chat/files/{key}", headers={"Authorization": "Bearer x.en.0"}).status_code == 401
    assert office.desk().get(f"/chat/files/{key}").status_code == 401


def test_a_file_is_chosen_for_a_conversation_there_is_and_has_something_in_it(maria: Agent, anna: Visitor) -> None:
    assert uploads(maria, anna.id, b"").status_code == 400
    assert uploads(maria, conversation("webchat", "nobody"), PNG).status_code == 404
    assert sends(maria, anna.id).status_code == 400
    assert sends(maria, anna.id, *(f"{n:064x}" for n in range(11))).status_code == 400


def test_a_channel_without_files_says_so_before_anything_is_sent(office: Office, maria: Agent) -> None:
    pigeon = conversation("pigeon", "1")
    bot_calls(office.books, customer_says(office.books, "Coo?", pigeon))

    assert maria.sees(f"{at(pigeon)}/abilities") == {"files": None, "typing": False}
    assert maria.sees(f"{at(pigeon)}/window") is None
    refused = uploads(maria, pigeon, PNG)
    assert refused.status_code == 400 and "takes no files" in refused.json()["message"]
    assert sends(maria, pigeon, "0" * 64, text="see").status_code == 400


def test_the_smaller_of_two_limits_counts(office: Office, maria: Agent) -> None:
    customer_says(office.books, "hej")
    assert maria.sees(f"{at(ANNA)}/abilities") == {"files": {"bytes": 20_000_000}, "typing": True}
