"""The migrations lead to the tables that the code expects, on every store."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from kb.importing.mirroring import Mirrored, mirror
from store import migrate as migrations
from store.migrate import current, migrate, newest
from store.tables import metadata
from store.unit_of_work import SqlBooks
from support import mail
from support.articles import Article
from support.conversations import Order, View, Wanted
from support.events import HolderChanged
from support.handoffs import Handoff, Reason
from support.messages import Author, Message, conversation
from support.teams import SUPPORT, Sla
from support.writing import State, words_of

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def test_the_migrations_lead_to_the_tables(books: SqlBooks) -> None:
    with books._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": is_ours})
        assert compare_metadata(context, metadata) == []


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    return (kind, name) != ("table", "sqlite_sequence")  # where SQLite counts


def test_a_database_that_is_up_to_date_is_left_alone(books: SqlBooks) -> None:
    assert current(books._engine) == newest()
    assert not migrate(books._engine)


def goes_back(books: SqlBooks, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrations._MIGRATIONS))
    with books._engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def test_who_waited_before_promises_were_shown_is_sorted_by_them(books: SqlBooks) -> None:
    """The rows are folded anew, by teams that were there already."""
    with books.writing() as uow:
        uow.teams.replace_all([replace(SUPPORT, sla=Sla(first_reply=10))])
        for number, name in enumerate(("late", "soon")):
            id = conversation("webchat", name)
            at = NOON + timedelta(minutes=5 - number)
            said = Message(id=name, conversation_id=id, author=Author.CUSTOMER, text="hej", sent_at=NOON)
            mail.receive(uow, said, now=NOON)
            handoff = Handoff(id=name, conversation_id=id, reason=Reason.ASKED, opened_by=name, opened_at=at)
            uow.handoffs.save(handoff)
            uow.record(HolderChanged(handoff=handoff))
        uow.commit()
    goes_back(books, "0011")
    assert migrate(books._engine)

    with books.reading() as uow:
        rows = uow.conversations.page(Wanted(view=View.ALL, now=NOON, order=Order.DUE), None, 10).rows
    assert [row.handoff_id for row in rows] == ["soon", "late"]


def test_articles_from_before_the_editor_were_imported(books: SqlBooks) -> None:
    """They can be edited, and the next import takes them for its own."""
    article = Article(slug="returns", language="sv", title="Returer", body="30 dagar ‹é›", questions=("hur?",))
    with books.writing() as uow:
        uow.articles.put(article)
        uow.commit()
    goes_back(books, "0013")
    assert migrate(books._engine)

    with books.writing() as uow:
        manuscript = uow.manuscripts.get("returns", "sv")
        first = uow.manuscripts.revision("returns", "sv", 1)
        assert (manuscript.live, manuscript.state, first.words) == (1, State.PUBLISHED, words_of(article))
        assert mirror(uow, [article], now=NOON).changed == ()
        assert mirror(uow, [replace(article, body="60 dagar")], now=NOON) == Mirrored(changed=("returns",))
