"""Time to the first answer and memory: `./parley start` against `rasa run` of a `rasa init` assistant.

`warm_start_s`: database, vectors and model are there (`parley prepare` ran before, uncounted), files are in the
system's cache; from starting the process until a customer at the web chat, who asks as soon as a session is given,
has the answer, which must be the right article's. `stock_start_s`: from starting `rasa run` until the first reply
over its REST channel. Both medians of 3, in turn.
`resident_mb`: memory of the whole running system, its parent included, after 20 questions in 8 languages, as the
sum of PSS (pages that processes share count once); the median of the same starts.
"""

import time
from statistics import median

from bench import ours, stock
from bench.chat import ask
from bench.processes import end_on_signal, memory_mb, must_live
from bench.questions import LANGUAGES, titles
from bench.rest import converse
from bench.table import report, show, verdict

_STARTS = 3
_QUESTIONS = 20
_QUESTION, _SLUG = "How much does delivery cost?", "delivery-costs"

Start = tuple[float, float, float]
"""(seconds to the first answer, PSS in MB, RSS in MB)."""


def main() -> None:
    """Run."""
    end_on_signal()
    stock.made()
    starts: dict[str, list[Start]] = {"parley": [], "stock": []}
    with ours.installation() as parley:
        for _ in range(_STARTS):
            parley.prepare()  # again: somebody may have changed what the model is trained on
            starts["parley"].append(parley_start(parley))
            starts["stock"].append(stock_start())
    rows = [(name, *run) for name, runs in starts.items() for run in runs]
    medians = {name: [median(column) for column in zip(*runs, strict=True)] for name, runs in starts.items()}
    rows += [(f"{name}, median", *values) for name, values in medians.items()]
    show(f"Start to the first answer ({stock.VERSIONS})", ("", "seconds", "PSS MB", "RSS MB"), rows)
    warm, resident = medians["parley"][:2]
    verdict({"sooner than stock": warm < medians["stock"][0], "smaller than stock": resident < medians["stock"][1]})
    report(warm_start_s=warm, stock_start_s=medians["stock"][0], resident_mb=resident)


def parley_start(parley: ours.Parley) -> Start:
    """Start ours once, ask, ask on, and weigh it."""
    began = time.monotonic()
    with parley.started() as process:
        reply = ask(parley.port, "en", _QUESTION, check=lambda: must_live(process, parley.log))
        seconds = time.monotonic() - began
        if _SLUG not in ((reply["link"] or {}).get("url") or ""):
            raise RuntimeError(f"not the answer to {_QUESTION!r}: {reply['text'][:200]}")
        for number in range(_QUESTIONS - 1):
            turn, place = divmod(number, len(LANGUAGES))
            ask(parley.port, LANGUAGES[place], titles(LANGUAGES[place])[turn])
        return (seconds, *memory_mb(process.pid))


def stock_start() -> Start:
    """Start the peer once and weigh it, after as many messages."""
    began = time.monotonic()
    with stock.serving() as (url, pid):
        seconds = time.monotonic() - began
        converse(url, stock.conversations(_QUESTIONS // 5), at_once=1)
        return (seconds, *memory_mb(pid))


if __name__ == "__main__":
    main()
