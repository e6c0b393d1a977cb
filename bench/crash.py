"""What gets lost, doubled or out of order while the bot is killed 20 times and its providers are in trouble.

200 customers, half on WhatsApp and half on Telegram, ask 5 questions each over real webhooks to a whole running
Parley, at random times, while `kill -9` ends the bot at random moments and it is started again. A tenth of what
is sent meets a 429, a 500 or no answer at all (the provider took nothing), a fifth of the webhooks comes twice.
Before, in calm, each question is asked once on each channel: what is heard then is what must be heard later, once,
in the order of asking. `lost` counts questions of whose answer something never came; `turned_twice` turns whose
replies are twice in our outbox; `reordered` answers that came before an earlier question's; `sent_twice` what a
provider took more often than it should have.

The peer is stock Rasa over its REST channel: the same 1,000 messages, redeliveries and random times, and as its
start takes a minute, 2 kills. A post that fails is sent again until it is answered, as a provider would.
"""

import random
import signal
import sqlite3
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing

from bench import ours, questions, stock
from bench.conversations import Customer, Expected, crowd, judged
from bench.processes import end_on_signal
from bench.providers import Providers, address, providers
from bench.stock_crash import stock_killed
from bench.table import report, show, verdict

_CUSTOMERS, _EACH, _KILLS = 200, 5, 20
_TROUBLE, _REDELIVERED = 0.1, 0.2
_SEED = 3
_LONGEST_LIFE_SECONDS = 6.0
_PER_SECOND = 5.0
"""Questions: 1,000 of them last about as long as 20 lives of the bot."""
_PATIENCE_SECONDS = 300.0
_CALM_SECONDS = 60.0


def main() -> None:
    """Run."""
    end_on_signal()
    stock.made()
    url, port = address()
    with (
        providers() as both,
        # Each message is to be a turn: which of them a burst joins would depend on the machine.
        ours.installation(port, PARLEY_BURST_SECONDS=0, **both.settings(url)) as parley,
    ):
        figures = Chaos(parley, both, random.Random(_SEED)).run()
    theirs = stock_killed(_CUSTOMERS, _EACH, _REDELIVERED, random.Random(_SEED))
    head = ("", "messages", "kills", "lost", "turned twice", "reordered", "sent twice")
    show(f"Killed at work ({stock.VERSIONS})", head, [("parley", *figures.values()), ("stock", *theirs)])
    verdict({f"{name} = 0": figures[name] == 0 for name in ("lost", "turned_twice", "reordered")})
    verdict({"sent_twice <= kills": figures["sent_twice"] <= figures["kills"]})
    report(**figures)


class Chaos:
    """One installation, its providers, and a die for all that is random."""

    def __init__(self, parley: ours.Parley, both: Providers, die: random.Random) -> None:
        """Nothing runs yet."""
        self._parley = parley
        self._both = both
        self._die = die
        self._model = parley.prepare()

    def run(self) -> dict[str, int]:
        """Ask in calm, then under fire, wait until nothing is left to do, and count."""
        with self._parley.part("web", self._model) as web, self._parley.part("actions", self._model) as actions:
            others = (web, actions)
            with self._parley.part("bot", self._model) as bot:
                self._parley.wait(*others, bot)
                self._both.post_to(self._parley.url)
                answers = self._in_calm()
            self._both.trouble(_TROUBLE, _REDELIVERED, self._die)
            customers = crowd(self._both, _CUSTOMERS, sorted({q for _, q in answers}), _EACH, self._die)
            asking = threading.Thread(target=self._ask_all, args=(customers,))
            asking.start()
            for kill in range(_KILLS):
                self._live_and_die(others, kill)
            asking.join()
            with self._parley.part("bot", self._model) as bot:
                self._parley.wait(*others, bot)
                self._wait_until_done()
        found = judged(customers, answers)
        return {
            "messages": _CUSTOMERS * _EACH,
            "kills": _KILLS,
            "lost": found.lost,
            "turned_twice": self._turned_twice(),
            "reordered": found.reordered,
            "sent_twice": found.too_many,
        }

    def _in_calm(self) -> Expected:
        """Return what each question is answered with, asked by a customer of its own on each channel.

        Left out are questions that lead to a choice of articles: the second such in a row leads to a person.
        """
        titles = questions.titles("en")
        asked = [(title, customer) for title in titles for customer in crowd(self._both, 2, [title], 1, self._die)]
        for _, customer in asked:
            customer.ask(0)
        _wait(lambda: all(customer.heard() for _, customer in asked), _CALM_SECONDS)
        self._wait_until_done()
        heard = {(customer.channel, title): tuple(customer.heard()) for title, customer in asked}
        unsure = {title for (_, title), reply in heard.items() if "/help/en/" not in "".join(reply)}
        return {key: reply for key, reply in heard.items() if key[1] not in unsure}

    def _ask_all(self, customers: Sequence[Customer]) -> None:
        """Ask everything, each customer's questions in order, the customers in any, at random times."""
        turns = [customer for customer in customers for _ in range(_EACH)]
        random.Random(_SEED).shuffle(turns)
        asked: Counter[int] = Counter()
        for customer in turns:
            customer.ask(asked[id(customer)])
            asked[id(customer)] += 1
            time.sleep(random.Random(_SEED + len(asked)).expovariate(_PER_SECOND))

    def _live_and_die(self, others: tuple[subprocess.Popen[bytes], ...], kill: int) -> None:
        with self._parley.part("bot", self._model) as bot:
            self._parley.wait(*others, bot)
            time.sleep(self._die.uniform(0.2, _LONGEST_LIFE_SECONDS))
            bot.send_signal(signal.SIGKILL)
            bot.wait()
        print(f"kill {kill + 1} of {_KILLS}: {self._left()} messages left to work on", flush=True)

    def _wait_until_done(self) -> None:
        _wait(lambda: self._both.are_done() and self._left() == 0, _PATIENCE_SECONDS)

    def _left(self) -> int:
        return sum(self._count(f"SELECT count(*) FROM {box} WHERE state = 'pending'") for box in ("inbox", "outbox"))

    def _turned_twice(self) -> int:
        """Return the messages whose replies are in the outbox more than once: the same text, of the same turn."""
        return self._count(
            "SELECT count(*) FROM (SELECT 1 FROM outbox GROUP BY substr(message_id, 1, instr(message_id, '/') - 1), "
            "json_extract(body, '$.text') HAVING count(*) > 1)"
        )

    def _count(self, query: str) -> int:
        with closing(sqlite3.connect(self._parley.var / "parley.db", timeout=30)) as books:
            return int(books.execute(query).fetchone()[0])


def _wait(is_done: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not is_done():
        if time.monotonic() > until:
            print(f"not done after {seconds:g} s", flush=True)
            return
        time.sleep(0.5)


if __name__ == "__main__":
    main()
