"""What writers do is what the bot answers: after a catch-up, without restart or training, small base or large."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from kb.encoder import Encoder
from kb.lexicon import Lexicon
from kb.library import MOST_WHOLE, Library
from store.unit_of_work import SqlBooks
from support.articles import Article, Hit
from support.events import ArticlesChanged

_ENGRAVING = Article(slug="engraving", language="en", title="Do you engrave rings?", body="Yes, up to nine letters.")
_SWEDISH = replace(_ENGRAVING, language="sv", title="Graverar ni ringar?", body="Ja, upp till nio bokstäver.")


@pytest.fixture(params=[MOST_WHOLE, 1], ids=["small", "large"])
def library(request: pytest.FixtureRequest, books: SqlBooks, encoder: Encoder, lexicon: Lexicon) -> Library:
    return Library(books, encoder, lexicon, most_whole=request.param)


Tell = Callable[[Article], None]


@pytest.fixture
def publish(library: Library, books: SqlBooks) -> Tell:
    """Publish an article, as the editor does, and let the library hear of it."""

    def told(article: Article) -> None:
        with books.writing() as uow:
            uow.articles.remove(article.slug, article.language)
            uow.articles.put(article)
            uow.record(ArticlesChanged(slugs=(article.slug,)))
            uow.commit()
        assert library.catch_up()

    return told


def first(library: Library, question: str, language: str = "en") -> Hit:
    return library.search.ask(question, library.encoder.encode([question])[0], language).hits[0]


def test_what_is_published_is_the_answer_and_so_is_its_next_text(library: Library, publish: Tell) -> None:
    publish(_ENGRAVING)
    assert first(library, "can you engrave a ring").passage.answer == "Yes, up to nine letters."

    publish(replace(_ENGRAVING, body="Yes, up to twelve letters."))
    assert first(library, "can you engrave a ring").passage.answer == "Yes, up to twelve letters."


def test_a_translation_is_answered_in_its_language(library: Library, publish: Tell) -> None:
    publish(_ENGRAVING)
    assert first(library, "graverar ni ringar", "sv").passage.language == "en"

    publish(_SWEDISH)
    assert first(library, "graverar ni ringar", "sv").passage.answer == "Ja, upp till nio bokstäver."


def test_an_article_is_found_by_its_new_title_which_is_shown(library: Library, publish: Tell) -> None:
    publish(_ENGRAVING)
    publish(replace(_ENGRAVING, title="Monograms on jewellery"))

    assert first(library, "monograms on jewellery").passage.title == "Monograms on jewellery"


def test_what_is_archived_is_answered_no_more(library: Library, publish: Tell, books: SqlBooks) -> None:
    publish(_ENGRAVING)
    with books.writing() as uow:
        uow.articles.remove("engraving", "en")
        uow.record(ArticlesChanged(slugs=("engraving",)))
        uow.commit()
    assert library.catch_up()

    assert library.search.article("engraving", "en") is None
    assert first(library, "can you engrave a ring").passage.slug != "engraving"
