"""The help centre's pages as HTML."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.markup import html
from app.plain import plain
from app.settings import settings
from app.texts import Texts, texts
from support.articles import Article
from support.errors import NotFound
from support.ports import Books
from web.help.catalogue import OTHER, SUBJECTS, Catalogue, Entry, Shelf, View
from web.help.data import article_data
from web.help.paths import article_path, category_path, index_path, search_path
from web.help.searching import Found
from web.templates import render

PAGE = 50
"""Articles on one page of a category."""
_SHOWN = 6
"""Articles of a category on the index."""
_DESCRIPTION = 160
"""Characters that search engines show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a page depends on besides the articles; `site` is our public address, without a slash at its end."""

    site: str
    language: str
    has_voted: bool = False
    related: Sequence[Entry] = field(default=())


class HelpPages:
    """Every page of the help centre."""

    def __init__(self, books: Books, catalogue: Catalogue) -> None:
        self._books = books
        self._catalogue = catalogue

    def view(self) -> View:
        """Return what everybody may read at this moment."""
        return self._catalogue.now()

    def index(self, asked: Asked) -> str:
        """Return the overview of a language's articles. Raises: NotFound when it has none."""
        view = self._catalogue.now()
        shelf = _filled(view, asked.language)
        spoken = texts(asked.language)
        groups = [_group(spoken, tag, entries) for tag, entries in shelf.categories.items()]
        urls = {code: index_path(code) for code in view.shelves}
        return _render(
            "help_index.html", asked, urls, default="/help", title=spoken.get("help", "title"), groups=groups
        )

    def category(self, asked: Asked, tag: str, page: int) -> str:
        """Return a page of a category. Raises: NotFound."""
        view = self._catalogue.now()
        entries = _filled(view, asked.language).categories.get(tag, [])
        pages = -(-len(entries) // PAGE)
        if not 1 <= page <= pages:
            raise NotFound("there is no such page")
        spoken = texts(asked.language)
        urls = {code: category_path(code, tag) for code, shelf in view.shelves.items() if tag in shelf.categories}
        return _render(
            "help_category.html",
            asked,
            urls if page == 1 else {asked.language: category_path(asked.language, tag, page)},
            title=name_of(spoken, tag),
            articles=[_link(entry) for entry in entries[(page - 1) * PAGE : page * PAGE]],
            trail=[_home(spoken)],
            turning=_turning(spoken, tag, page, pages),
        )

    def article(self, asked: Asked, slug: str) -> str:
        """Return one article. Raises: NotFound."""
        view = self._catalogue.now()
        article, spoken = self._read(view, slug, asked.language), texts(asked.language)
        tag = view.shelf(asked.language).category(slug)
        summary = _summary(article)
        urls = {code: article_path(code, slug) for code in view.languages(slug)}
        trail = [_home(spoken), {"title": name_of(spoken, tag), "url": category_path(asked.language, tag)}]
        return _render(
            "help_article.html",
            asked,
            urls,
            slug=slug,
            title=article.title,
            description=_cut(summary),
            html=html(article.body, asked.language),
            trail=trail,
            data=article_data(article, summary, trail, asked.site),
            vote={"url": f"{article_path(asked.language, slug)}/votes", "has_voted": asked.has_voted},
            related=[_link(entry) for entry in asked.related],
        )

    def _read(self, view: View, slug: str, language: str) -> Article:
        if language not in view.languages(slug):
            raise NotFound("this article does not exist, or no longer")
        with self._books.reading() as uow:
            return uow.articles.get(slug, language)

    def missing(self, asked: Asked, slug: str) -> str:
        """Return the page of an article that this language lacks: where it can be read, and a search."""
        view, spoken = self._catalogue.now(), texts(asked.language)
        found = [code for code in ordered(view.languages(slug)) if code != asked.language]
        elsewhere = [_named(code) | _link(view.entries[slug, code]) for code in found]
        title = spoken.get("help", "missing" if elsewhere else "not_found")
        return _render("help_missing.html", asked, {}, title=title, elsewhere=elsewhere, trail=[_home(spoken)])

    def look(self, words: Collection[str], language: str, most: int) -> list[Article]:
        """Return articles in `language` that hold all these words somewhere."""
        with self._books.reading() as uow:
            return uow.articles.holding(words, language, most)

    def search(self, asked: Asked, query: str, found: Found) -> str:
        """Return what was found, and where nothing was, whether it was searched for by words alone."""
        urls = {code: search_path(code, query) for code in self._catalogue.now().shelves}
        spoken = texts(asked.language)
        is_none = bool(query) and not found.results
        nothing = spoken.get("help", "search_none", query=query) if is_none else ""
        plainly = spoken.get("help", "search_plain") if is_none and found.is_plain else ""
        title = spoken.get("help", "search")
        told: dict[str, Any] = {"results": found.results, "nothing": nothing, "plainly": plainly}
        return _render("help_search.html", asked, urls, title=title, query=query, trail=[_home(spoken)], **told)


def _render(template: str, asked: Asked, urls: dict[str, str], default: str | None = None, **values: Any) -> str:
    spoken = texts(asked.language)
    codes = ordered(urls)
    return render(
        template,
        language=spoken.language,
        direction=spoken.direction,
        **{"query": "", "site": asked.site, "said": spoken.group("help"), "chat": _chat(spoken)} | values,
        canonical=urls.get(asked.language),
        languages=[_named(code) | {"url": urls[code], "current": code == asked.language} for code in codes],
        default=default or urls.get(settings().default_language),
        search_url=search_path(asked.language),
    )


def _chat(spoken: Texts) -> dict[str, str]:
    named = {"question": "did_this_help", "yes": "yes_helpful", "no": "no_helpful"}
    widget = {"thanks": spoken.get("widget", "helpful_thanks"), "open": spoken.get("widget", "open")}
    return widget | {name: spoken.get("bot", key) for name, key in named.items()}


def _filled(view: View, language: str) -> Shelf:
    if language not in view.shelves:
        raise NotFound("there are no articles in this language")
    return view.shelves[language]


def _group(spoken: Texts, tag: str, entries: Sequence[Entry]) -> dict[str, Any]:
    count = len(entries)
    more = spoken.get("help", "show_all", count=count) if count > _SHOWN else ""
    url = category_path(spoken.language, tag)
    return {"name": name_of(spoken, tag), "url": url, "more": more, "articles": list(map(_link, entries[:_SHOWN]))}


def name_of(spoken: Texts, tag: str) -> str:
    """Return what a category is called: a tag that is no subject of ours by its own name."""
    return spoken.get("help", tag) if tag in (*SUBJECTS, OTHER) else tag.replace("-", " ").capitalize()


def _turning(spoken: Texts, tag: str, page: int, pages: int) -> dict[str, str]:
    """Return the way to the pages before and after this one."""
    return {
        "place": spoken.get("help", "page", page=page, pages=pages) if pages > 1 else "",
        "before": category_path(spoken.language, tag, page - 1) if page > 1 else "",
        "after": category_path(spoken.language, tag, page + 1) if page < pages else "",
    }


def _summary(article: Article) -> str:
    """Return an article's first paragraph: the whole answer in short."""
    return plain(article.body.strip().split("\n\n", 1)[0], article.language).strip()


def _cut(text: str) -> str:
    return text if len(text) <= _DESCRIPTION else f"{text[:_DESCRIPTION].rsplit(' ', 1)[0]} …"


def _home(spoken: Texts) -> dict[str, str]:
    return {"title": spoken.get("help", "title"), "url": index_path(spoken.language)}


def _link(entry: Entry) -> dict[str, str]:
    return {"title": entry.title, "url": article_path(entry.language, entry.slug)}


def ordered(codes: Collection[str]) -> list[str]:
    """Return languages in the assistant's order, others after them."""
    ours = [code for code in settings().languages if code in codes]
    return [*ours, *sorted(set(codes) - set(ours))]


def _named(code: str) -> dict[str, Any]:
    has_own = code in settings().languages
    return {"code": code, "name": texts(code).name if has_own else code}
