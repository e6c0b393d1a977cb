"""Finding the paragraph that answers: the product's own search against BM25, TF-IDF and MiniLM.

XQuAD, development part: 1,190 questions in each of five languages, 240 paragraphs. Each paragraph is an article that
has a body and nothing else: its page's title names five paragraphs alike and is left out, for us and for the peers.
Ours is what the bot does: `kb.passages.split`, the bundled encoder, `kb.index.Index`, `kb.ranking.rank`. In "same
language" the index holds the question's language only, in "to English" English only, and the question is foreign.
`r1`, `r5`: the right paragraph is first, one of the first five; `mrr`: mean of 1 / its place among all 240. Of
paragraphs with equal scores the right one counts as the last.

Tatoeba, development part: which of a language's English sentences is the translation, accuracy@1. `ours` ranks them
as the product ranks articles of another language, `encoder` by the bare cosine; MiniLM, which knows English only
(.05 once measured), is left out, for it takes ten minutes. bg, ur, mr and ml, which the encoder
was never taught, are shown but not in the mean.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from statistics import mean

import numpy as np

from bench import evaluation, peers
from bench.encoding import BUNDLED_FOLDER
from bench.table import report, show, verdict
from kb.encoder import BUNDLED, Encoder, Matrix, load_encoder
from kb.index import Index
from kb.lexicon import Lexicon
from kb.passages import split
from kb.ranking import rank
from support.articles import Article

OURS, ENCODER, MINILM = "ours", "encoder", "MiniLM"
_UNTAUGHT = ("bg", "ml", "mr", "ur")
_CROSS = tuple(language for language in evaluation.LANGUAGES if language != "en")

Figures = dict[str, float]
Scores = Callable[[str], Matrix]
"""Scores of all texts for a question."""


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the bundled one."""
    return Lexicon(BUNDLED_FOLDER)


class Search:
    """The product's: texts as articles of one language, asked in another or the same."""

    def __init__(self, texts: Sequence[str], encoder: Encoder, language: str, asked_in: str) -> None:
        articles = [Article(slug=f"{i:04}", language=language, title="", body=text) for i, text in enumerate(texts)]
        passages = [passage for article in articles for passage in split(article)]
        self._index = Index(passages, encoder.encode([passage.text for passage in passages]), lexicon())
        self._encoder, self._asked_in, self._count = encoder, asked_in, len(texts)

    def scores(self, question: str) -> Matrix:
        """Return (n,) scores; -inf for a text that gave no passage."""
        found = np.full(self._count, -np.inf, np.float32)
        ranking = rank(self._index, question, self._encoder.encode([question])[0], self._asked_in)
        found[[int(slug) for slug, _ in self._index.articles]] = ranking.scores
        return found


def main() -> None:
    """Run."""
    peers.must_be_installed()
    where = evaluation.folder()
    bundled = load_encoder(BUNDLED, BUNDLED_FOLDER)
    encoders = {name: peers.Remembering(one) for name, one in ((ENCODER, bundled), (MINILM, peers.minilm()))}
    same = {code: asked(where, code, code, encoders) for code in evaluation.LANGUAGES}
    cross = {code: asked(where, code, "en", encoders) for code in _CROSS}
    pairs = sorted(evaluation.pairs(where).items())
    tatoeba = {code: translated(both, code, encoders[ENCODER]) for code, both in pairs}
    for title, tables in (("same language", same), ("to English", cross)):
        for figure in ("r1", "r5", "mrr"):
            show_by_language(f"XQuAD, {title}, {figure}", {code: column(tables[code], figure) for code in tables})
    taught = {code: row for code, row in tatoeba.items() if code not in _UNTAUGHT}
    show_by_language("Tatoeba to English, accuracy@1", taught)
    show_by_language("Tatoeba, languages untaught", {code: tatoeba[code] for code in _UNTAUGHT})
    summed_up(same, cross, taught, tatoeba)


def asked(where: Path, language: str, paragraphs_in: str, encoders: Mapping[str, Encoder]) -> dict[str, Figures]:
    """Return the figures of each search on one language's questions."""
    texts = evaluation.paragraphs(where)[paragraphs_in]
    numbers = sorted(texts)
    questions = [question for question in evaluation.questions(where) if question.language == language]
    searches = searches_of([texts[number] for number in numbers], encoders, paragraphs_in, language)
    right = [numbers.index(question.paragraph) for question in questions]
    said = [question.text for question in questions]
    encoded_together(encoders, said)
    return {name: figures(places(scores, said, right)) for name, scores in searches.items()}


