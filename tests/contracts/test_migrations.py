"""The migrations lead to the tables that the code expects, on every store."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from store.migrate import current, migrate, newest
from store.tables import metadata
from store.unit_of_work import SqlBooks


def test_the_migrations_lead_to_the_tables(books: SqlBooks) -> None:
    with books._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": is_ours})
        assert compare_metadata(context, metadata) == []


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    return (kind, name) != ("table", "sqlite_sequence")  # where SQLite counts


def test_a_database_that_is_up_to_date_is_left_alone(books: SqlBooks) -> None:
    assert current(books._engine) == newest()
    assert not migrate(books._engine)
