"""Stock Rasa under the same fire: its REST channel, killed at work, its posts sent again until they are answered."""

import asyncio
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

import aiohttp

from bench import stock
from bench.processes import CACHE, PYTHON, environment, free_port, must_live, running
from bench.rest import wait_for_reply

_KILLS = 2
_LIFE_SECONDS = 10.0
_PER_SECOND = 15.0
_ANSWER_SECONDS = 20.0
"""As Meta and Telegram: who has not answered by then is posted to again."""


@dataclass
class Talk:
    """One customer: what was asked, and the replies to each in the order they came."""

    words: Sequence[str]
    replies: list[int] = field(default_factory=list)


def stock_killed(customers: int, each: int, redelivered: float, die: random.Random) -> tuple[int, ...]:
    """Return (messages, kills, lost, turned twice, reordered, sent twice)."""
    talks = [Talk(words) for words in stock.conversations(customers)]
    port = free_port()
    killing = threading.Thread(target=_live_and_die, args=(port,))
    killing.start()
    asyncio.run(_ask_all(f"http://127.0.0.1:{port}", talks, redelivered, die))
    killing.join()
    counted = [Counter(talk.replies) for talk in talks]
    lost = sum(each - len(one) for one in counted)
    twice = sum(times > 1 for one in counted for times in one.values())
    reordered = sum(later < earlier for talk in talks for earlier, later in pairwise(dict.fromkeys(talk.replies)))
    return customers * each, _KILLS, lost, twice, reordered, sum(sum(one.values()) - len(one) for one in counted)


def _live_and_die(port: int) -> None:
    """Serve, be killed at work, and serve again to the end."""
    command = [PYTHON, "-m", "rasa", "run", "--interface", "127.0.0.1", "--port", str(port)]
    log = CACHE / "stock-crash.log"
    for life in range(_KILLS + 1):
        with running(command, cwd=stock.made(), env=environment(), log=log) as process:
            wait_for_reply(f"http://127.0.0.1:{port}", "hello", check=partial(must_live, process, log))
            _alive.set()
            if life < _KILLS:
                time.sleep(_LIFE_SECONDS)
                process.send_signal(signal.SIGKILL)
                process.wait()
            else:
                _done.wait()


_alive, _done = threading.Event(), threading.Event()


async def _ask_all(url: str, talks: Sequence[Talk], redelivered: float, die: random.Random) -> None:
    await asyncio.to_thread(_alive.wait)
    async with aiohttp.ClientSession(url) as session:
        posts = []
        for number, place in _shuffled(talks, die):
            copies = 2 if die.random() < redelivered else 1
            posts += [asyncio.create_task(_post(session, talks[number], number, place)) for _ in range(copies)]
            await asyncio.sleep(die.expovariate(_PER_SECOND))
        await asyncio.gather(*posts)
    _done.set()


def _shuffled(talks: Sequence[Talk], die: random.Random) -> list[tuple[int, int]]:
    """Return (customer, place in the talk) of every message: the customers in any order, each one's in theirs."""
    turns = [number for number, talk in enumerate(talks) for _ in talk.words]
    die.shuffle(turns)
    asked: Counter[int] = Counter()
    order = []
    for number in turns:
        order.append((number, asked[number]))
        asked[number] += 1
    return order


async def _post(session: aiohttp.ClientSession, talk: Talk, number: int, place: int) -> None:
    """Post until it is answered, for some minutes; what the answer holds is what the customer hears."""
    body = {"sender": f"customer {number}", "message": talk.words[place]}
    until = time.monotonic() + 300
    while time.monotonic() < until:
        try:
            timeout = aiohttp.ClientTimeout(total=_ANSWER_SECONDS)
            async with session.post("/webhooks/rest/webhook", json=body, timeout=timeout) as answer:
                if answer.status == 200:
                    if await answer.json():
                        talk.replies.append(place)
                    return
        except (aiohttp.ClientError, TimeoutError):
            pass
        await asyncio.sleep(1)
