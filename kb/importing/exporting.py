"""Articles as files: a folder of Markdown that reads as the same articles again, or one table."""

import csv
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from kb.importing.markdown import is_named, read_article
from support.articles import Article
from support.errors import BrokenContent

_WIDTH = 2**16
"""No line is broken: who compares versions of a file sees what changed."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
"""What a spreadsheet would take for a formula and run; an apostrophe before it says that it is text, and goes again."""


def export_folder(folder: Path, articles: Sequence[Article]) -> Iterator[tuple[Article, bool]]:
    """Write each article to `<language>/<slug>.md`, and yield it with whether its file changed.

    A file that says the same is left as somebody wrote it, comments and all. Files of articles that are not there any
    more stay: who exports may have put others beside them.

    Raises: BrokenContent in the end, naming every article that would not come back as it is.
    """
    faults = []
    for article in articles:
        try:
            yield article, _export(folder, article)
        except BrokenContent as fault:
            faults.append(str(fault))
    if faults:
        raise BrokenContent(*faults)


def _export(folder: Path, article: Article) -> bool:
    if not is_named(article.slug, article.language):
        raise BrokenContent(f"{article.slug!r} in {article.language!r} can be no file's name; rename it")
    path = folder / article.language / f"{article.slug}.md"
    if _says(path, article):
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, text(article).encode())
    if not _says(path, article):
        raise BrokenContent(f"{path}: was written, but reads as another article")
    return True


def text(article: Article) -> str:
    """Return an article as a Markdown file."""
    front = {"title": article.title, "tags": _InLine(article.tags), "questions": list(article.questions)}
    kept = {name: value for name, value in front.items() if value}
    matter = yaml.dump(kept, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)
    return f"---\n{matter}---\n{article.body}\n"


class _InLine(list[str]):
    """A list that is written in one line."""


class _Dumper(yaml.SafeDumper):
    """Writes as people do: the entries of a list stand further in than its name."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Never without indent, whatever is asked for."""
        super().increase_indent(flow, False)


def _in_line(dumper: yaml.SafeDumper, texts: _InLine) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", texts, flow_style=True)


_Dumper.add_representer(_InLine, _in_line)


def _says(path: Path, article: Article) -> bool:
    try:
        return path.is_file() and read_article(path) == article
    except BrokenContent:
        return False


def _write(path: Path, body: bytes) -> None:
    """Write it whole or not at all."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as beside:
        beside.write(body)
    os.chmod(beside.name, 0o644)
    os.replace(beside.name, path)


def export_table(path: Path, articles: Sequence[Article]) -> None:
    """Write a CSV that spreadsheets open as it is, and that reads as the same articles again."""
    with tempfile.NamedTemporaryFile(
        "w", dir=path.parent, prefix=".", delete=False, newline="", encoding="utf-8-sig"
    ) as beside:
        rows = csv.writer(beside)
        rows.writerow(["slug", "language", "question", "answer", "questions", "tags"])
        for article in articles:
            phrasings, tags = "\n".join(article.questions), ", ".join(article.tags)
            cells = (article.slug, article.language, article.title, article.body, phrasings, tags)
            rows.writerow([_harmless(cell) for cell in cells])
    os.chmod(beside.name, 0o644)
    os.replace(beside.name, path)


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
