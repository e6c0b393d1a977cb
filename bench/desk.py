"""How soon agents see what customers write: 50 open desks, 2,000 conversations in people's hands, 20 messages a second.

A web process of its own on SQLite (synchronous=FULL); customers post through the web chat's door, each agent hears
the desk's stream. Measured from the beginning of a post to the arrival of its message at each of the desks, over all of
them. The bot does not run: it is silent where people answer. The peer is what a page without a stream does: ask for
the list every five seconds, each agent at times of its own; seen is a message when the list first shows it.
"""

import asyncio
import random
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

import aiohttp

from app.secrets import derived
from bench.processes import CACHE, PYTHON, end_on_signal, environment, free_port, must_live, running
from bench.table import report, show, verdict
from connectors.webchat.sessions import Sessions
from desk import people
from desk.handing_over import open_handoff
from desk.people import Profile
from desk.sign_ins import open_sign_in
from store.engine import open_engine
from store.migrate import migrate
from store.unit_of_work import SqlBooks
from support import mail
from support.handoffs import Reason
from support.messages import Author, Message
from support.staff import Act, Role
from web.guard import COOKIE

_AGENTS, _CONVERSATIONS = 50, 2000
_PER_SECOND, _SECONDS, _POLLED_SECONDS = 20, 60, 30
_POLL_SECONDS = 5.0
_AIM_MS = 500.0
_AT_ONCE = 200
_OPENED_SECONDS = 3.0
"""For all streams to be open, before the first post."""

_NUMBER = re.compile(rb"event: message\n(?:id: \d+\n)?data: [^\n]*?number (\d+)\b")
_SHOWN = re.compile(rb"number (\d+)\b")

Times = dict[int, float]
Delays = list[float]


class Shift:
    """What one run has in hand: where the server is, who answers, who writes; what was posted when."""

    def __init__(self, url: str, cookies: list[str], tokens: list[str]) -> None:
        self.url, self.cookies, self.tokens = url, cookies, tokens
        self.posted: Times = {}
        self.delays: Delays = []
        self.seen: list[set[int]] = [set() for _ in cookies]

    def sees(self, agent: int, number: int) -> None:
        """Note the first time that an agent's page has it."""
        if number in self.posted and number not in self.seen[agent]:
            self.seen[agent].add(number)
            self.delays.append(time.perf_counter() - self.posted[number])

    def must_have_seen_all(self) -> None:
        """Raises: RuntimeError where an agent was never shown a message."""
        missing = sum(len(self.posted) - len(seen) for seen in self.seen)
        if missing:
            raise RuntimeError(f"{missing} of {len(self.posted) * len(self.seen)} messages were never shown")


def main() -> None:
    """Run."""
    end_on_signal()
    with installation() as (url, cookies, tokens):
        streamed, polled = Shift(url, cookies, tokens), Shift(url, cookies, tokens)
        asyncio.run(stream(streamed))
        streamed.must_have_seen_all()
        asyncio.run(poll(polled))
    rows = [("stream", *_percentiles(streamed.delays), len(streamed.posted))]
    rows += [(f"asking every {_POLL_SECONDS:.0f} s", *_percentiles(polled.delays), len(polled.posted))]
    show(f"{_AGENTS} agents, {_CONVERSATIONS} conversations", ("", "p50 ms", "p99 ms", "messages"), rows)
    p50, p99 = _percentiles(streamed.delays)
    verdict({f"p99 <= {_AIM_MS} ms": p99 <= _AIM_MS})
    polled_p50, polled_p99 = _percentiles(polled.delays)
    figures = {"p50_ms": p50, "p99_ms": p99, "polled_p50_ms": polled_p50, "polled_p99_ms": polled_p99}
    report(agents=_AGENTS, conversations=_CONVERSATIONS, **figures)


async def stream(shift: Shift) -> None:
    """Have all desks open while customers write."""
    async with aiohttp.ClientSession(shift.url, timeout=_endless()) as session:
        desks = [asyncio.create_task(_hear(session, shift, agent)) for agent in range(_AGENTS)]
        await asyncio.sleep(_OPENED_SECONDS)
        await _write(session, shift, _PER_SECOND * _SECONDS)
        await _stopped(desks)


async def poll(shift: Shift) -> None:
    """Have all desks ask for the list again and again while customers write."""
    async with aiohttp.ClientSession(shift.url, timeout=_endless()) as session:
        desks = [asyncio.create_task(_ask(session, shift, agent)) for agent in range(_AGENTS)]
        await _write(session, shift, _PER_SECOND * _POLLED_SECONDS)
        await asyncio.sleep(_POLL_SECONDS)
        await _stopped(desks)


async def _hear(session: aiohttp.ClientSession, shift: Shift, agent: int) -> None:
    rest = b""
    async with session.get("/desk/api/events", headers=_signed_in(shift, agent)) as answer:
        answer.raise_for_status()
        async for piece in answer.content.iter_any():
            whole, _, rest = (rest + piece).rpartition(b"\n\n")
            for found in _NUMBER.finditer(whole):
                shift.sees(agent, int(found[1]))


