"""Finding the article that answers."""

from dataclasses import replace

import numpy as np
import pytest

from kb.confidence import DEFAULT, Confidence, to_json
from kb.encoder import Encoder
from kb.folding import fold
from kb.lexical import Bm25, terms
from kb.lexicon import Lexicon
from kb.library import Library
from store.unit_of_work import SqlBooks
from support.articles import Answer, Article
from support.events import ArticlesChanged, ConfidenceFitted
from support.shelves import Fitted


@pytest.fixture
def library(books: SqlBooks, encoder: Encoder, lexicon: Lexicon) -> Library:
    return Library(books, encoder, lexicon)


def asked(library: Library, question: str, language: str) -> Answer:
    return library.search.ask(question, library.encoder.encode([question])[0], language)


@pytest.mark.parametrize(
    ("question", "language", "slug"),
    [
        ("can i send my things back?", "en", "returns"),
        ("forgot my pasword!!", "en", "password"),
        ("skicka tillbaks", "sv", "returns"),
    ],
)
def test_the_right_article_comes_first_in_the_customers_language(
    library: Library, question: str, language: str, slug: str
) -> None:
    best = asked(library, question, language).hits[0]

    assert (best.passage.slug, best.passage.language) == (slug, language)


def test_what_the_language_lacks_is_found_in_another(library: Library) -> None:
    best = asked(library, "jag har glömt mitt lösenord", "sv").hits[0]

    assert (best.passage.slug, best.passage.language) == ("password", "en")


def test_a_topic_is_offered_once(library: Library) -> None:
    slugs = [hit.passage.slug for hit in asked(library, "returns", "en").hits]

    assert len(slugs) == len(set(slugs)) == 3


def test_the_part_that_answers_comes_below_the_short_answer(library: Library) -> None:
    hit = asked(library, "can gift cards or opened food be returned", "en").hits[0]

    assert hit.passage.answer == (
        "You have **30 days**. Print the label.\n\n**What can't be returned**\n\n- Gift cards\n- Opened food"
    )


def test_a_question_the_short_answer_answers_gets_no_more(library: Library) -> None:
    hit = asked(library, "where can I print the label for sending it back", "en").hits[0]

    assert hit.passage.answer == "You have **30 days**. Print the label."


def test_nonsense_is_less_likely_than_a_question(library: Library) -> None:
    assert asked(library, "qqq zzz", "en").confidence < asked(library, "how do I return something", "en").confidence


@pytest.mark.parametrize("question", ["", "😀", "\x00\x01", "?!"])
def test_what_cannot_be_read_finds_nothing(library: Library, question: str) -> None:
    assert asked(library, question, "en") == Answer(hits=(), confidence=0.0)


def test_an_empty_knowledge_base_answers_nothing(books: SqlBooks, encoder: Encoder, lexicon: Lexicon) -> None:
    with books.writing() as uow:
        for article in uow.articles.all():
            uow.articles.remove(article.slug, article.language)
        uow.commit()

    assert asked(Library(books, encoder, lexicon), "returns", "en").hits == ()


def test_a_new_article_is_found_as_soon_as_the_log_is_read(library: Library, books: SqlBooks) -> None:
    gift = Article(slug="gift-wrap", language="en", title="Do you wrap gifts?", body="Yes, for €3.50.")
    with books.writing() as uow:
        uow.articles.put(gift)
        uow.record(ArticlesChanged(slugs=("gift-wrap",)))
        uow.commit()

    assert asked(library, "gift wrapping", "en").hits[0].passage.slug != "gift-wrap"
    assert library.catch_up()
    assert asked(library, "gift wrapping", "en").hits[0].passage.answer == "Yes, for €3.50."
    assert not library.catch_up()


def fit(books: SqlBooks, confidence: Confidence, recipe: str) -> None:
    with books.writing() as uow:
        uow.confidences.put(Fitted(recipe=recipe, basis="any", body=to_json(confidence)))
        uow.record(ConfidenceFitted(recipe=recipe))
        uow.commit()


def test_a_new_confidence_is_judged_by_as_soon_as_the_log_is_read(
    books: SqlBooks, encoder: Encoder, lexicon: Lexicon
) -> None:
    library = Library(books, encoder, lexicon, "ours")
    assert library.search.confidence == DEFAULT

    fitted = replace(DEFAULT, sure=0.7)
    fit(books, fitted, "ours")
    library.catch_up()
    assert library.search.confidence == fitted
    assert Library(books, encoder, lexicon, "ours").search.confidence == fitted  # after a restart, too


def test_a_confidence_of_another_parley_or_encoder_is_not_judged_by(
    books: SqlBooks, encoder: Encoder, lexicon: Lexicon
) -> None:
    library = Library(books, encoder, lexicon, "ours")
    fit(books, Confidence((1.0,), (1.0,), 0.1), "theirs")
    library.catch_up()

    assert asked(library, "how do I return something", "en").hits
    assert library.search.confidence == DEFAULT


def test_vectors_are_unit_rows_and_nothing_readable_is_zeros(encoder: Encoder) -> None:
    vectors = encoder.encode(["how do I return something", "", "😀"])

    assert vectors.shape == (3, encoder.dim) and vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 0, 0], abs=1e-5)


def test_words_forgive_typos_and_letter_forms() -> None:
    index = Bm25([terms(text) for text in ("return label", "opening hours", "رمز عبور")])

    assert int(np.argmax(index.scores(terms("retrun lable")))) == 0
    assert int(np.argmax(index.scores(terms("رمزِ عبور")))) == 2
    assert fold("ＡＢＣ كي\u200b") == "abc کی"
