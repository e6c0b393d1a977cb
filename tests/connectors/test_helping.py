"""What the desk asks of the bot: over real HTTP, by the bot's own search."""

import asyncio
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sanic import Sanic
from sanic.server import AsyncioServer

from app import knowledge
from app.settings import ROOT, settings
from app.wiring import books
from connectors import base
from connectors.helping import Helper
from kb.importing.markdown import read_folder
from kb.importing.mirroring import mirror
from store.engine import open_engine
from support.conversations import Conversation
from support.messages import conversation
from tests.contracts.exam.room import forget_settings
from tests.databases import with_tables
from tests.ports import free_port
from web.desk import bot
from web.desk.suggesting import suggestions

ANNA = conversation("telegram", "1")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The demo's articles in a database of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PARLEY_VAR", str(tmp_path_factory.mktemp("var")))
        patch.setenv("PARLEY_BOT_PORT", str(free_port()))
        forget_settings()
        with_tables(open_engine(settings().url))
        with books().writing() as uow:
            mirror(uow, read_folder(ROOT / "kb" / "articles"), now=datetime.now(UTC))
            uow.commit()
        shelf = knowledge._shelf()
        patch.setattr("connectors.helping.library", lambda: shelf)  # the real one follows the log for ever
        patch.setattr("web.desk.bot._SECONDS", 60)  # agents do not wait so long for help; a test does
        yield
        books().dispose()
    forget_settings()


def asked(what: str, **body: Any) -> dict[str, Any] | None:
    return asyncio.run(_with_bot(bot.ask(what, **body)))


async def _with_bot(work: Any) -> Any:
    """Do it while the bot's routes are served where the desk looks for them."""
    Sanic.test_mode = True
    app = Sanic("bot_helper", configure_logging=False)
    app.ctx.agent = None  # Rasa puts its own there
    blueprint = Helper().blueprint(None)  # type: ignore[arg-type]
    app.blueprint(blueprint, url_prefix="/webhooks/desk")
    with socket.create_server(("127.0.0.1", settings().bot_port)) as line:
        server: AsyncioServer = await app.create_server(sock=line, return_asyncio_server=True)  # type: ignore[assignment]
        await server.startup()
        try:
            return await work
        finally:
            server.close()
            await server.wait_closed()


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize(
    ("question", "language", "slug"),
    [
        ("I forgot my password", "en", "reset-password"),
        ("jag har glömt mitt lösenord", "sv", "reset-password"),
        ("I forgot my password", "fa", "reset-password"),
    ],
)
def test_articles_come_in_the_customers_language(question: str, language: str, slug: str) -> None:
    row = Conversation(conversation_id=ANNA, channel="telegram", last_at=None, language=language)  # type: ignore[arg-type]
    told = asyncio.run(_with_bot(suggestions(row, question)))

    first = told["suggestions"][0]
    assert (first["slug"], first["language"], told["is_away"]) == (slug, language, False)
    assert first["url"] == f"/help/{language}/{slug}" and first["answer"] and 0 < first["confidence"] <= 1


@pytest.mark.usefixtures("house")
def test_the_help_centre_is_told_more_articles_and_the_passage_that_matched() -> None:
    told = asked("articles", question="how long does the bank take", language="en", most=10)

    assert told is not None and told["is_sure"] in (True, False)
    assert len(told["hits"]) == 10
    assert "bank" in told["hits"][0]["passage"]


@pytest.mark.usefixtures("house")
def test_a_bot_that_is_away_is_said_to_be() -> None:
    row = Conversation(conversation_id=ANNA, channel="telegram", last_at=None, language="en")  # type: ignore[arg-type]
    told = asyncio.run(suggestions(row, "returns?"))

    assert (told["suggestions"], told["is_away"]) == ([], True) and "bot" in told["message"]


@pytest.mark.usefixtures("house")
def test_nobody_asks_without_the_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked("typing", conversation_id=ANNA) == {"shown": False}
    monkeypatch.setattr("app.bot_line.secret", lambda here: "something else")
    assert asked("typing", conversation_id=ANNA) is None


@pytest.mark.usefixtures("house")
def test_a_channel_that_is_not_served_here_shows_nothing() -> None:
    assert asked("typing", conversation_id="pigeon:1") == {"shown": False}
    assert "pigeon" not in base.CHANNELS and isinstance(settings().var, Path)
