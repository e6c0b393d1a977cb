"""Which articles everybody may read, by language and category; follows the event log, and reads only what changed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

from kb.folding import fold
from support.articles import Article
from support.events import ArticlesChanged
from support.ports import Books, Logged

SUBJECTS = ("ordering", "delivery", "returns", "payment", "gifts", "account", "privacy", "warranty", "contact")
"""Tags that have a name in every language; they stand first, in this order."""
OTHER = "other"
_MOST_CATEGORIES = 40
"""More are no overview; what is rarer is listed under `OTHER`."""
_ANEW = 500
"""Changed articles from which on reading all is quicker than asking for each."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What lists say of an article."""

    slug: str
    language: str
    title: str
    tags: tuple[str, ...]


class Shelf:
    """One language's articles."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = {entry.slug: entry for entry in entries}

    @cached_property
    def categories(self) -> dict[str, list[Entry]]:
        """Return the articles by category, each by title; categories in the order in which they are shown."""
        tags = Counter(tag for entry in self.entries.values() for tag in entry.tags)
        common = [tag for tag, count in tags.most_common(_MOST_CATEGORIES) if count > 1 and tag not in SUBJECTS]
        order = (*SUBJECTS, *sorted(common), OTHER)
        found: dict[str, list[Entry]] = {tag: [] for tag in order}
        for entry in sorted(self.entries.values(), key=lambda entry: entry.title.casefold()):
            found[category(entry, order)].append(entry)
        return {tag: entries for tag, entries in found.items() if entries}

    @cached_property
    def titles(self) -> dict[str, str]:
        """Return the folded titles, a blank before each word, by slug."""
        return {slug: f" {fold(entry.title)}" for slug, entry in self.entries.items()}

    def category(self, slug: str) -> str:
        """Return an article's category."""
        return category(self.entries[slug], tuple(self.categories))


def category(entry: Entry, known: Sequence[str]) -> str:
    """Return the first of an article's tags that is a category."""
    return next((tag for tag in entry.tags if tag in known), OTHER)


class View:
    """The articles as they were at one moment; never changes."""

    def __init__(self, entries: dict[tuple[str, str], Entry]) -> None:
        self.entries = entries
        languages: dict[str, list[Entry]] = {}
        self._topics: dict[str, list[str]] = {}
        for entry in entries.values():
            languages.setdefault(entry.language, []).append(entry)
            self._topics.setdefault(entry.slug, []).append(entry.language)
        self.shelves = {code: Shelf(own) for code, own in languages.items()}

    def shelf(self, language: str) -> Shelf:
        """Return a language's articles, an empty shelf where it has none."""
        return self.shelves.get(language) or Shelf(())

    def languages(self, slug: str) -> list[str]:
        """Return the languages that an article exists in."""
        return self._topics.get(slug, [])


class Catalogue:
    """One a process; safe to share between threads."""

    def __init__(self, books: Books) -> None:
        """Nothing is read yet."""
        self._books = books
        self._lock = Lock()
        self._place = -1
        self._view = View({})

    def now(self) -> View:
        """Return what everybody may read at this moment: an article that was just kept back is not in it."""
        if self._books.newest() == self._place:
            return self._view
        with self._lock:
            self._follow()
            return self._view

    def _follow(self) -> None:
        with self._books.reading() as uow:
            last = uow.events.last()
            if last == self._place:
                return
            changed = None if self._place < 0 else _changed(uow.events.of_kind(ArticlesChanged.__name__, self._place))
            if changed is None or len(changed) > _ANEW:
                self._view = View(_by_name(uow.articles.public()))
            elif changed:
                kept = {name: entry for name, entry in self._view.entries.items() if name[0] not in changed}
                self._view = View(kept | _by_name(uow.articles.public(changed)))
            self._place = last


def _changed(logged: Iterable[Logged]) -> set[str]:
    events = (entry.event for entry in logged)
    return {slug for event in events if isinstance(event, ArticlesChanged) for slug in event.slugs}


def _by_name(articles: Iterable[Article]) -> dict[tuple[str, str], Entry]:
    return {(each.slug, each.language): Entry(each.slug, each.language, each.title, each.tags) for each in articles}
