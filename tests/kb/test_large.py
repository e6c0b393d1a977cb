"""A large knowledge base: the few articles that may answer are found, and judged as if all had been looked at."""

from collections.abc import Sequence

import pytest

from kb.building import large_index
from kb.encoder import Encoder
from kb.index import Index
from kb.large import LargeIndex
from kb.lexicon import Lexicon
from kb.library import Library
from kb.passages import split
from kb.ranking import Ranking, rank
from kb.reading_in import read_in
from kb.section import Section
from store.unit_of_work import SqlBooks
from support.articles import Article, Passage
from support.events import ArticlesChanged
from tests.kb.conftest import ARTICLES

QUESTIONS = (
    ("how long may I take to send a lamp back", "en"),
    ("jag har glömt mitt lösenord", "sv"),
    ("Mein Paket ist nicht gekommen", "de"),
    ("پولم کی برمی‌گردد", "fa"),
    ("ডেলিভারি কত দিনে", "bn"),
    ("¿Me lo pueden envolver para un cumpleaños?", "es"),
    ("ungalukku store irukka", "ta"),
    ("స్టోర్ నుంచి తీసుకోవచ్చా?", "te"),
)

LANGUAGES = ("en", "sv", "fa", "bn", "ta", "te", "es", "de")


def section(passages: Sequence[Passage], encoder: Encoder, lexicon: Lexicon) -> Section:
    return read_in(passages, encoder.encode([passage.text for passage in passages]), lexicon, {})


@pytest.fixture(scope="module")
def large(demo: Index, encoder: Encoder, lexicon: Lexicon) -> LargeIndex:
    """The demo shop's articles, as if they were many."""
    return large_index([section(demo.passages, encoder, lexicon)], lexicon)


@pytest.mark.parametrize(("question", "language"), QUESTIONS)
def test_it_answers_as_if_every_article_had_been_looked_at(
    demo: Index, large: LargeIndex, encoder: Encoder, question: str, language: str
) -> None:
    vector = encoder.encode([question])[0]
    exact, found = (rank(index, question, vector, language) for index in (demo, large))

    assert [found.among.key(place) for place in found.order[:3]] == [
        exact.among.key(place) for place in exact.order[:3]
    ]
    assert found.features() == pytest.approx(exact.features(), abs=0.05)
    assert large.fullness(question) == pytest.approx(demo.fullness(question), abs=0.05)


def keys(ranking: Ranking) -> list[tuple[str, str]]:
    return [ranking.among.key(place) for place in ranking.order[:3]]


def test_an_article_is_read_whole(demo: Index, large: LargeIndex) -> None:
    assert large.article_parts("returns", "sv") == demo.article_parts("returns", "sv") != ()
    assert large.article("gift-wrapping", "fa") == demo.article("gift-wrapping", "fa")
    assert large.article("nothing", "sv") is None


GIFT = Article(slug="engraving", language="en", title="Do you engrave rings?", body="Yes, up to nine letters.")


def first(index: LargeIndex, encoder: Encoder, question: str) -> str:
    ranking = rank(index, question, encoder.encode([question])[0], "en")
    return ranking.among.parts(ranking.order[0])[0].answer


def test_what_changes_stands_beside_the_base(large: LargeIndex, encoder: Encoder, lexicon: Lexicon) -> None:
    asked = "can a ring be engraved"
    added = large.changed(["engraving"], section(split(GIFT), encoder, lexicon))
    assert first(added, encoder, asked) == "Yes, up to nine letters."
    assert added.base is large.base

    other = Article(slug="engraving", language="en", title=GIFT.title, body="Not any more.")
    changed = added.changed(["engraving"], section(split(other), encoder, lexicon))
    assert first(changed, encoder, asked) == "Not any more."

    removed = changed.changed(["engraving"], None)
    assert removed.article("engraving", "en") is None
    assert first(removed, encoder, asked) == first(large, encoder, asked)


def test_a_topic_of_the_base_that_is_removed_is_found_no_more(large: LargeIndex, encoder: Encoder) -> None:
    question = "what can I pay with"
    ranking = rank(large, question, encoder.encode([question])[0], "en")
    slug, _ = ranking.among.key(ranking.order[0])

    after = rank(large.changed([slug], None), question, encoder.encode([question])[0], "en")
    assert slug not in {after.among.key(place)[0] for place in after.order}


def test_a_new_base_answers_as_the_old_one_with_its_changes(
    large: LargeIndex, encoder: Encoder, lexicon: Lexicon
) -> None:
    changed = large.changed(["engraving", "returns"], section(split(GIFT), encoder, lexicon))
    compacted = large_index(changed.sections(), lexicon)

    assert compacted.pending == 0
    returns = sum(len(large.article_parts("returns", language)) for language in LANGUAGES)
    assert len(compacted) == len(changed) - returns
    assert compacted.article("returns", "en") is None
    assert first(compacted, encoder, "can a ring be engraved") == "Yes, up to nine letters."


def test_a_large_library_takes_in_changes_and_compacts_beside_its_readers(
    books: SqlBooks, encoder: Encoder, lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library(books, encoder, lexicon, most_whole=1)
    assert isinstance(library.search.index, LargeIndex)
    publish(books, GIFT)

    assert library.catch_up()
    assert answer(library, "can a ring be engraved") == "Yes, up to nine letters."
    assert not library.compact()  # there is too little to be worth it

    monkeypatch.setattr("kb.library._FEWEST_PENDING", 1)
    assert library.compact()
    assert library.search.index.pending == 0
    assert answer(library, "can a ring be engraved") == "Yes, up to nine letters."
    assert {passage.slug for passage in library.sample().passages} < {*(one.slug for one in ARTICLES), "engraving"}


def test_a_small_library_is_held_against_every_question_whole(
    books: SqlBooks, encoder: Encoder, lexicon: Lexicon
) -> None:
    assert isinstance(Library(books, encoder, lexicon).search.index, Index)


def publish(books: SqlBooks, article: Article) -> None:
    with books.writing() as uow:
        uow.articles.put(article)
        uow.record(ArticlesChanged(slugs=(article.slug,)))
        uow.commit()


def answer(library: Library, question: str) -> str:
    return library.search.ask(question, library.encoder.encode([question])[0], "en").hits[0].passage.answer
