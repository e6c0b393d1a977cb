"""The public pages, rendered on the server: front page and errors; the help centre's are in web/help."""

from itertools import cycle
from typing import Any

from app.settings import settings
from app.texts import Texts, texts
from support.ports import Books
from web.templates import SHOP, render

_SAMPLES = ("delivery-times", "returns", "refunds", "gift-cards", "reset-password", "payment-methods", "warranty")
_LINKS = (
    ("title", "front_help", "/help"),
    ("health", "front_health", "/health"),
    ("readiness", "front_readiness", "/ready"),
)
"""Of the front page: names of a title's text and of what it says, and where it leads."""


class Pages:
    """Every public page as HTML."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def front(self, language: str) -> str:
        """Return the page that shows the chat; its sample questions are titles of the demo's own articles."""
        spoken = texts(language)
        return _render(
            "demo.html",
            spoken,
            words=spoken.group("help"),
            lead=spoken.get("help", "front_lead", shop=SHOP),
            languages=self._samples(),
            links=[
                {"title": spoken.get("help", title), "text": spoken.get("help", text), "url": url}
                for title, text, url in _LINKS
            ],
        )

    def _samples(self) -> list[dict[str, str]]:
        """Return a question in each language that has one."""
        chosen = list(zip(settings().languages, cycle(_SAMPLES), strict=False))
        with self._books.reading() as uow:
            titles = {code: uow.articles.titles([slug], code).get(slug) for code, slug in chosen}
        return [
            _named(code) | {"dir": texts(code).direction, "question": title} for code, title in titles.items() if title
        ]

    def error(self, status: int, language: str) -> str:
        """Return a page that says what went wrong."""
        spoken = texts(language)
        return _render(
            "error.html",
            spoken,
            status=status,
            message=spoken.get("help", _fault(status)),
            help=_help_centre(spoken),
        )


def _render(template: str, spoken: Texts, **values: Any) -> str:
    return render(template, language=spoken.language, direction=spoken.direction, **values)


def _help_centre(spoken: Texts) -> dict[str, str]:
    return {"title": spoken.get("help", "title"), "url": f"/help/{spoken.language}"}


def _fault(status: int) -> str:
    """Return the name of the text that goes with an HTTP status."""
    return "not_found" if status == 404 else "refused" if status < 500 else "trouble"


def _named(code: str) -> dict[str, Any]:
    return {"code": code, "name": texts(code).name}
