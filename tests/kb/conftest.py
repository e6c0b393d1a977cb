"""A small knowledge base, real encoder and store."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from app.settings import ROOT
from kb.encoder import Encoder, StaticEncoder
from kb.importing.markdown import read_folder
from kb.importing.mirroring import mirror
from kb.index import Index
from kb.lexicon import Lexicon
from kb.passages import split
from store.engine import open_engine
from store.unit_of_work import SqlBooks
from support.articles import Article
from tests.databases import with_tables

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)

ARTICLES = (
    Article(
        slug="returns",
        language="en",
        title="How do I return something?",
        questions=("send it back", "is sending back free"),
        body="You have **30 days**. Print the label.\n\n## What can't be returned\n- Gift cards\n- Opened food",
    ),
    Article(
        slug="returns",
        language="sv",
        title="Hur returnerar jag något?",
        questions=("skicka tillbaka", "kostar det att skicka tillbaka"),
        body="Du har **30 dagar**. Skriv ut etiketten.",
    ),
    Article(
        slug="password",
        language="en",
        title="I forgot my password",
        questions=("cannot sign in", "new password"),
        body="Press *Forgot your password?* on the sign-in page.",
    ),
    Article(
        slug="opening-hours",
        language="en",
        title="When are you open?",
        questions=("opening times", "are you there on sundays"),
        body="Monday to Friday, nine to six.",
    ),
)


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return StaticEncoder(ROOT / "models" / "encoder")


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon(ROOT / "models" / "encoder")


@pytest.fixture
def books() -> Iterator[SqlBooks]:
    """Books holding ARTICLES."""
    engine = open_engine("sqlite://")
    with_tables(engine)
    filled = SqlBooks(engine)
    with filled.writing() as uow:
        mirror(uow, ARTICLES, now=NOON)
        uow.commit()
    yield filled
    engine.dispose()


@pytest.fixture(scope="session")
def demo(encoder: Encoder, lexicon: Lexicon) -> Index:
    """The demo shop's articles, eight of which are in English only."""
    articles = sorted(read_folder(ROOT / "kb" / "articles"), key=lambda article: (article.slug, article.language))
    passages = [passage for article in articles for passage in split(article)]
    return Index(passages, encoder.encode([passage.text for passage in passages]), lexicon)
