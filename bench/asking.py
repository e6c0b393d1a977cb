"""The demo knowledge base asked: what its confidence is fitted to, and what it is judged by."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import yaml

from bench.encoding import BUNDLED_FOLDER
from bench.processes import ROOT
from bench.questions import LANGUAGES
from bot.evidence import OUT_OF_SCOPE
from kb.asked import Asked
from kb.calibration import FOLDS, Row, left_out, row
from kb.encoder import BUNDLED, Matrix, load_encoder
from kb.importing.markdown import read_folder
from kb.index import Index
from kb.lexicon import Lexicon
from kb.passages import split
from kb.ranking import rank


@dataclass(frozen=True, slots=True)
class Told:
    """What is known once a question has been asked: our features, and the peers' two: the score and its lead."""

    row: Row
    score: float
    lead: float


class Demo:
    """The articles of kb/articles, indexed with the bundled encoder."""

    def __init__(self) -> None:
        articles = sorted(read_folder(ROOT / "kb" / "articles"), key=lambda article: (article.slug, article.language))
        passages = [passage for article in articles for passage in split(article)]
        self._encoder = load_encoder(BUNDLED, BUNDLED_FOLDER)
        self._vectors = self._encoder.encode([passage.text for passage in passages])
        self._index = Index(passages, self._vectors, Lexicon(BUNDLED_FOLDER))

    def left_out(self) -> list[list[Told]]:
        """Return the articles' own phrasings, fold by fold, each asked while left out."""
        return [_told(*left_out(self._index, self._encoder, self._vectors, fold)) for fold in range(FOLDS)]

    def told(self, asked: Sequence[Asked]) -> list[Told]:
        """Return what is known of each question."""
        return _told(self._index, asked, self._encoder.encode([one.question for one in asked]))


def _told(index: Index, asked: Sequence[Asked], vectors: Matrix) -> list[Told]:
    return [_one(index, one, vector) for one, vector in zip(asked, vectors, strict=True)]


def _one(index: Index, asked: Asked, vector: Matrix) -> Told:
    ranking = rank(index, asked.question, vector, asked.language)
    first, second = np.sort(ranking.scores[list(ranking.order)])[::-1][:2]
    return Told(row(index, ranking, asked), float(first), float(first - second))


def folded(asked: Sequence[Asked], count: int) -> list[list[Asked]]:
    """Return the questions in folds; all about one article, in any language, are in one, and what has none is dealt."""
    slugs = sorted({one.article for one in asked if one.article is not None})
    strangers = [one for one in asked if one.article is None]
    folds = [[one for one in asked if one.article in slugs[fold::count]] for fold in range(count)]
    return [[*fold, *strangers[place::count]] for place, fold in enumerate(folds)]


def strangers() -> list[Asked]:
    """Return the examples of what is out of scope."""
    return [Asked(text, language, None) for language in LANGUAGES for text in _out_of_scope(language)]


def _out_of_scope(language: str) -> list[str]:
    loaded = yaml.safe_load((ROOT / "data" / "nlu" / f"{language}.yml").read_text(encoding="utf-8"))
    blocks = [block["examples"] for block in loaded["nlu"] if block.get("intent") == OUT_OF_SCOPE]
    return [line.removeprefix("- ").strip() for block in blocks for line in block.splitlines()]
