"""Meta's webhook at the real web server: handshake, signature, on disk before 200. And `check`, from outside."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from app.settings import read, settings
from connectors.whatsapp.check import check
from connectors.whatsapp.settings import WhatsAppSettings
from connectors.whatsapp.settings import whatsapp as read_settings
from store.engine import open_engine
from store.unit_of_work import SqlBooks
from support.errors import Misconfigured
from tests.databases import with_tables
from tests.house import House
from tests.standins import samples
from tests.standins.whatsapp.server import WhatsApp
from tests.standins.whatsapp.webhooks import encoded

PATH = "/webhooks/whatsapp"

NOBODY = "http://127.0.0.1:9"
"""Where nobody listens; the same in every collection, for tests go by their names."""


def environment(whatsapp: WhatsApp) -> dict[str, str]:
    return {
        "PARLEY_WHATSAPP_TOKEN": whatsapp.token,
        "PARLEY_WHATSAPP_PHONE_NUMBER_ID": whatsapp.business.phone_number_id,
        "PARLEY_WHATSAPP_APP_SECRET": whatsapp.business.app_secret,
        "PARLEY_WHATSAPP_VERIFY_TOKEN": "open-sesame",
        "PARLEY_WHATSAPP_API": whatsapp.url,
    }


class Web(House):
    """The web server alone, as it stands while the bot starts again."""

    def wait(self) -> None:
        """Return when it answers."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with suppress(httpx.HTTPError):
                if httpx.get(f"{self.url}/health", timeout=3, trust_env=False).status_code == 200:
                    return
            time.sleep(0.1)
        raise AssertionError(self.log("web")[-2000:])


@pytest.fixture(scope="module")
def meta() -> Iterator[WhatsApp]:
    with WhatsApp() as standin:
        yield standin


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory, meta: WhatsApp) -> Iterator[Web]:
    folder = tmp_path_factory.mktemp("door")
    with_tables(open_engine(f"sqlite:///{folder / 'parley.db'}"))
    server = Web(folder, **environment(meta))
    server.start("web")
    yield server
    server.stop()


def posts(web: Web, body: bytes, **headers: str) -> int:
    return httpx.post(f"{web.url}{PATH}", content=body, headers=headers, trust_env=False).status_code


def kept(web: Web) -> list[str]:
    """Return the ids of what is on disk."""
    engine = open_engine(f"sqlite:///{web.folder / 'parley.db'}")
    try:
        with SqlBooks(engine).reading() as uow:
            events = [logged.event for logged in uow.events.since(0)]
    finally:
        engine.dispose()
    return [event.message.id for event in events if type(event).__name__ == "MessageReceived"]


def test_meta_shakes_hands_and_nobody_else_does(web: Web, meta: WhatsApp) -> None:
    assert meta.subscribes(f"{web.url}{PATH}", "open-sesame")
    assert not meta.subscribes(f"{web.url}{PATH}", "guessed")


def test_a_signed_post_is_on_disk_before_200_and_once_however_often(web: Web, meta: WhatsApp) -> None:
    body = encoded(samples.payload("whatsapp", "text"))
    assert [posts(web, body, **meta.business.sign(body)) for _ in range(3)] == [200, 200, 200]
    assert len([id for id in kept(web) if id.endswith("MC44NDQ0MjE4NTE1MjUwNDgx")]) == 1


@pytest.mark.parametrize("header", ["", "sha256=", "sha256=00", "sha1=00", "ÄÖ", "sha256=" + "0" * 64])
def test_a_forged_post_is_refused_and_leaves_no_trace(web: Web, header: str) -> None:
    body = encoded(samples.payload("whatsapp", "quoted"))
    status = httpx.post(
        f"{web.url}{PATH}", content=body, headers=[(b"X-Hub-Signature-256", header.encode())], trust_env=False
    ).status_code
    assert status == 401 and posts(web, body) == 401
    assert not any("ODM3OTg1ODkwMzQ3NzI2" in id for id in kept(web))


def test_another_body_under_a_right_signature_is_refused(web: Web, meta: WhatsApp) -> None:
    body = encoded(samples.payload("whatsapp", "voice"))
    assert posts(web, body.replace(b"voice", b"Voice"), **meta.business.sign(body)) == 401


def test_a_signed_post_of_anything_is_acknowledged(web: Web, meta: WhatsApp) -> None:
    for body in (b"", b"{", b"[]", b"\xff\xfe", b"null", b'{"object": "page"}', b'"\\ud800\\u0000"', b"[" * 5000):
        assert posts(web, body, **meta.business.sign(body)) == 200, body[:20]


def findings(monkeypatch: pytest.MonkeyPatch, values: dict[str, str]) -> list[tuple[bool, str]]:
    """Return what `parley channel test whatsapp` would print with these settings."""
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    read_settings.cache_clear()
    try:
        return [(finding.is_fine, finding.text) for finding in asyncio.run(check())]
    finally:
        monkeypatch.undo()
        settings.cache_clear()
        read_settings.cache_clear()


