"""The knowledge room, furnished once a process; apart from app.wiring, to spare its imports to who needs only books."""

from collections.abc import Sequence
from contextvars import ContextVar
from functools import lru_cache

import numpy as np

from app.fitting import recipe
from app.phrases import phrases, phrases_of
from app.settings import settings
from app.wiring import books
from kb.asked import Asked, read_asked
from kb.calibration import calibrate
from kb.confidence import Confidence
from kb.encoder import Encoder, Matrix, load_encoder
from kb.languages import LanguageReader
from kb.lexicon import Lexicon
from kb.library import Library
from kb.search import Search
from kb.spelling import Spelling
from kb.trying.overlay import Overlays

_OUT_OF_SCOPE = "out_of_scope"
"""The intent, in data/nlu/, of what no article answers."""


@lru_cache(maxsize=1)
def encoder() -> Encoder:
    """Return the configured encoder. Raises: Misconfigured when it cannot be loaded."""
    return load_encoder(settings().encoder, settings().encoder_folder)


@lru_cache(maxsize=1)
def library() -> Library:
    """Return this process's view of the knowledge base, following the event log from now on."""
    shelf = _shelf()
    shelf.follow()
    return shelf


def _shelf() -> Library:
    return Library(books(), encoder(), _lexicon(), recipe(), folder=settings().var / "index")


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon:
    return Lexicon(settings().encoder_folder)


tried: ContextVar[Search | None] = ContextVar("tried", default=None)
"""The search that a question is asked of to try it, where that is not the one customers ask."""


def search() -> Search:
    """Return what this turn searches."""
    return tried.get() or library().search


@lru_cache(maxsize=1)
def overlays() -> Overlays:
    """Return this process's searches over texts that are not live."""
    return Overlays(books(), encoder(), _lexicon())


def fit() -> Confidence:
    """Return the confidence fitted to the articles as they are, with what is out of scope as what none answers.

    Raises: BrokenContent for examples or questions that cannot be read.
    """
    outside = phrases_of(_OUT_OF_SCOPE).items()
    strangers = [Asked(text, language, None) for language, texts in outside for text in texts]
    heard = read_asked(settings().asked)
    return calibrate(_shelf().sample(), encoder(), strangers, heard, settings().most_wrong)


def centred(texts: Sequence[str], languages: Sequence[str]) -> Matrix:
    """Return (n, dim) float32 vectors of length 1, without what each language's articles share."""
    index = _shelf().sample()
    vectors = encoder().encode(texts)
    return np.stack([index.centred(vector, code) for vector, code in zip(vectors, languages, strict=True)])


@lru_cache(maxsize=1)
def language_reader() -> LanguageReader:
    """Return the reader for the assistant's languages."""
    return LanguageReader(settings().languages, settings().default_language, phrases())


@lru_cache(maxsize=1)
def spelling() -> Spelling:
    """Return how words look in the examples and in the articles there are when it is first asked for."""
    said = [text for texts in phrases().values() for text in texts]
    return Spelling([*said, *(passage.text for passage in library().sample().passages)])
