"""What customers say, `data/nlu/<language>.yml`: Rasa trains on it, and languages are told apart by it."""

from functools import lru_cache

import yaml

from app.settings import ROOT, settings
from support.errors import BrokenContent

FOLDER = ROOT / "data" / "nlu"


def phrases() -> dict[str, tuple[str, ...]]:
    """Return the examples of each of the assistant's languages; none where it has no file."""
    return {language: tuple(text for _, text in said) for language, said in _examples().items()}


def phrases_of(intent: str) -> dict[str, tuple[str, ...]]:
    """Return the examples of one intent in each of the assistant's languages."""
    return {language: tuple(text for name, text in said if name == intent) for language, said in _examples().items()}


@lru_cache(maxsize=1)
def _examples() -> dict[str, tuple[tuple[str, str], ...]]:
    return {language: _read(language) for language in settings().languages}


def _read(language: str) -> tuple[tuple[str, str], ...]:
    """Return intents with one example each."""
    path = FOLDER / f"{language}.yml"
    if not path.is_file():
        return ()
    try:
        loaded = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        blocks = [(block["intent"], block["examples"]) for block in loaded["nlu"] if "intent" in block]
        return tuple((intent, line.removeprefix("- ")) for intent, lines in blocks for line in lines.splitlines())
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        cause = " ".join(str(error).split())
        raise BrokenContent(f"{path}: cannot be used as examples of what customers say ({cause})") from error