async def _ask(session: aiohttp.ClientSession, shift: Shift, agent: int) -> None:
    """As often as messages come, more than fifty may have: the list is asked for as a whole page shows it."""
    await asyncio.sleep(random.Random(agent).uniform(0, _POLL_SECONDS))
    while True:
        query = "/desk/api/conversations?view=all&limit=200"
        async with session.get(query, headers=_signed_in(shift, agent)) as answer:
            for found in _SHOWN.finditer(await answer.read()):
                shift.sees(agent, int(found[1]))
        await asyncio.sleep(_POLL_SECONDS)


async def _write(session: aiohttp.ClientSession, shift: Shift, count: int) -> None:
    """Post at an even pace, whatever became of the post before."""
    begun, base = time.perf_counter(), random.getrandbits(40)
    posts = []
    for place in range(count):
        await asyncio.sleep(max(0.0, begun + place / _PER_SECOND - time.perf_counter()))
        posts.append(asyncio.create_task(_post(session, shift, base + place, place % _CONVERSATIONS)))
    await asyncio.gather(*posts)
    await asyncio.sleep(2)


async def _post(session: aiohttp.ClientSession, shift: Shift, number: int, customer: int) -> None:
    shift.posted[number] = time.perf_counter()
    body = {"id": f"b{number}", "text": f"still waiting, number {number} here", "payload": None}
    headers = {"Authorization": f"Bearer {shift.tokens[customer]}"}
    async with session.post("/chat/messages", json=body, headers=headers) as answer:
        answer.raise_for_status()


async def _stopped(tasks: list["asyncio.Task[None]"]) -> None:
    for task in tasks:
        task.cancel()
    with suppress(asyncio.CancelledError):
        await asyncio.gather(*tasks)


def _signed_in(shift: Shift, agent: int) -> dict[str, str]:
    return {"Cookie": f"{COOKIE}={shift.cookies[agent]}"}


def _endless() -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None)


@contextmanager
def installation(agents: int = _AGENTS, waiting: int = _CONVERSATIONS) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield a web server's address, the agents' cookies and the tokens of customers who wait."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=CACHE) as folder:
        var, port, log = Path(folder), free_port(), CACHE / "desk.log"
        engine = open_engine(f"sqlite:///{var / 'parley.db'}")
        migrate(engine)
        books = SqlBooks(engine)
        cookies, tokens = _hired(books, agents), _handed_over(books, Sessions(derived(var, "webchat")), waiting)
        books.dispose()
        env = environment(PARLEY_VAR=var, PARLEY_PORT=port, PARLEY_REFIT_SECONDS=3600, PARLEY_SURVEY="off")
        with running([PYTHON, "-m", "web"], env=env, log=log) as process:
            url = f"http://127.0.0.1:{port}"
            asyncio.run(_listening(url))
            must_live(process, log)
            _routed(var)
            yield url, cookies, tokens


async def _listening(url: str) -> None:
    async with aiohttp.ClientSession(url) as session:
        for _ in range(300):
            with suppress(aiohttp.ClientError):
                async with session.get("/health") as answer:
                    return answer.raise_for_status()
            await asyncio.sleep(0.1)
    raise RuntimeError("the web server does not listen")


def _routed(var: Path) -> None:
    """Wait until the server watches over all that was handed to people before it began."""
    books = SqlBooks(open_engine(f"sqlite:///{var / 'parley.db'}"))
    for _ in range(600):
        with books.reading() as uow:
            if uow.progress.get("routing") is not None:
                return books.dispose()
        time.sleep(0.1)
    raise RuntimeError("the router does not come to an end")


def _hired(books: SqlBooks, agents: int) -> list[str]:
    """Return the cookies of agents who are signed in."""
    cookies, act = [], Act(at=datetime.now(UTC))
    with books.writing() as uow:
        for number in range(agents):
            profile = Profile(name=f"Agent {number}", roles=frozenset({Role.AGENT}))
            account, _ = people.invite(uow, f"agent{number}@bench.example", profile, act)
            uow.accounts.update(account := replace(account, joined_at=act.at))
            cookies.append(open_sign_in(uow, account, act, browser="bench"))
        uow.commit()
    return cookies


def _handed_over(books: SqlBooks, sessions: Sessions, waiting: int) -> list[str]:
    """Return the tokens of customers who wait for people."""
    opened = [sessions.open("en") for _ in range(waiting)]
    for start in range(0, len(opened), _AT_ONCE):
        with books.writing() as uow:
            for session, _ in opened[start : start + _AT_ONCE]:
                now, id = datetime.now(UTC), session.conversation_id
                said = Message(id=f"{id}:0", conversation_id=id, author=Author.CUSTOMER, text="a person", sent_at=now)
                mail.note(uow, said)
                open_handoff(uow, id, reason=Reason.ASKED, opened_by=said.id, context={"language": "en"}, now=now)
            uow.commit()
    return [token for _, token in opened]


def _percentiles(seconds: Delays) -> tuple[float, float]:
    """Return p50 and p99 in milliseconds."""
    each = quantiles([one * 1000 for one in seconds], n=100, method="inclusive")
    return each[49], each[98]


if __name__ == "__main__":
    main()
