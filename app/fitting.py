"""Whether the confidence in service is the one for the articles and examples there are; cheap to ask."""

import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from app.phrases import FOLDER
from app.settings import ROOT, settings
from app.wiring import books
from kb.encoder import name_of
from support.articles import Article


@lru_cache(maxsize=1)
def recipe() -> str:
    """Return what a confidence is fitted by, encoder and code: under another recipe its numbers mean nothing."""
    name = name_of(settings().encoder, settings().encoder_folder)
    return _digest([name.encode(), *_contents((ROOT / "kb").glob("*.py"))])


def basis(articles: Sequence[Article]) -> str:
    """Return what a confidence is fitted to: the articles, what customers say and asked, how often we may be wrong."""
    here = settings()
    said = [FOLDER / f"{language}.yml" for language in here.languages]
    files = _contents([*(path for path in said if path.is_file()), *here.asked.glob("*.yml")])
    return _digest([str(here.most_wrong).encode(), *files, *(repr(article).encode() for article in articles)])


def is_due() -> bool:
    """Whether there are articles, and the confidence in service is not the one fitted to them."""
    with books().reading() as uow:
        fitted, articles = uow.confidences.get(recipe()), uow.articles.public()
    return bool(articles) and (fitted is None or fitted.basis != basis(articles))


def _contents(paths: Iterable[Path]) -> list[bytes]:
    return [path.name.encode() + b"\0" + path.read_bytes() for path in sorted(paths)]


def _digest(parts: Iterable[bytes]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
