"""The knowledge room, furnished once a process; apart from app.wiring, to spare its imports to who needs only books."""

from functools import lru_cache

from app.phrases import phrases
from app.settings import settings
from app.wiring import books
from kb.encoder import Encoder, load_encoder
from kb.languages import LanguageReader
from kb.lexicon import Lexicon
from kb.library import Library
from kb.spelling import Spelling


@lru_cache(maxsize=1)
def encoder() -> Encoder:
    """Return the configured encoder. Raises: Misconfigured when it cannot be loaded."""
    return load_encoder(settings().encoder, settings().encoder_folder)


@lru_cache(maxsize=1)
def library() -> Library:
    """Return this process's view of the knowledge base, following the event log from now on."""
    shelf = Library(books(), encoder(), Lexicon(settings().encoder_folder))
    shelf.follow()
    return shelf


@lru_cache(maxsize=1)
def language_reader() -> LanguageReader:
    """Return the reader for the assistant's languages."""
    return LanguageReader(settings().languages, settings().default_language, phrases())


@lru_cache(maxsize=1)
def spelling() -> Spelling:
    """Return how words look in the examples and in the articles there are when it is first asked for."""
    said = [text for texts in phrases().values() for text in texts]
    return Spelling([*said, *(passage.text for passage in library().search.index.passages)])
