"""What ours is asked: a greeting and four article titles a conversation, each conversation in one language."""

from functools import lru_cache
from itertools import cycle, islice

import yaml

from bench.processes import ROOT
from kb.importing.markdown import read_folder

LANGUAGES = ("en", "sv", "fa", "bn", "ta", "te", "es", "de")
_TITLES = 4
_LEFT_OUT = {
    "contact",
    "damaged-or-wrong-item",
    "invoice-and-receipt",
    "parcel-late-or-lost",
    "place-an-order",
    "privacy",
    "reset-password",
    "track-order",
}
"""In some language these titles are taken for the status of an order or a call for a person, which have effects outside
the conversation; left out in all languages, so that the mix stays even."""


def conversations(count: int) -> list[tuple[str, ...]]:
    """Return this many conversations, the languages in turn; each goes on where its last one stopped."""
    sources = {language: cycle(titles(language)) for language in LANGUAGES}
    languages = islice(cycle(LANGUAGES), count)
    return [(greeting(code), *islice(sources[code], _TITLES)) for code in languages]


@lru_cache
def titles(language: str) -> tuple[str, ...]:
    """Return the titles of the demo articles of a language, by slug."""
    articles = read_folder(ROOT / "kb" / "articles")
    return tuple(a.title for a in articles if a.language == language and a.slug not in _LEFT_OUT)


@lru_cache
def greeting(language: str) -> str:
    """Return the first greeting of the language's training examples."""
    loaded = yaml.safe_load((ROOT / "data" / "nlu" / f"{language}.yml").read_text(encoding="utf-8"))
    examples = next(entry["examples"] for entry in loaded["nlu"] if entry.get("intent") == "greet")
    return str(examples).splitlines()[0].removeprefix("- ").strip()
