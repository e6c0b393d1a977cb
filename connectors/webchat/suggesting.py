"""Questions that a chat begins with, as buttons: titles of articles that have helped readers most."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from threading import Lock
from time import monotonic

from support.ports import Books
from support.votes import Votes

_MOST = 4
_USUAL = ("track-order", "delivery-times", "returns", "refunds")
"""Where too few articles have been voted for; those that do not exist are left out."""
_LOOK_BACK = timedelta(days=90)
_FEWEST = 3
"""More readers helped than not; fewer may be one and the same."""
_MOST_LIKED = 40
"""Of all languages and topics; some may be kept back by now."""
_LASTS_SECONDS = 300.0


class Suggestions:
    """One a process; votes are counted anew every few minutes."""

    def __init__(self, books: Books) -> None:
        """Nothing is counted yet."""
        self._books = books
        self._lock = Lock()
        self._liked: dict[tuple[str, str], Votes] = {}
        self._until = 0.0

    def buttons(self, language: str) -> list[dict[str, str]]:
        """Return {title, payload} of what people ask; the bot answers the article that is pressed."""
        slugs = list(dict.fromkeys([*most_helpful(self._votes(), language), *_USUAL]))
        with self._books.reading() as uow:
            titles = uow.articles.titles(slugs, language)
        known = [slug for slug in slugs if slug in titles][:_MOST]
        return [{"title": titles[slug], "payload": f"article:{slug}"} for slug in known]

    def _votes(self) -> dict[tuple[str, str], Votes]:
        with self._lock:
            if monotonic() >= self._until:
                with self._books.reading() as uow:
                    self._liked = uow.votes.since(datetime.now(UTC) - _LOOK_BACK)
                self._until = monotonic() + _LASTS_SECONDS
            return self._liked


def most_helpful(votes: Mapping[tuple[str, str], Votes], language: str) -> list[str]:
    """Return the slugs of a language's articles that helped clearly more readers than not, most first."""
    gains = {slug: said.helpful - said.unhelpful for (slug, code), said in votes.items() if code == language}
    return sorted((slug for slug, gain in gains.items() if gain >= _FEWEST), key=lambda slug: (-gains[slug], slug))[
        :_MOST_LIKED
    ]
