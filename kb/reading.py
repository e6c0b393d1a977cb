"""Words and sentences of any language, by spaCy's blank pipelines."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache


@contextmanager
def _without_torch() -> Iterator[None]:
    """Let thinc find no PyTorch: blank pipelines never use it, and importing it takes four seconds and 200 MB.

    `None` in sys.modules makes `import torch` an ImportError, which thinc handles; a later import works as ever.
    """
    if "torch" in sys.modules:
        yield
        return
    sys.modules["torch"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["torch"]


with _without_torch():
    import spacy
    from spacy.language import Language as Language
    from spacy.pipeline import EntityRuler as EntityRuler
    from spacy.tokenizer import Tokenizer as Tokenizer
    from spacy.tokens import Doc

_SENTENCE_ENDS = [".", "!", "?", "…", "।", "॥", "؟", "۔", "。", "！", "？", "።", "។"]  # noqa: RUF001


MOST_WORDS = 200_000
"""spaCy keeps every word it ever saw; a pipeline that has seen this many (some 50 MB) is made anew."""


def blank(language: str) -> Language:
    """Return a new blank pipeline; spaCy's multi-language one where it has none, or wants a dictionary for it."""
    try:
        return spacy.blank(language)
    except ImportError:
        return spacy.blank("xx")


@lru_cache(maxsize=64)
def _splitter(language: str) -> Language:
    pipeline = blank(language)
    # Its own list of marks instead of spaCy's default, which ends no sentence at some of them.
    pipeline.add_pipe("sentencizer", config={"punct_chars": _SENTENCE_ENDS})
    return pipeline


def read(text: str, language: str) -> Doc:
    """Return the text as tokens with sentence ends."""
    pipeline = _splitter(language)
    if len(pipeline.vocab.strings) > MOST_WORDS:
        _splitter.cache_clear()
    return pipeline(text)


def sentences(text: str, language: str) -> list[str]:
    """Return the sentences, trimmed, none empty."""
    return [sentence.text.strip() for sentence in read(text, language).sents if sentence.text.strip()]
