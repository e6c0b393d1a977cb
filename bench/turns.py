"""Messages a second through one bot process: ours against the assistant of `rasa init`, over Rasa's REST channel.

Both are driven alike: 8 conversations side by side, each sending its next message when the reply has come, 600
messages after 50 to warm up; conversations are of 5 messages, then a new one begins, so that no memory grows long.
Ours runs its whole pipeline (language, tokens, sentence vector, intent, patterns, search, triage, SQLite) and is
asked what customers ask: a greeting and article titles, in 8 languages. Stock is told what its mood bot knows
(hello, I am sad, yes, bye ...): our questions would only ever reach its fallback.
The two run one after the other, twice each in turn; the better run of each counts, for other work on the machine
only ever slows one. `p50_ms` and `p99_ms` are ours with one conversation at a time, over 200 messages, again of
the better run. A reply without text or image fails the bench. The table also tells the server's processor time a
message under load, which other work on the machine disturbs least.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from statistics import quantiles

from bench import ours, questions, stock
from bench.processes import cpu_seconds, end_on_signal
from bench.rest import Conversation, converse
from bench.table import report, show, verdict

_WARM_UP, _LOAD, _ALONE = 10, 120, 40
"""Conversations of 5 messages."""
_AT_ONCE = 8
_RUNS = 2
_RATIO = 4.0
"""What we aim at."""

Serving = Callable[[], AbstractContextManager[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class Run:
    """What one server did.

    Messages a second and milliseconds of processor time a message under load; milliseconds a message alone, by
    percentile 1..99.
    """

    per_second: float
    cpu_ms: float
    percentiles: Sequence[float]

    @property
    def p50_ms(self) -> float:
        """Return the median."""
        return self.percentiles[49]

    @property
    def p99_ms(self) -> float:
        """Return what one in a hundred exceeds."""
        return self.percentiles[98]


def main() -> None:
    """Run."""
    end_on_signal()
    stock.made()
    runs: dict[str, list[Run]] = {"parley": [], "stock": []}
    with ours.installation() as parley:
        for _ in range(_RUNS):
            runs["parley"].append(measured(parley.serving, questions.conversations))
            runs["stock"].append(measured(stock.serving, stock.conversations))
    rows = [(name, run.per_second, run.cpu_ms, run.p50_ms, run.p99_ms) for name, both in runs.items() for run in both]
    head = ("", "messages/s", "CPU ms a message", "p50 ms alone", "p99 ms alone")
    show(f"Turns ({stock.VERSIONS})", head, rows)
    per_second, theirs = (max(run.per_second for run in runs[name]) for name in ("parley", "stock"))
    verdict({f"ratio >= {_RATIO}": per_second / theirs >= _RATIO})
    report(
        msgs_per_s=per_second,
        stock_msgs_per_s=theirs,
        ratio=per_second / theirs,
        p50_ms=min(run.p50_ms for run in runs["parley"]),
        p99_ms=min(run.p99_ms for run in runs["parley"]),
    )


def measured(serving: Serving, conversations: Callable[[int], Sequence[Conversation]]) -> Run:
    """Start the server, warm it up, load it, then ask one message at a time."""
    talks = conversations(_WARM_UP + _LOAD + _ALONE)
    with serving() as (url, pid):
        converse(url, talks[:_WARM_UP], at_once=_AT_ONCE)
        used = cpu_seconds(pid)
        load = converse(url, talks[_WARM_UP : _WARM_UP + _LOAD], at_once=_AT_ONCE)
        cpu_ms = (cpu_seconds(pid) - used) / len(load.each) * 1000
        alone = converse(url, talks[_WARM_UP + _LOAD :], at_once=1)
    milliseconds = [seconds * 1000 for seconds in alone.each]
    return Run(load.per_second, cpu_ms, quantiles(milliseconds, n=100, method="inclusive"))


if __name__ == "__main__":
    main()
