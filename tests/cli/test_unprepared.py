"""A command on a database that was never prepared says so, in one line."""

import pytest
from sqlalchemy import text

from store.engine import open_engine
from store.unit_of_work import SqlBooks
from tests.cli.talk import refuses
from tests.house import House


@pytest.mark.parametrize("command", [("messages", "dead"), ("messages", "strays"), ("contacts", "list")])
def test_what_was_never_prepared_is_to_be_prepared(home: House, command: tuple[str, ...]) -> None:
    said = refuses(home, *command)
    assert said.startswith("the database has not been prepared yet: run `./parley prepare`")


@pytest.mark.parametrize(
    ("revision", "advice"),
    [("0001", "an older Parley's: run `./parley prepare`, which brings it up to date"), ("9999", "a newer Parley's")],
)
def test_another_parleys_database_is_called_so(home: House, books: SqlBooks, revision: str, advice: str) -> None:
    engine = open_engine(f"sqlite:///{home.folder / 'parley.db'}")
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE alembic_version SET version_num = '{revision}'"))
        connection.execute(text("DROP TABLE strays"))
    engine.dispose()

    assert advice in refuses(home, "messages", "strays")


def test_a_database_that_cannot_be_opened_is_another_matter(home: House) -> None:
    home.folder.mkdir(parents=True)
    (home.folder / "parley.db").write_bytes(b"no database at all" * 100)

    assert refuses(home, "messages", "dead").startswith("the database does not work (file is not a database)")
