"""The confidence follows the articles of a running house: once they are left alone, once, and by itself."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.engine import open_engine
from store.unit_of_work import SqlBooks
from support.events import ArticlesChanged, LanguageChanged
from support.messages import conversation
from tests.cli.test_calibrating import TOPICS, fitted, times_fitted, write
from tests.databases import with_tables
from tests.house import House
from web.refits import Quiet


@pytest.fixture
def books() -> Iterator[SqlBooks]:
    engine = open_engine("sqlite://")
    with_tables(engine)
    yield SqlBooks(engine)
    engine.dispose()


def changes(books: SqlBooks, *slugs: str) -> None:
    with books.writing() as uow:
        uow.record(ArticlesChanged(slugs=slugs))
        uow.commit()


def test_who_has_just_started_looks_once_whether_something_was_missed(books: SqlBooks) -> None:
    quiet = Quiet(books, 20.0, now=100.0)

    assert [quiet.has_come(now) for now in (100.0, 119.0, 120.0, 121.0, 500.0)] == [False, False, True, False, False]


def test_a_row_of_changes_is_one_change_when_it_has_ended(books: SqlBooks) -> None:
    quiet = Quiet(books, 20.0, now=0.0)
    assert quiet.has_come(20.0)

    for now in (30.0, 40.0, 50.0):
        changes(books, "returns")
        assert not quiet.has_come(now)
    assert not quiet.has_come(69.0)
    assert quiet.has_come(70.0)
    assert not quiet.has_come(200.0)


def test_who_writes_all_day_does_not_put_it_off_for_ever(books: SqlBooks) -> None:
    quiet = Quiet(books, 20.0, now=0.0)
    assert quiet.has_come(20.0)

    came = []
    for now in range(100, 700, 10):  # an article every ten seconds
        changes(books, "returns")
        if quiet.has_come(float(now)):
            came.append(now)
    assert came == [300, 510]


def test_what_else_happens_is_no_change(books: SqlBooks) -> None:
    quiet = Quiet(books, 20.0, now=0.0)
    assert quiet.has_come(20.0)

    with books.writing() as uow:
        uow.record(LanguageChanged(conversation_id=conversation("webchat", "anna"), language="sv"))
        uow.commit()
    assert not quiet.has_come(30.0)
    assert not quiet.has_come(60.0)


@pytest.fixture
def lively(tmp_path: Path) -> Iterator[House]:
    """A running house with four articles, which refits after half a second."""
    for slug, said in TOPICS.items():
        write(tmp_path / "articles", slug, *said)
    home = House(tmp_path / "var", PARLEY_ARTICLES=str(tmp_path / "articles"), PARLEY_REFIT_SECONDS="0.5")
    home.prepare()
    home.start()
    yield home
    home.stop()


def wait_until(is_so: Callable[[], object]) -> None:
    until = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.1)


def test_an_article_changes_and_the_bot_judges_by_a_new_confidence(lively: House, tmp_path: Path) -> None:
    wait_until(lambda: "confidence.refit.ended" in lively.log("web"))  # the look after its start
    before, times = fitted(lively), times_fitted(lively)
    write(tmp_path / "articles", "llamas", "Do you rent out llamas?", "may I sign in a llama", "Yes, on Tuesdays.")
    assert lively.parley("kb", "import").returncode == 0

    wait_until(lambda: "library.confidence.taken" in lively.log("bot"))
    assert fitted(lively) != before
    assert times_fitted(lively) == times + 1


def test_a_refit_that_fails_is_said_once_and_leaves_the_one_before(lively: House, tmp_path: Path) -> None:
    wait_until(lambda: "confidence.refit.ended" in lively.log("web"))
    before = fitted(lively)
    (tmp_path / "asked").mkdir()
    (tmp_path / "asked" / "en.yml").write_text("- {question: [}\n")
    write(tmp_path / "articles", "llamas", "Do you rent out llamas?", "may I sign in a llama", "Yes, on Tuesdays.")
    assert lively.parley("kb", "import").returncode == 0

    wait_until(lambda: "confidence.refit.failed" in lively.log("web"))
    time.sleep(3)  # long enough for another try
    assert lively.log("web").count("confidence.refit.failed") == 1
    assert "en.yml:1:" in lively.log("web")
    assert fitted(lively) == before
    assert "library.confidence.taken" not in lively.log("bot")
