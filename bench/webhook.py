"""How long a webhook waits for its acknowledgement while 200 messages a second come in for 20 s, onto disk.

Signed WhatsApp posts of one message each, in 200 conversations, to a whole running Parley on SQLite
(synchronous=FULL): bot and web share the disk and the processors with whoever posts. A post is answered when its
message is safe; the bot answers customers beside, as fast as it can. After the burst every message must be in the
books once. The peer is stock Rasa's REST channel, which like all its channels but one answers when the turn is
done, with the same rate for as long; what is not answered in 60 s counts as 60 s.
"""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from statistics import quantiles

import aiohttp

from bench import ours, questions, stock
from bench.load import Post, acknowledged
from bench.processes import CACHE, PYTHON, end_on_signal, environment, free_port, must_live, running
from bench.providers import address
from bench.table import report, show, verdict
from tests.standins.whatsapp.server import TOKEN
from tests.standins.whatsapp.webhooks import Business

_PER_SECOND, _SECONDS, _CONVERSATIONS = 200, 20, 200
_AIM_MS = 50.0

_BUSINESS = Business()
_SERVE = """
import sys
from tests.standins.whatsapp.server import WhatsApp
server = WhatsApp(port=int(sys.argv[1])).start()
for number in sys.argv[2:]:
    server.customer(number).person.heard_at = server.clock.now()
server.wait_until_ended()
"""
"""To those it has heard it takes answers; to others WhatsApp refuses them, and sending would not be measured."""


def main() -> None:
    """Run."""
    end_on_signal()
    stock.made()
    mine, rate = parley_acknowledges()
    theirs, their_rate = stock_acknowledges()
    rows = [("parley", *_percentiles(mine), max(mine) * 1000, rate)]
    rows += [("stock", *_percentiles(theirs), max(theirs) * 1000, their_rate)]
    show(f"Acknowledging webhooks ({stock.VERSIONS})", ("", "p50 ms", "p99 ms", "longest ms", "answers/s"), rows)
    p50, p99 = _percentiles(mine)
    verdict({f"p99 <= {_AIM_MS} ms": p99 <= _AIM_MS})
    stock_p50, stock_p99 = _percentiles(theirs)
    report(p50_ms=p50, p99_ms=p99, rate=rate, stock_p50_ms=stock_p50, stock_p99_ms=stock_p99, stock_rate=their_rate)


def parley_acknowledges() -> tuple[list[float], float]:
    """Return seconds of each post and the rate of answers, of a whole Parley at work."""
    url, port = address()
    with provider() as api, ours.installation(port, **_settings(api, url)) as parley, parley.parts(parley.prepare()):
        acknowledged(url, _posts("warm", _PER_SECOND), per_second=_PER_SECOND / 4)
        time.sleep(2)
        found = acknowledged(url, _posts("load", _PER_SECOND * _SECONDS), per_second=_PER_SECOND)
        _must_hold(parley, _PER_SECOND * _SECONDS)
        return found


@contextmanager
def provider() -> Iterator[str]:
    """Yield the address of a WhatsApp stand-in in a process of its own: it must not slow down whoever posts."""
    port, log = free_port(), CACHE / "whatsapp.log"
    numbers = [_number(customer) for customer in range(_CONVERSATIONS)]
    with running([PYTHON, "-c", _SERVE, str(port), *numbers], env=environment(), log=log) as process:
        must_live(process, log)
        yield f"http://127.0.0.1:{port}"


def _settings(api: str, url: str) -> dict[str, object]:
    return {
        "PARLEY_PUBLIC_URL": url,
        "PARLEY_WHATSAPP_API": api,
        "PARLEY_WHATSAPP_TOKEN": TOKEN,
        "PARLEY_WHATSAPP_PHONE_NUMBER_ID": _BUSINESS.phone_number_id,
        "PARLEY_WHATSAPP_APP_SECRET": _BUSINESS.app_secret,
        "PARLEY_WHATSAPP_VERIFY_TOKEN": "bench",
    }


def stock_acknowledges() -> tuple[list[float], float]:
    """Return the same of stock Rasa."""
    words = [text for talk in stock.conversations(_CONVERSATIONS) for text in talk]
    count = _PER_SECOND * _SECONDS
    posts: list[Post] = [
        partial(_ask_stock, body={"sender": f"s{number % _CONVERSATIONS}", "message": words[number % len(words)]})
        for number in range(count)
    ]
    with stock.serving() as (url, _):
        return acknowledged(url, posts, per_second=_PER_SECOND)


def _posts(name: str, count: int) -> list[Post]:
    """Return signed posts, each a new message of one of the conversations."""
    titles = questions.titles("en")
    bodies = [_body(f"{name}{number}", number % _CONVERSATIONS, titles[number % 5]) for number in range(count)]
    return [partial(_post, body=body, signature=_BUSINESS.sign(body)) for body in bodies]


def _number(customer: int) -> str:
    return f"4670000{customer:04d}"


def _body(id: str, customer: int, text: str) -> bytes:
    """Return a webhook as Meta posts it."""
    number = _number(customer)
    message = {"from": number, "id": f"wamid.{id}", "timestamp": str(int(time.time())), "type": "text"}
    value = {
        "messaging_product": "whatsapp",
        "metadata": _BUSINESS.metadata,
        "contacts": [{"profile": {"name": "Anna"}, "wa_id": number}],
        "messages": [message | {"text": {"body": text}}],
    }
    entry = {"id": _BUSINESS.account_id, "changes": [{"field": "messages", "value": value}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


async def _post(session: aiohttp.ClientSession, *, body: bytes, signature: dict[str, str]) -> None:
    headers = {"Content-Type": "application/json", **signature}
    async with session.post("/webhooks/whatsapp", data=body, headers=headers) as answer:
        await answer.read()
        answer.raise_for_status()


async def _ask_stock(session: aiohttp.ClientSession, *, body: dict[str, str]) -> None:
    async with session.post("/webhooks/rest/webhook", json=body) as answer:
        await answer.read()
        answer.raise_for_status()


def _must_hold(parley: ours.Parley, count: int) -> None:
    """Raises: RuntimeError unless every message of the load is in the books."""
    with sqlite3.connect(parley.var / "parley.db") as books:
        (kept,) = books.execute("SELECT count(*) FROM inbox WHERE message_id LIKE '%wamid.load%'").fetchone()
    if kept != count:
        raise RuntimeError(f"{count} messages were acknowledged, {kept} are in the books")


def _percentiles(seconds: list[float]) -> tuple[float, float]:
    """Return p50 and p99 in milliseconds."""
    each = quantiles([one * 1000 for one in seconds], n=100, method="inclusive")
    return each[49], each[98]


if __name__ == "__main__":
    main()
