"""Articles go out and come back as they were."""

from pathlib import Path

import pytest

from app.settings import ROOT
from kb.importing.exporting import export_folder, export_table, text
from kb.importing.markdown import read_article, read_folder
from kb.importing.tables import read_csv
from support.articles import Article
from support.errors import BrokenContent
from tests.kb.importing.desk import drafts, written

ODD = Article(
    slug="odd-one",
    language="fa",
    title="---: 'x' # \"y\" یک سوال؟ @z: yes",
    body="---\ntitle: not front matter\n---\n\n    code\n\t\u200cمی‌خواهم  \nend {{name}}",
    questions=("yes", "12", "- a: b", "#x", "~", "2024-01-01", "&a *b"),
    tags=("null", "a, b"),
)


def test_every_article_comes_back_as_it_was(tmp_path: Path) -> None:
    articles = [*read_folder(ROOT / "kb" / "articles"), ODD]
    assert all(changed for _, changed in export_folder(tmp_path, articles))

    assert sorted(read_folder(tmp_path), key=lambda a: (a.language, a.slug)) == sorted(
        articles, key=lambda a: (a.language, a.slug)
    )
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.md")}
    assert not any(changed for _, changed in export_folder(tmp_path, articles))
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_the_folder_that_comes_with_parley_goes_out_byte_for_byte() -> None:
    for path in sorted((ROOT / "kb" / "articles").glob("*/*.md")):
        assert text(read_article(path)) == path.read_text(encoding="utf-8"), path


def test_a_file_that_says_the_same_is_left_as_somebody_wrote_it(tmp_path: Path) -> None:
    path = written(tmp_path, "sv/a.md", "---\n# ours\ntitle: 'A'\n---\n\nText.\n")
    list(export_folder(tmp_path, [Article(slug="a", language="sv", title="A", body="Text.")]))

    assert "# ours" in path.read_text()


def test_what_cannot_be_a_file_is_named_and_the_others_are_written(tmp_path: Path) -> None:
    odd = Article(slug="../a", language="sv", title="A", body="x")
    with pytest.raises(BrokenContent, match=r"'\.\./a' in 'sv' can be no file's name"):
        list(export_folder(tmp_path / "in", [odd, ODD]))

    assert [path.name for path in tmp_path.rglob("*.md")] == ["odd-one.md"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'quoted", "plain"])
def test_a_spreadsheet_finds_no_formula_and_the_text_comes_back(tmp_path: Path, text: str) -> None:
    export_table(tmp_path / "a.csv", [Article(slug="a", language="sv", title=text, body=f"{text} end", tags=(text,))])
    cells = (tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()[1].replace('"', "").split(",")

    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in cells)
    (draft,) = drafts(read_csv(tmp_path / "a.csv"))
    assert (draft.title, draft.body, draft.tags) == (text, f"{text} end", (text.strip(),))
