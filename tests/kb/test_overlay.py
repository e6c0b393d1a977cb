"""What is tried over texts that are not live is found as it will be once they are."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from kb.encoder import Encoder
from kb.importing.mirroring import mirror
from kb.large import LargeIndex
from kb.lexicon import Lexicon
from kb.library import Library
from kb.trying.foreseen import Foreseen
from kb.trying.overlay import Overlays
from store.unit_of_work import SqlBooks
from support.articles import Answer, Article
from support.events import ArticlesChanged
from tests.kb.conftest import ARTICLES

NEW = Article(slug="returns", language="en", title="How do I return a kettle?", body="You have **90 days**.")
ADDED = Article(slug="violins", language="en", title="Do you engrave violins?", body="Yes, in nine days.")
QUESTIONS = [
    *(("how do I return something", "en"), ("do you engrave violins", "en"), ("hur returnerar jag", "sv")),
    *(("I cannot sign in", "en"), ("are you open on sundays", "en")),
]


def asked(search: object, encoder: Encoder) -> list[Answer]:
    return [search.ask(text, encoder.encode([text])[0], language) for text, language in QUESTIONS]  # type: ignore[attr-defined]


def found(answers: Sequence[Answer]) -> list[list[tuple[str, str, str]]]:
    return [[(hit.passage.slug, hit.passage.language, hit.passage.answer) for hit in answer.hits] for answer in answers]


@pytest.mark.parametrize("most_whole", [5_000, 1], ids=["small", "large"])
def test_an_overlay_finds_what_publishing_will(
    books: SqlBooks, encoder: Encoder, lexicon: Lexicon, most_whole: int
) -> None:
    library = Library(books, encoder, lexicon, most_whole=most_whole)
    before = found(asked(library.search, encoder))
    swedish = next(article for article in ARTICLES if (article.slug, article.language) == ("returns", "sv"))
    foreseen = (Foreseen(slug="returns", articles=(NEW, swedish)), Foreseen(slug=ADDED.slug, articles=(ADDED,)))
    over = Overlays(books, encoder, lexicon).over(library.search, foreseen)
    assert isinstance(over.index, LargeIndex) is (most_whole == 1)
    tried = asked(over, encoder)
    assert found(asked(library.search, encoder)) == before  # customers notice nothing

    kept = [article for article in ARTICLES if article.slug != "returns"]
    with books.writing() as uow:
        mirror(uow, [*kept, NEW, swedish, ADDED], now=datetime.now(UTC))
        uow.record(ArticlesChanged(slugs=("returns", ADDED.slug)))
        uow.commit()
    library.catch_up()
    live = asked(library.search, encoder)
    assert found(tried) == found(live) != before
    assert [each.confidence for each in tried] == pytest.approx([each.confidence for each in live], abs=0.001)


@pytest.mark.parametrize("most_whole", [5_000, 1], ids=["small", "large"])
def test_a_topic_that_would_be_gone_is_not_found(
    books: SqlBooks, encoder: Encoder, lexicon: Lexicon, most_whole: int
) -> None:
    library = Library(books, encoder, lexicon, most_whole=most_whole)
    over = Overlays(books, encoder, lexicon).over(library.search, (Foreseen(slug="returns"),))
    assert all(hit.passage.slug != "returns" for answer in asked(over, encoder) for hit in answer.hits)


def test_an_overlay_is_built_once_until_something_else_is_live(
    books: SqlBooks, encoder: Encoder, lexicon: Lexicon
) -> None:
    library, overlays = Library(books, encoder, lexicon), Overlays(books, encoder, lexicon)
    foreseen = (Foreseen(slug=ADDED.slug, articles=(ADDED,)),)
    first = overlays.over(library.search, foreseen)
    assert overlays.over(library.search, foreseen).index is first.index
    assert overlays.over(library.search, ()) is library.search

    with books.writing() as uow:
        uow.articles.remove("returns", "sv")
        uow.record(ArticlesChanged(slugs=("returns",)))
        uow.commit()
    library.catch_up()
    assert overlays.over(library.search, foreseen).index is not first.index
