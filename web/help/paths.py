"""Where the help centre's pages are."""

from urllib.parse import quote


def index_path(language: str) -> str:
    """Return a language's overview."""
    return f"/help/{_part(language)}"


def article_path(language: str, slug: str) -> str:
    """Return an article's page."""
    return f"{index_path(language)}/{_part(slug)}"


def category_path(language: str, tag: str, page: int = 1) -> str:
    """Return a page of a category."""
    return f"{index_path(language)}/topics/{_part(tag)}" + (f"?page={page}" if page > 1 else "")


def search_path(language: str, query: str = "") -> str:
    """Return the search, or what it finds."""
    return f"{index_path(language)}/search" + (f"?q={_part(query)}" if query else "")


def _part(text: str) -> str:
    return quote(text, safe="", errors="replace")