def test_a_check_of_what_works_says_who_we_are(web: Web, meta: WhatsApp, monkeypatch: pytest.MonkeyPatch) -> None:
    meta.subscribes(f"{web.url}{PATH}", "open-sesame")
    more = {"PARLEY_PUBLIC_URL": web.url, "PARLEY_WHATSAPP_TEMPLATE": "news"}
    found = findings(monkeypatch, environment(meta) | more)

    assert all(is_fine for is_fine, _ in found), found
    assert "+12025550123 (Parley Demo), quality GREEN" in found[0][1]


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("PARLEY_WHATSAPP_TOKEN", "EAAended", "set PARLEY_WHATSAPP_TOKEN"),
        ("PARLEY_WHATSAPP_PHONE_NUMBER_ID", "12345", "phone number id 12345: 100"),
        ("PARLEY_WHATSAPP_APP_SECRET", "wrong", "PARLEY_WHATSAPP_APP_SECRET is not this app's"),
        ("PARLEY_WHATSAPP_VERIFY_TOKEN", "wrong", "answers 401 instead of the challenge"),
        ("PARLEY_WHATSAPP_API", NOBODY, "cannot be reached"),
        ("PARLEY_PUBLIC_URL", NOBODY, "does not answer"),
        ("PARLEY_PUBLIC_URL", NOBODY, "which is not PARLEY_PUBLIC_URL"),
        ("PARLEY_PUBLIC_URL", "", "PARLEY_PUBLIC_URL is not set"),
        ("PARLEY_WHATSAPP_TEMPLATE", "", "PARLEY_WHATSAPP_TEMPLATE is not set"),
    ],
)
def test_a_check_says_what_to_mend(
    web: Web, meta: WhatsApp, monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    meta.subscribes(f"{web.url}{PATH}", "open-sesame")
    right = environment(meta) | {"PARLEY_PUBLIC_URL": web.url, "PARLEY_WHATSAPP_TEMPLATE": "news"}
    wrong = [text for is_fine, text in findings(monkeypatch, right | {name: value}) if not is_fine]
    assert [says in text for text in wrong].count(True) == 1, wrong


@pytest.mark.parametrize(("name", "value"), [("TOKEN", "EAAended"), ("API", NOBODY)])
def test_what_is_wrong_with_all_numbers_is_said_once(
    web: Web, meta: WhatsApp, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    numbers = f"{meta.business.phone_number_id},1234567"
    more = {"PARLEY_PUBLIC_URL": web.url, "PARLEY_WHATSAPP_TEMPLATE": "news", f"PARLEY_WHATSAPP_{name}": value}
    found = findings(monkeypatch, environment(meta) | more | {"PARLEY_WHATSAPP_PHONE_NUMBER_ID": numbers})

    assert len([text for is_fine, text in found if not is_fine]) == 1, found
    assert capsys.readouterr() == ("", "")


def test_a_check_without_settings_says_where_to_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    ((is_fine, text),) = findings(monkeypatch, {})
    assert not is_fine and "docs/operating.md" in text


def test_half_the_settings_stop_the_start_and_are_named(meta: WhatsApp, tmp_path: Path) -> None:
    half = {"PARLEY_WHATSAPP_TOKEN": meta.token, "PARLEY_WHATSAPP_APP_SECRET": "x"}
    with pytest.raises(AssertionError, match="PARLEY_WHATSAPP_PHONE_NUMBER_ID, PARLEY_WHATSAPP_VERIFY_TOKEN missing"):
        _ends(House(tmp_path, **half), "web")


def _ends(house: House, name: str) -> None:
    try:
        house.start(name)
    finally:
        house.stop()


def test_starting_with_half_the_settings_is_one_line_that_says_so(meta: WhatsApp, tmp_path: Path) -> None:
    done = House(tmp_path, PARLEY_WHATSAPP_TOKEN=meta.token).parley("start")
    assert done.returncode == 1
    assert done.stderr.strip().startswith("parley: WhatsApp is half set up, PARLEY_WHATSAPP_PHONE_NUMBER_ID")
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_token_with_a_lines_end_works_and_a_broken_one_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PHONE_NUMBER_ID": "1", "APP_SECRET": "s", "VERIFY_TOKEN": "v", "TOKEN": "EAAG1\n"}.items():
        monkeypatch.setenv(f"PARLEY_WHATSAPP_{name}", value)
    assert read(WhatsAppSettings).token == "EAAG1"

    monkeypatch.setenv("PARLEY_WHATSAPP_TOKEN", "EAAG1\nEAAG2")
    with pytest.raises(Misconfigured, match="PARLEY_WHATSAPP_TOKEN") as refused:
        read(WhatsAppSettings)
    assert "EAAG" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [("PHONE_NUMBER_ID", "+46701740605"), ("VERSION", "24"), ("API", "graph.facebook.com"), ("PER_SECOND", "0")],
)
def test_a_setting_that_cannot_be_is_named(
    meta: WhatsApp, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    with pytest.raises(Misconfigured, match=f"PARLEY_WHATSAPP_{name}"):
        findings(monkeypatch, environment(meta) | {f"PARLEY_WHATSAPP_{name}": value})
