"""The public pages, rendered on the server: front page, help centre, errors."""

from collections.abc import Set
from itertools import cycle
from typing import Any

from app.markup import html
from app.settings import settings
from app.texts import Texts, texts
from support.articles import Article
from support.errors import NotFound
from support.ports import Books
from web.templates import SHOP, render

_SUBJECTS = ("ordering", "delivery", "returns", "payment", "gifts", "account", "privacy", "warranty", "contact")
_OTHER = "other"
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
        titles = {(article.slug, article.language): article.title for article in self._articles()}
        chosen = zip(settings().languages, cycle(_SAMPLES), strict=False)
        return [
            _named(code) | {"dir": texts(code).direction, "question": titles[slug, code]}
            for code, slug in chosen
            if (slug, code) in titles
        ]

    def index(self, language: str) -> str:
        """Return the list of a language's articles. Raises: NotFound when it has none."""
        articles = self._articles()
        own = [article for article in articles if article.language == language]
        if not own:
            raise NotFound("there are no articles in this language")
        spoken = texts(language)
        return _render(
            "help_index.html",
            spoken,
            title=spoken.get("help", "title"),
            languages=_choices({article.language for article in articles}, language, "/help/{code}"),
            groups=[
                {"name": spoken.get("help", subject), "articles": found}
                for subject in (*_SUBJECTS, _OTHER)
                if (found := [_entry(article) for article in own if _subject(article) == subject])
            ],
        )

    def article(self, language: str, slug: str) -> str:
        """Return one article. Raises: NotFound."""
        same = {article.language: article for article in self._articles() if article.slug == slug}
        if language not in same:
            raise NotFound("this article does not exist, or no longer")
        spoken = texts(language)
        return _render(
            "help_article.html",
            spoken,
            title=same[language].title,
            html=html(same[language].body, language),
            languages=_choices(same.keys(), language, f"/help/{{code}}/{slug}"),
            back=_help_centre(spoken),
        )

    def moved(self, slug: str) -> str | None:
        """Return the slug that an article of this name has now, None where it never had another."""
        with self._books.reading() as uow:
            return uow.moves.to(slug)

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

    def _articles(self) -> list[Article]:
        with self._books.reading() as uow:
            return uow.articles.public()


def _render(template: str, spoken: Texts, **values: Any) -> str:
    return render(template, language=spoken.language, direction=spoken.direction, **values)


def _help_centre(spoken: Texts) -> dict[str, str]:
    return {"title": spoken.get("help", "title"), "url": f"/help/{spoken.language}"}


def _fault(status: int) -> str:
    """Return the name of the text that goes with an HTTP status."""
    return "not_found" if status == 404 else "refused" if status < 500 else "trouble"


def _subject(article: Article) -> str:
    """Return what an article is listed under: its first tag that is a subject."""
    return next((tag for tag in article.tags if tag in _SUBJECTS), _OTHER)


def _entry(article: Article) -> dict[str, str]:
    return {"title": article.title, "url": f"/help/{article.language}/{article.slug}"}


def _choices(codes: Set[str], current: str, url: str) -> list[dict[str, Any]]:
    """Return the languages to choose from, in the assistant's order."""
    ordered = [code for code in settings().languages if code in codes]
    return [_named(code) | {"url": url.format(code=code), "current": code == current} for code in ordered]


def _named(code: str) -> dict[str, Any]:
    return {"code": code, "name": texts(code).name}
