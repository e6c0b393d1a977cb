"""Which reader a source is for, by its name and by what lies in it."""

from collections.abc import Callable, Iterable
from pathlib import Path

from kb.importing import confluence, markdown, pages, tables, wordpress, zendesk
from kb.importing.archives import opened
from kb.importing.drafts import Drafts
from support.errors import BrokenContent

SITE = "site"
READERS: dict[str, Callable[[Path], Drafts]] = {
    "markdown": markdown.read,
    "html": pages.read,
    "csv": tables.read_csv,
    "xlsx": tables.read_xlsx,
    "zendesk": zendesk.read,
    "wordpress": wordpress.read,
    "confluence": confluence.read,
}
FORMATS = (*READERS, SITE)

_BY_ENDING = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".csv": "csv",
    ".tsv": "csv",
    ".xlsx": "xlsx",
    ".json": "zendesk",
    ".jsonl": "zendesk",
    ".ndjson": "zendesk",
    ".xml": "wordpress",
    ".txt": SITE,
}
_OLD = (".xls", ".ods", ".numbers", ".doc", ".docx", ".pdf")


def is_address(source: str) -> bool:
    """Whether a source is on the web."""
    return source.lower().startswith(("http://", "https://"))


def format_of(source: str) -> str:
    """Return the format a source looks like. Raises: BrokenContent where it looks like none."""
    if is_address(source):
        return SITE
    path = Path(source)
    ending = path.suffix.lower()
    if path.is_file() and ending in _BY_ENDING:
        return _BY_ENDING[ending]
    if ending in _OLD:
        raise BrokenContent(f"{source}: {ending} is not read; save it as .xlsx, .csv or .html")
    with opened(path) as files:
        found = _of_names(file.name.lower() for file in files)
    if found is None:
        raise BrokenContent(f"{source}: looks like nothing that is read; name it with --format ({', '.join(FORMATS)})")
    return found


def _of_names(names: Iterable[str]) -> str | None:
    """Return what most of a folder's files are; a Confluence backup is known by one."""
    counts: dict[str, int] = {}
    for name in names:
        if name.rpartition("/")[2] == "entities.xml":
            return "confluence"
        kind = _BY_ENDING.get(f".{name.rpartition('.')[2]}")
        if kind in ("markdown", "html", "zendesk", "wordpress"):
            counts[kind] = counts.get(kind, 0) + 1
    return max(counts, key=counts.__getitem__) if counts else None
