"""The demo knowledge base asked in words its articles do not use: fragments, typos, slang, Latin letters for others.

Questions in `bench/data/paraphrase`, 52 in each of eight languages, each with the article that answers it; never
trained or tuned on. Each is read by the bot as the first message of a conversation.

right     answered with the article, or by what the bot does instead of showing it (the status of an order; a person)
wrong     another article, or something else done
unsure    articles offered to choose from; `offered` counts those with the right one among them
refused   told that this is none of the shop's business, or not understood
"""

import json
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bench import ours
from bench.processes import PYTHON, ROOT
from bench.table import report, show, verdict
from bot.evidence import ORDER_STATUS, OUT_OF_SCOPE, SURE, UNSURE
from bot.reactions import WORDLESS

_DONE_INSTEAD = {ORDER_STATUS: {"track-order", "parcel-late-or-lost"}, "ask_human": {"contact"}}
_MOST_WRONG, _LEAST_RIGHT = 0.03, 0.9
_JUDGED = ("right", "wrong", "unsure", "refused")


@dataclass(frozen=True, slots=True)
class Question:
    """Words, their language, and the slug of the article that answers."""

    text: str
    language: str
    article: str


def main() -> None:
    """Run."""
    asked = questions()
    with ours.installation() as parley:
        readings = read(parley, parley.prepare(), [question.text for question in asked])
    counts: dict[str, Counter[str]] = {}
    for question, reading in zip(asked, readings, strict=True):
        count = counts.setdefault(question.language, Counter())
        count[judged(question, reading["intent"], reading["articles"])] += 1
        count["first"] += question.article in reading["articles"][:1]
        count["among"] += question.article in reading["articles"]
        count["offered"] += reading["intent"] == UNSURE and question.article in reading["articles"]
    total = sum(counts.values(), Counter())
    columns = (*_JUDGED, "offered", "first", "among")
    rows = [(name, *(count[column] for column in columns)) for name, count in [*sorted(counts.items()), ("all", total)]]
    show(f"{len(asked)} questions", ("", *columns), rows)
    share = {name: total[name] / len(asked) for name in _JUDGED}
    verdict({"right >= 90 %": share["right"] >= _LEAST_RIGHT, "wrong <= 3 %": share["wrong"] <= _MOST_WRONG})
    by_language = {language: {name: count[name] for name in columns} for language, count in counts.items()}
    report(questions=len(asked), **{name: total[name] for name in columns}, per_language=by_language)


def questions() -> list[Question]:
    """Return all, by language."""
    return [
        Question(entry["question"], file.stem, entry["article"])
        for file in sorted((ROOT / "bench" / "data" / "paraphrase").glob("*.yml"))
        for entry in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]


def read(parley: ours.Parley, model: Path, texts: list[str]) -> list[dict[str, Any]]:
    """Return what the bot of an installation makes of each text."""
    command = [PYTHON, "-W", "ignore", "-m", "bench.reading", str(model)]
    lines = "\n".join(" ".join(text.split()) for text in texts)
    run = subprocess.run(command, input=lines, env=parley.env, capture_output=True, text=True, cwd=ROOT, check=False)
    if run.returncode != 0:
        raise RuntimeError(f"the bot read nothing: {run.stderr[-1500:]}")
    return [json.loads(line) for line in run.stdout.splitlines() if line.startswith('{"intent"')]


def judged(question: Question, intent: str, articles: list[str]) -> str:
    """Return which of `right`, `wrong`, `unsure`, `refused` it is."""
    if intent == SURE:
        return "right" if articles[:1] == [question.article] else "wrong"
    if intent in _DONE_INSTEAD:
        return "right" if question.article in _DONE_INSTEAD[intent] else "wrong"
    if intent == UNSURE:
        return "unsure"
    return "refused" if intent in (OUT_OF_SCOPE, WORDLESS) else "wrong"


if __name__ == "__main__":
    main()
