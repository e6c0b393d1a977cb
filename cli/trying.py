"""`parley kb try` and `parley kb tests`: what customers would hear, and whether articles pass their tests."""

import asyncio
from collections.abc import Sequence
from typing import Any

import click

from app.trying import Pair, try_many, try_one
from app.wiring import books
from support.errors import Unavailable
from support.trying import SavedQuestion

_AWAY = "the bot does not answer: start it with `./parley start`, then ask again"
_AT_ONCE = 500
"""Questions: a few seconds for the bot."""


@click.command("try")
@click.argument("question")
@click.option("--language", help="The chat's language; without it, it is detected.")
def try_question(question: str, language: str | None) -> None:
    """Show what customers hear to a question, and why; nothing is kept."""
    told = asyncio.run(try_one(question, language))
    if told is None:
        raise Unavailable(_AWAY)
    _show(told["published"])


def _show(told: dict[str, Any]) -> None:
    click.echo(f"{told['verdict']} ({told['intent']}), in {told['language']}")
    click.echo(
        f"confidence {told['confidence']:.2f}; answers from {told['sure']:.2f}, offers from {told['unsure']:.2f}"
    )
    for hit in told["hits"]:
        click.echo(f"{hit['score']:6.2f}  {hit['language']}  {hit['slug']}: {hit['title']}")
    for reply in told["replies"]:
        click.echo(f"\n{reply['text']}")
        click.echo("".join(f"[{title}] " for title in reply["buttons"]).rstrip())


@click.command("tests")
@click.option("--article", help="Only this article's.")
def run_tests(article: str | None) -> None:
    """Ask every saved question; exit status 1 where one is not answered as it is to be."""
    with books().reading() as uow:
        shelf = uow.saved_questions
        found = shelf.of(article) if article else shelf.first(None, shelf.count())
    failing = _failing(found, _decided(found))
    for line in failing:
        click.echo(line)
    click.echo(f"{len(found) - len(failing)} of {len(found)} pass.")
    if failing:
        raise SystemExit(1)


def _decided(found: Sequence[SavedQuestion]) -> list[Pair]:
    """Return what is decided about each. Raises: Unavailable."""
    decided: list[Pair] = []
    for start in range(0, len(found), _AT_ONCE):
        few = [(each.text, each.language) for each in found[start : start + _AT_ONCE]]
        told = asyncio.run(try_many(few))
        if told is None:
            raise Unavailable(_AWAY)
        decided += told
    return decided


def _failing(found: Sequence[SavedQuestion], decided: Sequence[Pair]) -> list[str]:
    pairs = [(each, live.outcome(each.slug)) for each, (live, _) in zip(found, decided, strict=True)]
    return [
        f"{each.slug}: {each.text} ({each.language or 'as detected'}): to be {each.expected.value}, is {now.value}"
        for each, now in pairs
        if now is not each.expected
    ]
