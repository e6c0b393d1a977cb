"""Questions and answers in a table: CSV in whatever dialect, or XLSX, a row an article."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from kb.importing.archives import checked
from kb.importing.columns import NEEDED, columns
from kb.importing.decoding import decoded
from kb.importing.drafts import Draft, Drafts, Fault
from kb.importing.html import from_html
from support.errors import BrokenContent

csv.field_size_limit(2**28)
"""A cell too long for an article is that row's fault, named with its line; the reader would end the whole file."""
_DELIMITERS = ",;\t|"
_HEADS = 10
"""Rows in which the head may stand: some tables begin with a name and a date."""
_SHEETS_ROWS = 1_000_000
_HTML = re.compile(r"</?(p|div|br|ul|ol|li|a|b|i|strong|em|h[1-6]|table|span|script|iframe)\b[^>]*>", re.IGNORECASE)
_FORMULA = re.compile(r"'(?=['=+\-@\t\r])")
_PARTED = re.compile(r"[,;|\n\u060c\u3001]")
Row = tuple[int, Sequence[str]]


def read_csv(path: Path) -> Drafts:
    """Yield a draft for each row. Raises: BrokenContent where there are no columns we know."""
    text = decoded(path.read_bytes(), str(path))
    yield from _drafts(path.name, "", _dialect(path, text))


def _dialect(path: Path, text: str) -> Iterator[Row]:
    """Return the rows, parted by whatever sign makes columns that we know of the first of them."""
    for delimiter in _DELIMITERS:
        first = (row for _, row in zip(range(_HEADS), csv.reader(io.StringIO(text), delimiter=delimiter), strict=False))
        if any(_is_head(row) for row in first):
            return _csv_rows(path, text, delimiter)
    raise _no_head(path.name)


def _csv_rows(path: Path, text: str, delimiter: str) -> Iterator[Row]:
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    begins = 1
    try:
        for row in rows:
            yield begins, row
            begins = rows.line_num + 1
    except csv.Error as error:
        raise BrokenContent(f"{path.name}:{rows.line_num}: {error}") from error


def read_xlsx(path: Path) -> Drafts:
    """Yield a draft for each row of every sheet that has the columns; formulas are what they last came to."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with ZipFile(path) as archive:
            checked(path, archive.infolist())
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError, TypeError) as error:
        raise BrokenContent(f"{path.name}: is no whole .xlsx; save it anew ({error})") from error
    try:
        yield from _sheets(path, book)
    finally:
        book.close()


def _sheets(path: Path, book: Any) -> Drafts:
    has_head = False
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # programs that write a wrong one hide their rows
        rows = [(number, row) for number, row in enumerate(_cells(sheet), 1) if any(row)]
        if any(_is_head(row) for _, row in rows[:_HEADS]):
            has_head = True
            yield from _drafts(path.name, sheet.title, rows)
    if not has_head:
        raise _no_head(path.name)


def _cells(sheet: Any) -> Iterator[list[str]]:
    for row in sheet.iter_rows(values_only=True, max_row=_SHEETS_ROWS):
        yield ["" if value is None else str(value) for value in row]


def _is_head(row: Sequence[str]) -> bool:
    return all(name in columns(row) for name in NEEDED)


def _no_head(name: str) -> BrokenContent:
    return BrokenContent(
        f"{name}:1: needs columns named `question` and `answer`, in whatever language, in its first rows"
    )


def _drafts(name: str, sheet: str, rows: Iterable[Row]) -> Drafts:
    places: dict[str, int] = {}
    for number, row in rows:
        if not places:
            places = columns(row) if _is_head(row) else {}
        elif any(cell.strip() for cell in row):
            cells = {column: row[at].strip() if at < len(row) else "" for column, at in places.items()}
            yield _draft(f"{name}{f' [{sheet}]' if sheet else ''}:{number}", cells)


def _draft(place: str, cells: dict[str, str]) -> Draft | Fault:
    cells = {column: _FORMULA.sub("", cell, count=1) if cell[:1] == "'" else cell for column, cell in cells.items()}
    if lacking := [column for column in NEEDED if not cells[column]]:
        return Fault(place=place, cause=f"has no {lacking[0]}")
    key = cells.get("id") or cells.get("slug") or " ".join(cells["question"].casefold().split())
    return Draft(
        topic=key,
        place=place,
        title=cells["question"],
        body=_body(cells["answer"]),
        language=cells.get("language", ""),
        slug=cells.get("slug", ""),
        questions=tuple(line.strip() for line in cells.get("questions", "").splitlines() if line.strip()),
        tags=tuple(part.strip() for part in _PARTED.split(cells.get("tags", "")) if part.strip()),
    )


def _body(cell: str) -> str:
    """Return an answer as Markdown; one that was copied from a page is HTML."""
    return from_html(cell) if _HTML.search(cell) else cell
