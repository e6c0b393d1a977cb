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
from functools import partial
from statistics import quantiles

import aiohttp

from bench import ours, questions, stock
from bench.load import Post, acknowledged
from bench.processes import end_on_signal
from bench.providers import Providers, address, providers
from bench.table import report, show, verdict

_PER_SECOND, _SECONDS, _CONVERSATIONS = 200, 20, 200
_AIM_MS = 50.0


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
    with providers() as both, ours.installation(port, **both.settings(url)) as parley:
        model = parley.prepare()
        with parley.parts(model):
            acknowledged(url, _posts(both, "warm", _PER_SECOND), per_second=_PER_SECOND / 4)
            time.sleep(2)
            found = acknowledged(url, _posts(both, "load", _PER_SECOND * _SECONDS), per_second=_PER_SECOND)
            _must_hold(parley, _PER_SECOND * _SECONDS)
            return found


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


def _posts(both: Providers, name: str, count: int) -> list[Post]:
    """Return signed posts, each a new message of one of the conversations."""
    titles = questions.titles("en")
    return [
        partial(_post, both=both, body=_body(both, f"{name}{number}", number % _CONVERSATIONS, titles[number % 5]))
        for number in range(count)
    ]


def _body(both: Providers, id: str, customer: int, text: str) -> bytes:
    """Return a webhook as Meta posts it."""
    business, number = both.whatsapp.business, f"4670000{customer:04d}"
    message = {"from": number, "id": f"wamid.{id}", "timestamp": str(int(time.time())), "type": "text"}
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "46101380500", "phone_number_id": business.phone_number_id},
        "contacts": [{"profile": {"name": "Anna"}, "wa_id": number}],
        "messages": [message | {"text": {"body": text}}],
    }
    entry = {"id": "1", "changes": [{"field": "messages", "value": value}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


async def _post(session: aiohttp.ClientSession, *, both: Providers, body: bytes) -> None:
    headers = {"Content-Type": "application/json", **both.whatsapp.business.sign(body)}
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
