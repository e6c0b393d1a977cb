"""Drafts as articles: with a language, a slug that stays, links to each other, and nothing harmful in them."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from anyascii import anyascii

from kb.importing.cleaning import clean, line
from kb.importing.dangers import dangers
from kb.importing.drafts import Draft, Fault, Found, Unchanged
from kb.importing.linking import linked, names_of
from kb.importing.tags import code_of
from kb.writing.drafting import (
    LONGEST_BODY,
    LONGEST_QUESTION,
    LONGEST_TAG,
    LONGEST_TITLE,
    MOST_QUESTIONS,
    MOST_TAGS,
)
from support.articles import Article

Detect = Callable[[str], str | None]
"""Gives the language that a text is in, None where nothing tells."""

_LONGEST_TOPIC = 200
_LONGEST_SLUG = 80
_NO_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """An article with what its source calls it."""

    topic: str
    place: str
    article: Article
    mark: str = ""


@dataclass
class Slugs:
    """Gives each topic its slug: the one it had, its own, or one made of its title that nobody else has."""

    by_topic: dict[str, str]
    taken: set[str]
    """Slugs of topics that are not this source's."""

    _own: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self._own = set(self.by_topic.values())

    def of(self, draft: Draft) -> str:
        """Return the topic's slug. One that the source itself says may be a topic's that is here in other languages."""
        if draft.topic not in self.by_topic:
            wished = slugged(draft.slug)
            is_free = wished and wished not in self._own
            self.by_topic[draft.topic] = wished if is_free else self._free(wished or slugged(draft.title) or "article")
            self._own.add(self.by_topic[draft.topic])
        return self.by_topic[draft.topic]

    def _free(self, slug: str) -> str:
        number = 1
        while (named := slug if number == 1 else f"{slug}-{number}") in self.taken | self._own:
            number += 1
        return named


def slugged(text: str) -> str:
    """Return a text as a slug, in Latin letters; "" where nothing of it has letters or digits."""
    words = [word for word in _NO_SLUG.split(anyascii(text[:1000]).lower()) if word]
    slug = "-".join(words)
    return slug if len(slug) <= _LONGEST_SLUG else slug[: _LONGEST_SLUG + 1].rpartition("-")[0] or slug[:_LONGEST_SLUG]


def settle(
    found: Iterable[Found], slugs: Slugs, detect: Detect, language: str = ""
) -> Iterator[Settled | Fault | Unchanged]:
    """Yield what becomes of what was found, in its order; links need all slugs, so all is read before the first.

    `language` is for drafts that do not say theirs.
    """
    parts = [_clean(part, detect, language) if isinstance(part, Draft) else part for part in found]
    seen: dict[tuple[str, str], str] = {}
    parts = [_once(part, seen) if isinstance(part, Draft) else part for part in parts]
    drafts = [part for part in parts if isinstance(part, Draft)]
    names = {name: slugs.of(draft) for draft in drafts for address in draft.names for name in names_of(address)}
    for part in parts:
        yield _settled(part, slugs, names) if isinstance(part, Draft) else part


def _clean(draft: Draft, detect: Detect, language: str) -> Draft | Fault:
    """Return it with its texts in one form and its language's code, or what is wrong with it."""
    code = code_of(draft.language)
    if code is None:
        return _fault(draft, f"{draft.language[:40]!r} is no language; write its code, e.g. sv")
    if len(draft.body) > LONGEST_BODY:
        return _fault(draft, f"has {len(draft.body)} characters; split it, {LONGEST_BODY} at most")
    title, body = line(draft.title), clean(draft.body)
    if not title or not body:
        return _fault(draft, f"has no {'text' if title else 'title'}")
    if len(title) > LONGEST_TITLE:
        return _fault(draft, f"has a title of {len(title)} characters; {LONGEST_TITLE} at most")
    questions = _texts(draft.questions, LONGEST_QUESTION, MOST_QUESTIONS)
    told = code or language or detect(f"{title}\n{body[:5000]}")
    if not told:
        return _fault(draft, "does not tell its language; name it with --language")
    tags = _texts(draft.tags, LONGEST_TAG, MOST_TAGS)
    topic = _key(draft.topic)
    return replace(draft, topic=topic, title=title, body=body, language=told, questions=questions, tags=tags)


def _key(topic: str) -> str:
    """Return a topic's name as a database keeps it."""
    whole = line(topic)
    if len(whole) <= _LONGEST_TOPIC:
        return whole
    return f"{whole[:_LONGEST_TOPIC]} {hashlib.blake2b(whole.encode(), digest_size=8).hexdigest()}"


def _fault(draft: Draft, cause: str) -> Fault:
    return Fault(place=draft.place, cause=cause, topic=draft.topic)


def _texts(texts: Iterable[str], longest: int, most: int) -> tuple[str, ...]:
    cleaned = (line(text) for text in texts)
    return tuple(dict.fromkeys(text for text in cleaned if text and len(text) <= longest))[:most]


def _once(draft: Draft, seen: dict[tuple[str, str], str]) -> Draft | Fault:
    before = seen.setdefault((draft.topic, draft.language), draft.place)
    if before != draft.place:
        return _fault(draft, f"is the same article in {draft.language} as {before}")
    return draft


def _settled(draft: Draft, slugs: Slugs, names: Mapping[str, str]) -> Settled | Fault:
    body = linked(draft.body, names)
    for at, fault in dangers(body):
        where = draft.place if draft.line == 0 else f"{draft.place}:{draft.line + at - 1}"
        return Fault(place=where, cause=fault, topic=draft.topic)
    article = Article(
        slug=slugs.of(draft),
        language=draft.language,
        title=draft.title,
        body=body,
        questions=draft.questions,
        tags=draft.tags,
    )
    return Settled(topic=draft.topic, place=draft.place, article=article, mark=draft.mark)
