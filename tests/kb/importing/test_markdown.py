"""A folder of articles into the books."""

from pathlib import Path

import pytest

from app.settings import ROOT
from kb.importing.markdown import read_folder
from kb.importing.mirroring import mirror
from store.unit_of_work import SqlBooks
from support.errors import BrokenContent
from support.events import ArticlesChanged
from tests.kb.conftest import ARTICLES, NOON

GOOD = "---\ntitle: Returns\nquestions:\n  - how\n---\nThirty days.\n"


def written(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def test_an_article_is_read_with_windows_line_ends_and_bom(tmp_path: Path) -> None:
    (article,) = read_folder(written(tmp_path, "sv/returns.md", "\ufeff" + GOOD.replace("\n", "\r\n")))

    assert (article.slug, article.language, article.title) == ("returns", "sv", "Returns")
    assert (article.questions, article.body) == (("how",), "Thirty days.")


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("sv/a.md", "no front matter", r"a\.md:1: must begin with front matter"),
        ("sv/a.md", "---\ntitle: [\n---\nx", r"a\.md:3: "),
        ("sv/a.md", "---\nname: x\n---\nx", r"a\.md:2: needs a title"),
        ("sv/a.md", "---\ntitle: x\nquestions: nope\n---\nx", r"`questions` must be a list"),
        ("sv/a.md", "---\ntitle: x\n---\n \n", r"has no text below"),
        ("sv/a.md", b"---\ntitle: \xff\n---\nx", r"cannot be read as UTF-8"),
        ("Swedish/a.md", GOOD, r"language code"),
        ("sv/A b.md", GOOD, r"lower-case words with hyphens"),
    ],
)
def test_a_broken_article_is_named_with_its_fault(tmp_path: Path, name: str, text: str | bytes, fault: str) -> None:
    with pytest.raises(BrokenContent, match=fault):
        read_folder(written(tmp_path, name, text))


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    written(tmp_path, "sv/a.md", "x")
    with pytest.raises(BrokenContent) as told:
        read_folder(written(tmp_path, "sv/b.md", "y"))

    assert "a.md" in str(told.value) and "b.md" in str(told.value)


def test_mirroring_changes_only_what_changed_and_says_so(books: SqlBooks) -> None:
    with books.writing() as uow:
        before = uow.events.last()
        assert mirror(uow, ARTICLES, now=NOON).changed == ()
        assert uow.events.last() == before

        assert mirror(uow, ARTICLES[1:], now=NOON).changed == ("returns",)  # the English one was removed
        uow.commit()
    with books.reading() as uow:
        assert [logged.event for logged in uow.events.since(before)] == [ArticlesChanged(slugs=("returns",))]
        assert [article.language for article in uow.articles.all() if article.slug == "returns"] == ["sv"]


def test_the_demo_articles_are_whole() -> None:
    """Every topic in every language, short enough to read, and no link into nothing."""
    articles = read_folder(ROOT / "kb" / "articles")
    slugs = {language: {a.slug for a in articles if a.language == language} for language in ("en", "sv", "fa")}
    spoken = {article.language for article in articles}

    assert spoken == {"en", "sv", "fa", "bn", "ta", "te", "es", "de"}
    assert len(slugs["sv"]) == 24 and len(slugs["en"]) == 32
    for article in articles:
        own = {a.slug for a in articles if a.language == article.language}
        assert 55 <= len(article.body.split()) <= 170, article.slug
        linked = {part.split(")")[0] for part in article.body.split("](article:")[1:]}
        assert linked <= own, (article.language, article.slug, linked - own)
