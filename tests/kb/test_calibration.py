"""The confidence, fitted to a knowledge base."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from kb.asked import Asked, read_asked
from kb.calibration import calibrate
from kb.encoder import Encoder
from kb.index import Index
from kb.lexicon import Lexicon
from kb.passages import split
from kb.search import Search
from support.articles import Answer
from support.errors import BrokenContent
from tests.kb.conftest import ARTICLES

STRANGERS = (
    Asked("tell me a joke", "en", None),
    Asked("vem vann matchen igår", "sv", None),
    Asked("what is the capital of Peru", "en", None),
)


def fitted(encoder: Encoder, lexicon: Lexicon, heard: Sequence[Asked] = (), most_wrong: float = 0.03) -> Search:
    passages = [
        passage for article in sorted(ARTICLES, key=lambda a: (a.slug, a.language)) for passage in split(article)
    ]
    index = Index(passages, encoder.encode([passage.text for passage in passages]), lexicon)
    return Search(index, calibrate(index, encoder, STRANGERS, heard, most_wrong))


def asked(search: Search, encoder: Encoder, question: str, language: str) -> Answer:
    return search.ask(question, encoder.encode([question])[0], language)


def test_a_small_knowledge_base_of_uneven_languages_can_be_fitted(encoder: Encoder, lexicon: Lexicon) -> None:
    search = fitted(encoder, lexicon)

    right = asked(search, encoder, "can I send it back", "en").confidence
    foreign = asked(search, encoder, "jag har glömt mitt lösenord", "sv").confidence
    stranger = asked(search, encoder, "sing me a song", "en").confidence
    assert stranger < foreign < right


def test_the_fewer_wrong_answers_may_be_given_the_surer_one_must_be(encoder: Encoder, lexicon: Lexicon) -> None:
    strict, bold = (fitted(encoder, lexicon, most_wrong=share).confidence.sure for share in (0.01, 0.6))

    assert bold < strict


def test_what_customers_asked_decides_once_there_is_enough_of_it(encoder: Encoder, lexicon: Lexicon) -> None:
    easy = [Asked(question, "en", "password") for question in ("I forgot my password", "cannot sign in")] * 60
    wrong = [Asked(question, "en", "returns") for question in ("I forgot my password", "cannot sign in")] * 60

    trusting, doubting = fitted(encoder, lexicon, easy), fitted(encoder, lexicon, wrong)
    assert asked(trusting, encoder, "cannot sign in", "en").confidence >= trusting.confidence.sure
    assert asked(doubting, encoder, "cannot sign in", "en").confidence < doubting.confidence.sure


def test_questions_about_articles_that_are_gone_do_not_count(encoder: Encoder, lexicon: Lexicon) -> None:
    gone = [Asked("where is the moon", "en", "astronomy")] * 120

    assert fitted(encoder, lexicon, gone).confidence == fitted(encoder, lexicon).confidence


def test_asked_questions_are_read_from_their_folder(tmp_path: Path) -> None:
    (tmp_path / "sv.yml").write_text('- {question: "var är min väska", article: track-order}\n- {question: "hej"}\n')

    assert read_asked(tmp_path) == [Asked("var är min väska", "sv", "track-order"), Asked("hej", "sv", None)]
    assert read_asked(tmp_path / "nowhere") == []


@pytest.mark.parametrize("broken", ["- {answer: x}", "- {question: [}", "question"])
def test_a_broken_file_of_questions_is_named(tmp_path: Path, broken: str) -> None:
    (tmp_path / "en.yml").write_text(broken)

    with pytest.raises(BrokenContent, match=r"en\.yml"):
        read_asked(tmp_path)
