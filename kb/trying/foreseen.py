"""What would be live if something were done in the editor, without its being done: topics as they would be."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from support.articles import Article
from support.errors import NotFound
from support.ports import UnitOfWork
from support.writing import Audience, Words, article_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """A topic as customers would be answered from it: its articles in all languages, none where it would be gone."""

    slug: str
    articles: tuple[Article, ...] = ()


def if_published(uow: UnitOfWork, slug: str, language: str, words: Words) -> tuple[Foreseen, ...]:
    """Return what a text's going live would change; nothing where customers are not to read it, nor an empty one."""
    if not words.body.strip() or not _is_public(uow, slug):
        return ()
    others = [article for article in _live(uow, slug) if article.language != language]
    return (_topic(slug, [*others, article_of(slug, language, words)]),)


def if_all_published(uow: UnitOfWork, slug: str, seen: Mapping[str, int]) -> tuple[Foreseen, ...]:
    """Return what it would change if these languages' revisions went live together. Raises: NotFound."""
    if not _is_public(uow, slug):
        return ()
    others = [article for article in _live(uow, slug) if article.language not in seen]
    texts = {language: uow.manuscripts.revision(slug, language, number).words for language, number in seen.items()}
    return (_topic(slug, [*others, *(article_of(slug, language, words) for language, words in texts.items())]),)


def if_archived(uow: UnitOfWork, slug: str, language: str) -> tuple[Foreseen, ...]:
    """Return what archiving it in one language would change."""
    if not _is_public(uow, slug):
        return ()
    return (_topic(slug, [article for article in _live(uow, slug) if article.language != language]),)


def if_renamed(uow: UnitOfWork, slug: str, new: str) -> tuple[Foreseen, ...]:
    """Return what another address would change."""
    if slug == new or not _is_public(uow, slug):
        return ()
    moved = [article_of(new, each.language, _words(each)) for each in _live(uow, slug)]
    return (Foreseen(slug=slug), _topic(new, moved))


def if_described(uow: UnitOfWork, slug: str, audience: Audience) -> tuple[Foreseen, ...]:
    """Return what other readers would change."""
    is_public = audience is Audience.PUBLIC
    if is_public == _is_public(uow, slug):
        return ()
    return (_topic(slug, _live(uow, slug) if is_public else ()),)


def _topic(slug: str, articles: Sequence[Article]) -> Foreseen:
    return Foreseen(slug=slug, articles=tuple(sorted(articles, key=lambda article: article.language)))


def _words(article: Article) -> Words:
    return Words(title=article.title, body=article.body, questions=article.questions, tags=article.tags)


def _is_public(uow: UnitOfWork, slug: str) -> bool:
    topic = uow.topics.find(slug)
    return topic is None or topic.audience is Audience.PUBLIC


def _live(uow: UnitOfWork, slug: str) -> list[Article]:
    found = [each for each in uow.manuscripts.of(slug) if each.live is not None]
    return [article for each in found if (article := _article(uow, slug, each.language)) is not None]


def _article(uow: UnitOfWork, slug: str, language: str) -> Article | None:
    try:
        return uow.articles.get(slug, language)
    except NotFound:
        return None


def to_wire(foreseen: Sequence[Foreseen]) -> list[dict[str, Any]]:
    """Return it as JSON for another process."""
    return [asdict(topic) for topic in foreseen]


def from_wire(told: Sequence[dict[str, Any]]) -> tuple[Foreseen, ...]:
    """Return what `to_wire` told."""
    return tuple(Foreseen(slug=topic["slug"], articles=tuple(map(_told, topic["articles"]))) for topic in told)


def _told(article: dict[str, Any]) -> Article:
    return Article(**article | {"questions": tuple(article["questions"]), "tags": tuple(article["tags"])})
