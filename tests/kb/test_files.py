"""A large index in files: what is torn or foreign is refused, and who is killed while writing leaves the old one."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.settings import ROOT
from kb.encoder import Encoder
from kb.files import IndexFiles
from kb.large import LargeIndex
from kb.lexicon import Lexicon
from kb.library import Library
from kb.ranking import rank
from store.unit_of_work import SqlBooks
from support.articles import Article
from support.events import ArticlesChanged

_ENGRAVING = Article(slug="engraving", language="en", title="Do you engrave rings?", body="Yes, up to nine letters.")

_OPENS_FOR_EVER = """
import sys, time
from pathlib import Path
from kb.files import IndexFiles
from kb.lexicon import Lexicon
lexicon = Lexicon(Path("models/encoder"))
index = IndexFiles(Path(sys.argv[1]), "ours").opened(lexicon)
print("opened", flush=True)
time.sleep(60)
"""
_WRITES_FOR_EVER = """
import sys
from pathlib import Path
from kb.files import IndexFiles
from kb.lexicon import Lexicon
files, lexicon = IndexFiles(Path(sys.argv[1]), "ours"), Lexicon(Path("models/encoder"))
index = files.opened(lexicon)
print("writing", flush=True)
while True:
    index.background.articles["en"] += 1  # so that each generation is another
    with files.alone():
        files.keep(index)
"""


@pytest.fixture
def kept(books: SqlBooks, encoder: Encoder, lexicon: Lexicon, tmp_path: Path) -> Path:
    """The folder of an index that one process has kept."""
    library(books, encoder, lexicon, tmp_path)
    return tmp_path


def library(books: SqlBooks, encoder: Encoder, lexicon: Lexicon, folder: Path) -> Library:
    return Library(books, encoder, lexicon, "", 1, folder)


def opened(folder: Path, encoder: Encoder, lexicon: Lexicon) -> LargeIndex | None:
    return IndexFiles(folder, f"{encoder.name} ").opened(lexicon)


def generation(folder: Path) -> Path:
    return folder / (folder / "current").read_text()


def first(index: object, encoder: Encoder, question: str) -> tuple[str, str]:
    assert isinstance(index, LargeIndex)
    ranking = rank(index, question, encoder.encode([question])[0], "en")
    return ranking.among.key(ranking.order[0])


def test_what_is_kept_answers_as_what_was_built(
    books: SqlBooks, kept: Path, encoder: Encoder, lexicon: Lexicon
) -> None:
    built = Library(books, encoder, lexicon, most_whole=1).search
    mapped = library(books, encoder, lexicon, kept).search
    question = "can I send a lamp back"
    vector = encoder.encode([question])[0]

    assert mapped.ask(question, vector, "en") == built.ask(question, vector, "en")


def test_the_next_start_reads_the_files_and_not_the_articles(
    books: SqlBooks, kept: Path, encoder: Encoder, lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("kb.library.large_index")
    assert (
        first(library(books, encoder, lexicon, kept).search.index, encoder, "when are you open")[0] == "opening-hours"
    )


@pytest.mark.parametrize("name", ["arrays", "nearest.faiss", "head.json"])
@pytest.mark.parametrize("is_cut", [True, False])
def test_a_torn_file_is_refused_and_built_anew(
    books: SqlBooks, kept: Path, encoder: Encoder, lexicon: Lexicon, name: str, is_cut: bool
) -> None:
    path = generation(kept) / name
    whole = path.read_bytes()
    middle = len(whole) // 2
    path.write_bytes(whole[:middle] if is_cut else whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
    assert opened(kept, encoder, lexicon) is None

    assert (
        first(library(books, encoder, lexicon, kept).search.index, encoder, "when are you open")[0] == "opening-hours"
    )
    assert opened(kept, encoder, lexicon) is not None
    assert (generation(kept) / name).read_bytes() == whole


@pytest.mark.parametrize("told", ["", "../../etc", "\0\0\0", "0123456789abcdef01234567"])
def test_a_torn_name_of_the_generation_is_refused(kept: Path, encoder: Encoder, lexicon: Lexicon, told: str) -> None:
    (kept / "current").write_text(told)
    assert opened(kept, encoder, lexicon) is None


def test_files_of_another_version_or_encoder_are_foreign(kept: Path, lexicon: Lexicon) -> None:
    assert IndexFiles(kept, "another encoder").opened(lexicon) is None


def test_what_changed_while_nobody_looked_is_known_at_the_next_start(
    books: SqlBooks, kept: Path, encoder: Encoder, lexicon: Lexicon
) -> None:
    with books.writing() as uow:
        uow.articles.put(_ENGRAVING)
        uow.articles.remove("opening-hours", "en")
        uow.record(ArticlesChanged(slugs=("engraving", "opening-hours")))
        uow.commit()

    index = library(books, encoder, lexicon, kept).search.index
    assert first(index, encoder, "can a ring be engraved") == ("engraving", "en")
    assert index.article("opening-hours", "en") is None


def test_many_share_the_files_of_one_and_lose_nothing_when_they_are_replaced(
    books: SqlBooks, kept: Path, encoder: Encoder, lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = (library(books, encoder, lexicon, kept) for _ in range(2))
    before = generation(kept)
    assert str(before) in Path("/proc/self/maps").read_text()
    with books.writing() as uow:
        uow.articles.put(_ENGRAVING)
        uow.record(ArticlesChanged(slugs=("engraving",)))
        uow.commit()
    one.catch_up()
    monkeypatch.setattr("kb.library._FEWEST_PENDING", 1)

    assert one.compact()
    assert not before.exists()
    assert first(other.search.index, encoder, "when are you open")[0] == "opening-hours"  # what it has mapped, it keeps
    other.catch_up()
    monkeypatch.delattr("kb.library.large_index")
    assert other.compact()  # by what the first has made
    assert first(other.search.index, encoder, "can a ring be engraved") == ("engraving", "en")


@pytest.fixture
def ours(books: SqlBooks, encoder: Encoder, lexicon: Lexicon, tmp_path: Path) -> Path:
    """The same, with a mark that other programs of this file know."""
    index = Library(books, encoder, lexicon, most_whole=1).search.index
    assert isinstance(index, LargeIndex)
    IndexFiles(tmp_path, "ours").keep(index)
    return tmp_path


def told(program: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    child = subprocess.Popen([sys.executable, "-c", program, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert child.stdout
    assert child.stdout.readline().strip()
    yield child
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()


def test_who_is_killed_while_writing_leaves_an_index_that_is_whole(ours: Path, lexicon: Lexicon) -> None:
    for milliseconds in (5, 60):
        running = told(_WRITES_FOR_EVER, ours)
        next(running)
        time.sleep(milliseconds / 1000)
        list(running)  # kill -9
        files = IndexFiles(ours, "ours")
        with files.alone():  # the lock has gone with its holder
            index = files.opened(lexicon)
            assert index is not None
            files.keep(index)
        assert {path.name for path in ours.iterdir()} <= {"lock", "current", "current.new", files.generation}


def test_another_process_has_the_same_bytes_mapped(ours: Path) -> None:
    for child in told(_OPENS_FOR_EVER, ours):
        assert str(generation(ours) / "arrays") in Path(f"/proc/{child.pid}/maps").read_text()
