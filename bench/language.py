"""Language identification on short text: kb.languages against plain langdetect.

Every sentence of the Tatoeba dev file (35 languages) is guessed by itself, with our reader restricted to the
file's languages and English. `macro` is the mean over languages of accuracy, `short` the accuracy on all sentences
of at most 20 characters together, `ms` the mean time a guess over one pass after another that warmed up.
langdetect, seeded and over its own 55 languages as it comes, is given the same sentences; what it throws is wrong.
"""

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean

from langdetect import DetectorFactory, LangDetectException, detect

from bench.processes import ROOT
from bench.table import report, show, verdict
from kb.languages import LanguageReader

_FILE = ROOT.parent / "shared" / "eval" / "tatoeba_dev.tsv"
_SHORT_CHARACTERS = 20
_MACRO, _SHORT, _MS = 0.985, 0.97, 0.2
"""What we aim at."""

Sentence = tuple[str, str]
"""(language, text)."""


def main() -> int:
    """Run; 2 when the data is not there."""
    if not _FILE.is_file():
        print(f"bench.language: {_FILE} is missing; it comes with the evaluation data", file=sys.stderr)
        return 2
    sentences = read_sentences(_FILE)
    languages = sorted({language for language, _ in sentences})
    reader = LanguageReader([*languages, "en"], "en")
    ours, _ = guessed(sentences, lambda text: getattr(reader.guess(text), "language", None))
    _, ms = guessed(sentences, reader.guess)
    DetectorFactory.seed = 0
    theirs, their_ms = guessed(sentences, _langdetect)

    per_language = [(code, accuracy(sentences, ours, code), accuracy(sentences, theirs, code)) for code in languages]
    macro, their_macro = mean(row[1] for row in per_language), mean(row[2] for row in per_language)
    short, their_short = (accuracy(sentences, guesses, longest=_SHORT_CHARACTERS) for guesses in (ours, theirs))
    totals = [("macro", macro, their_macro), ("short", short, their_short), ("ms", ms, their_ms)]
    show(f"Accuracy on {len(sentences)} sentences", ("", "ours", "langdetect"), [*per_language, *totals])
    verdict({f"macro >= {_MACRO}": macro >= _MACRO, f"short >= {_SHORT}": short >= _SHORT, f"ms <= {_MS}": ms <= _MS})
    report(macro=macro, short=short, ms=ms, langdetect_macro=their_macro, langdetect_short=their_short)
    return 0


def read_sentences(file: Path) -> list[Sentence]:
    """Return the sentences with their languages; the English of each is left out."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [(language, text) for language, text, *_ in (line.split("\t") for line in lines if line)]


def guessed(sentences: Sequence[Sentence], guess: Callable[[str], object]) -> tuple[list[object], float]:
    """Return the guess for each sentence, and the mean time of one in milliseconds."""
    began = time.perf_counter()
    guesses = [guess(text) for _, text in sentences]
    return guesses, (time.perf_counter() - began) / len(sentences) * 1000


def accuracy(
    sentences: Sequence[Sentence], guesses: Sequence[object], language: str | None = None, longest: int = sys.maxsize
) -> float:
    """Return the share of right guesses among sentences of a language (or all), of at most `longest` characters."""
    right = [
        is_in == guess
        for (is_in, text), guess in zip(sentences, guesses, strict=True)
        if language in (None, is_in) and len(text) <= longest
    ]
    return sum(right) / len(right)


def _langdetect(text: str) -> str | None:
    try:
        found = str(detect(text))
    except LangDetectException:  # no letters it knows
        return None
    return "zh" if found.startswith("zh-") else found


if __name__ == "__main__":
    sys.exit(main())