def searches_of(
    texts: Sequence[str], encoders: Mapping[str, Encoder], language: str, asked_in: str
) -> dict[str, Scores]:
    """Return ours and the peers, made of the same texts."""
    return {
        OURS: Search(texts, encoders[ENCODER], language, asked_in).scores,
        ENCODER: peers.Dense(texts, encoders[ENCODER]).scores,
        "BM25 words": peers.Bm25(texts, peers.words).scores,
        "BM25 n-grams": peers.Bm25(texts, peers.grams).scores,
        "TF-IDF": peers.TfIdf(texts).scores,
        MINILM: peers.Dense(texts, encoders[MINILM]).scores,
    }


def translated(pairs: Sequence[tuple[str, str]], language: str, encoder: Encoder) -> Figures:
    """Return accuracy@1 to English of each."""
    candidates = sorted({english for _, english in pairs})
    said, right = [sentence for sentence, _ in pairs], [candidates.index(english) for _, english in pairs]
    searches = {
        OURS: Search(candidates, encoder, "en", language).scores,
        ENCODER: peers.Dense(candidates, encoder).scores,
        "BM25 n-grams": peers.Bm25(candidates, peers.grams).scores,
    }
    return {name: figures(places(scores, said, right))["r1"] for name, scores in searches.items()}


def encoded_together(encoders: Mapping[str, Encoder], questions: Sequence[str]) -> None:
    """Have remembering encoders encode these in one go, which takes MiniLM half the time."""
    for encoder in encoders.values():
        encoder.encode(questions)


def places(scores: Scores, questions: Sequence[str], right: Sequence[int]) -> list[int]:
    """Return at which place each question's right text is, from 1."""
    found = []
    for question, number in zip(questions, right, strict=True):
        row = scores(question)
        found.append(int((row >= row[number]).sum()))
    return found


def figures(found: Sequence[int]) -> Figures:
    """Return recall at 1 and at 5 and the mean reciprocal rank."""
    ranks = np.array(found)
    return {"r1": float((ranks == 1).mean()), "r5": float((ranks <= 5).mean()), "mrr": float((1 / ranks).mean())}


def column(table: Mapping[str, Figures], figure: str) -> Figures:
    """Return one figure of each search."""
    return {name: row[figure] for name, row in table.items()}


def means(tables: Mapping[str, Figures]) -> Figures:
    """Return each search's mean over the languages."""
    return {name: mean(row[name] for row in tables.values()) for name in next(iter(tables.values()))}


def best_peer(found: Figures) -> float:
    """Return the mean of the best search that is not ours; our encoder alone is no peer."""
    return max(value for name, value in found.items() if name not in (OURS, ENCODER))


def show_by_language(title: str, tables: Mapping[str, Figures]) -> None:
    """Print one line a language, and the mean."""
    rows = [(code, *row.values()) for code, row in [*tables.items(), ("mean", means(tables))]]
    show(title, ("", *next(iter(tables.values()))), rows)


def summed_up(
    same: Mapping[str, Mapping[str, Figures]],
    cross: Mapping[str, Mapping[str, Figures]],
    taught: Mapping[str, Figures],
    tatoeba: Mapping[str, Figures],
) -> None:
    """Print what was reached, and the figures."""
    same_r1, cross_r1 = (means({code: column(table[code], "r1") for code in table}) for table in (same, cross))
    macro = means(taught)
    verdict({"same_r1 above the best peer's": same_r1[OURS] > best_peer(same_r1)})
    report(
        same_r1=same_r1[OURS],
        same_r1_best_peer=best_peer(same_r1),
        cross_r1=cross_r1[OURS],
        cross_r1_best_peer=best_peer(cross_r1),
        tatoeba_macro=macro[OURS],
        tatoeba_encoder=macro[ENCODER],
        tatoeba_best_peer=best_peer(macro),
        per_language={
            "same": {code: table[OURS]["r1"] for code, table in same.items()},
            "cross": {code: table[OURS]["r1"] for code, table in cross.items()},
            "tatoeba": {code: row[OURS] for code, row in tatoeba.items()},
        },
    )


if __name__ == "__main__":
    main()
