"""`parley calibrate`: the confidence follows the articles, and one that cannot be fitted leaves the one before."""

from pathlib import Path

import pytest

from app.fitting import recipe
from store.engine import open_engine
from store.unit_of_work import SqlBooks
from support.events import ConfidenceFitted
from support.shelves import Fitted
from tests.house import House

TOPICS = {
    "returns": ("How do I return something?", "send it back", "You have thirty days. Print the label."),
    "password": ("I forgot my password", "cannot sign in", "Press the link on the sign-in page."),
    "opening-hours": ("When are you open?", "are you there on sundays", "Monday to Friday, nine to six."),
    "gift-cards": ("Do you sell gift cards?", "a voucher for a friend", "Yes, from ten euros."),
}


def write(articles: Path, slug: str, title: str, question: str, body: str) -> None:
    (articles / "en").mkdir(parents=True, exist_ok=True)
    text = f"---\ntitle: {title}\nquestions:\n  - {question}\n---\n{body}\n"
    (articles / "en" / f"{slug}.md").write_text(text)


@pytest.fixture
def small(tmp_path: Path) -> House:
    """A house with four articles, taken in and not fitted to."""
    for slug, said in TOPICS.items():
        write(tmp_path / "articles", slug, *said)
    home = House(tmp_path / "var", PARLEY_ARTICLES=str(tmp_path / "articles"))
    assert home.parley("kb", "import").returncode == 0
    return home


def books_of(home: House) -> SqlBooks:
    return SqlBooks(open_engine(f"sqlite:///{home.folder / 'parley.db'}"))


def fitted(home: House) -> Fitted | None:
    with books_of(home).reading() as uow:
        return uow.confidences.get(recipe())


def times_fitted(home: House) -> int:
    with books_of(home).reading() as uow:
        return sum(isinstance(logged.event, ConfidenceFitted) for logged in uow.events.since(0))


def calibrated(home: House) -> str:
    done = home.parley("calibrate")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_is_fitted_once_to_the_articles_as_they_are(small: House, tmp_path: Path) -> None:
    assert "was fitted" in calibrated(small)
    before = fitted(small)
    assert "There is nothing to fit" in calibrated(small)
    assert (times_fitted(small), fitted(small)) == (1, before)

    write(tmp_path / "articles", "llamas", "Do you rent out llamas?", "may I sign in a llama", "Yes, on Tuesdays.")
    assert small.parley("kb", "import").returncode == 0
    assert "was fitted" in calibrated(small)
    after = fitted(small)
    assert before is not None and after is not None
    assert before.basis != after.basis and before.body != after.body


def test_an_import_says_what_is_left_to_do_where_nothing_runs(small: House, tmp_path: Path) -> None:
    calibrated(small)
    assert "calibrate" not in small.parley("kb", "import").stdout

    write(tmp_path / "articles", "llamas", "Do you rent out llamas?", "may I sign in a llama", "Yes, on Tuesdays.")
    assert "`./parley calibrate`" in small.parley("kb", "import").stdout


def test_what_customers_asked_is_part_of_what_it_is_fitted_to(small: House, tmp_path: Path) -> None:
    calibrated(small)
    (tmp_path / "asked").mkdir()
    (tmp_path / "asked" / "en.yml").write_text("- {question: can I bring it back, article: returns}\n")

    assert "was fitted" in calibrated(small)


def test_one_that_cannot_be_fitted_leaves_the_one_before(small: House, tmp_path: Path) -> None:
    calibrated(small)
    before = fitted(small)
    (tmp_path / "asked").mkdir()
    (tmp_path / "asked" / "en.yml").write_text("- {question: [}\n")

    done = small.parley("calibrate")
    assert done.returncode == 1
    assert "en.yml:1:" in done.stderr and "Traceback" not in done.stderr
    assert fitted(small) == before


def test_while_one_process_fits_no_other_does(small: House) -> None:
    with books_of(small).alone("calibration"):
        assert "Another process" in calibrated(small)
    assert fitted(small) is None


@pytest.mark.usefixtures("books")
def test_no_articles_are_nothing_to_fit_to(home: House) -> None:
    assert "There is nothing to fit" in calibrated(home)
