"""Writing: a new article, a new language of one, a save, an old text again. The caller commits."""

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from kb.writing.differences import change
from kb.writing.slugs import slug_of
from support.errors import Conflict, NotFound, Refused, TooLong
from support.ports import UnitOfWork
from support.staff import Act
from support.writing import How, Manuscript, Revision, State, Topic, Words

LONGEST_TITLE, LONGEST_BODY = 300, 200_000
"""Characters. Ten times the longest article one reads to its end."""
MOST_BRACKETS = 5000
"""Opening ones: a reader of Markdown looks for the end of each in all that follows."""
MOST_QUESTIONS, LONGEST_QUESTION = 200, 500
MOST_TAGS, LONGEST_TAG = 30, 60


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1b\x7f-\x84\x86-\x9f]")
"""Signs that nobody sees or types: pasted from terminals and old files, refused by feeds and sitemaps."""
_DIRECTION = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
"""What turns the direction of all that follows: in a line, it would turn around what stands beside it."""


def checked(words: Words) -> Words:
    """Return the words without blanks around them and signs that nobody sees. Raises: Refused, TooLong."""
    bound(words)
    title = _line(words.title)
    if not title:
        raise Refused("an article needs a title")
    return Words(
        title=title,
        body=_CONTROL.sub("", words.body.replace("\r\n", "\n").replace("\r", "\n")).strip(),
        questions=_listed(words.questions),
        tags=_listed(words.tags),
    )


def bound(words: Words) -> None:
    """Raises: TooLong for what nobody would read to its end, and no renderer in time."""
    _bounded("the title", [words.title], LONGEST_TITLE)
    _bounded("the text", [words.body], LONGEST_BODY)
    _bounded("a question", words.questions, LONGEST_QUESTION, MOST_QUESTIONS)
    _bounded("a tag", words.tags, LONGEST_TAG, MOST_TAGS)
    if words.body.count("[") > MOST_BRACKETS:
        raise TooLong(f"the text has more than {MOST_BRACKETS} opening brackets")


def _line(text: str) -> str:
    return " ".join(_DIRECTION.sub("", _CONTROL.sub("", text)).split())


def _bounded(what: str, texts: Collection[str], longest: int, most: int = 1) -> None:
    if len(texts) > most:
        raise TooLong(f"there are more than {most}: {what} too many")
    if any(len(text) > longest for text in texts):
        raise TooLong(f"{what} is longer than {longest} characters")


def _listed(texts: Collection[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(_line, texts))))


def create(uow: UnitOfWork, title: str, language: str, act: Act) -> Manuscript:
    """Begin an article, named by its title. Raises: Refused, TooLong."""
    words = checked(Words(title=title, body=""))
    slug = slug_of(words.title, lambda slug: bool(uow.manuscripts.of(slug)) or uow.moves.to(slug) is not None)
    uow.topics.put(Topic(slug=slug, source=language, owner=act.by))
    return stage(uow, slug, language, words, act)


def translate(uow: UnitOfWork, slug: str, language: str, source: str, act: Act) -> Manuscript:
    """Begin an article in another language, with the source's title and no text. Raises: NotFound, Conflict."""
    if uow.manuscripts.find(slug, language) is not None:
        raise Conflict(f"this article is there in {language} already")
    original = uow.manuscripts.find(slug, source)
    if original is None:
        raise NotFound(f"there is no article {slug} in {source} to translate")
    made_from = original.live or original.revision
    return stage(uow, slug, language, Words(title=original.title, body=""), act, made_from=made_from)


def save(
    uow: UnitOfWork, slug: str, language: str, words: Words, began_from: int, act: Act, *, made_from: int | None = None
) -> Manuscript:
    """Keep what was written as a new revision; none where nothing differs.

    `made_from`: the revision of the source that it now says the same as, where the writer says so.
    Raises: NotFound, Overtaken, Refused, TooLong.
    """
    manuscript = uow.manuscripts.get(slug, language)
    manuscript.check(began_from)
    if made_from is not None:
        manuscript = replace(manuscript, made_from=made_from)
    return _put(uow, manuscript, checked(words), How.WRITTEN, act)


def restore(uow: UnitOfWork, slug: str, language: str, number: int, began_from: int, act: Act) -> Manuscript:
    """Stage an old text anew. Raises: NotFound, Overtaken."""
    manuscript = uow.manuscripts.get(slug, language)
    manuscript.check(began_from)
    return _put(uow, manuscript, uow.manuscripts.revision(slug, language, number).words, How.RESTORED, act)


def stage(
    uow: UnitOfWork,
    slug: str,
    language: str,
    words: Words,
    act: Act,
    *,
    how: How = How.WRITTEN,
    made_from: int | None = None,
) -> Manuscript:
    """Keep a text as the newest of an article that there may not be yet; nothing goes live."""
    found = uow.manuscripts.find(slug, language)
    manuscript = found or _blank(slug, language, words.title, act.at)
    if made_from is not None:
        manuscript = replace(manuscript, made_from=made_from)
    return _put(uow, manuscript, words, how, act)


def _blank(slug: str, language: str, title: str, now: datetime) -> Manuscript:
    return Manuscript(slug=slug, language=language, title=title, state=State.DRAFT, revision=0, changed_at=now)


def _put(uow: UnitOfWork, manuscript: Manuscript, words: Words, how: How, act: Act) -> Manuscript:
    before = newest(uow, manuscript)
    if words != before:
        revision = Revision(
            slug=manuscript.slug,
            language=manuscript.language,
            number=manuscript.revision + 1,
            words=words,
            how=how,
            at=act.at,
            by=act.by,
            change=change(before, words),
        )
        uow.manuscripts.add(revision)
        manuscript = manuscript.written(revision)
    uow.manuscripts.save(manuscript)
    return manuscript


def newest(uow: UnitOfWork, manuscript: Manuscript) -> Words | None:
    """Return the newest text, None of one that is just begun."""
    if not manuscript.revision:
        return None
    return uow.manuscripts.revision(manuscript.slug, manuscript.language, manuscript.revision).words
