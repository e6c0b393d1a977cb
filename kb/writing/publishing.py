"""What customers read: a text goes live, is taken back, gets another name or other readers. The caller commits."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from kb.writing.links import dead_links
from kb.writing.slugs import own_slug
from support.errors import Conflict, DeadLinks, Overtaken, Refused
from support.events import ArticlesChanged
from support.ports import UnitOfWork
from support.writing import Audience, Manuscript, Topic, Words, article_of


def publish(
    uow: UnitOfWork, slug: str, language: str, began_from: int, now: datetime, *, anyway: bool = False
) -> Manuscript:
    """Have customers read the newest text. Raises: NotFound, Overtaken, Refused, DeadLinks unless `anyway`."""
    manuscript = uow.manuscripts.get(slug, language)
    manuscript.check(began_from)
    words = uow.manuscripts.revision(slug, language, manuscript.revision).words
    if not words.body:
        raise Refused("there is no text to publish yet")
    dead = [] if anyway else dead_links(uow, words.body, language, slug)
    if dead:
        raise DeadLinks([each.target for each in dead])
    return go_live(uow, manuscript.published(), words, now)


def publish_all(
    uow: UnitOfWork, slug: str, seen: Mapping[str, int], now: datetime, *, anyway: bool = False
) -> list[Manuscript]:
    """Have customers read the newest text in each of these languages, or in none; `seen` has their revisions.

    Raises: NotFound, Conflict, Refused, DeadLinks unless `anyway`, of all the languages together.
    """
    if not seen:
        raise Conflict("there is nothing new to publish")
    done, dead = [], []
    for language, revision in sorted(seen.items()):
        try:
            done.append(publish(uow, slug, language, revision, now, anyway=anyway))
        except DeadLinks as error:
            dead += [f"{link} ({language})" for link in error.links]
        except (Overtaken, Refused) as error:
            raise Conflict(f"nothing is published: {language}: {error}") from error
    if dead:
        raise DeadLinks(dead)
    return done


def go_live(uow: UnitOfWork, manuscript: Manuscript, words: Words, now: datetime) -> Manuscript:
    """Keep that this is live with these words, and have every process follow."""
    uow.articles.remove(manuscript.slug, manuscript.language)  # with its passages: they are made anew
    uow.articles.put(article_of(manuscript.slug, manuscript.language, words))
    if manuscript.live is not None:
        uow.manuscripts.note_published(manuscript.slug, manuscript.language, manuscript.live, now)
    uow.manuscripts.save(manuscript)
    uow.moves.remove(manuscript.slug)
    uow.record(ArticlesChanged(slugs=(manuscript.slug,)))
    return manuscript


def archive(uow: UnitOfWork, slug: str, language: str, began_from: int) -> Manuscript:
    """Have customers read it no longer; its texts are kept. Raises: NotFound, Overtaken."""
    manuscript = uow.manuscripts.get(slug, language)
    manuscript.check(began_from)
    return take_back(uow, manuscript)


def take_back(uow: UnitOfWork, manuscript: Manuscript) -> Manuscript:
    """Archive it, whatever is its newest text."""
    after = manuscript.archived()
    uow.manuscripts.save(after)
    if manuscript.live is not None:
        uow.articles.remove(manuscript.slug, manuscript.language)
        uow.record(ArticlesChanged(slugs=(manuscript.slug,)))
    return after


def submit(uow: UnitOfWork, slug: str, language: str, began_from: int) -> Manuscript:
    """Ask for somebody to read it. Raises: NotFound, Overtaken, Conflict."""
    return _moved(uow, uow.manuscripts.get(slug, language).submitted(), began_from)


def give_back(uow: UnitOfWork, slug: str, language: str, began_from: int) -> Manuscript:
    """Make it a draft again. Raises: NotFound, Overtaken, Conflict."""
    return _moved(uow, uow.manuscripts.get(slug, language).returned(), began_from)


def _moved(uow: UnitOfWork, manuscript: Manuscript, began_from: int) -> Manuscript:
    manuscript.check(began_from)
    uow.manuscripts.save(manuscript)
    return manuscript


def rename(uow: UnitOfWork, slug: str, typed: str) -> str:
    """Give an article another slug, in all languages; the old one leads there. Raises: Refused, NotFound, Conflict."""
    new = own_slug(typed)
    if new == slug:
        return new
    found = uow.manuscripts.of(slug)
    uow.manuscripts.rename(slug, new)
    uow.saved_questions.rename(slug, new)
    for manuscript in found:
        _carry(uow, manuscript, new)
    _carry_topic(uow, slug, new)
    uow.moves.put(slug, new)
    uow.imports.rename(slug, new)
    uow.votes.rename(slug, new)
    uow.record(ArticlesChanged(slugs=tuple(sorted((slug, new)))))
    return new


def _carry(uow: UnitOfWork, manuscript: Manuscript, new: str) -> None:
    if manuscript.live is not None:
        article = uow.articles.get(manuscript.slug, manuscript.language)
        uow.articles.remove(manuscript.slug, manuscript.language)
        uow.articles.put(replace(article, slug=new))


def _carry_topic(uow: UnitOfWork, slug: str, new: str) -> None:
    topic = uow.topics.find(slug)
    if topic is not None:
        uow.topics.remove(slug)
        uow.topics.put(replace(topic, slug=new))


def describe(uow: UnitOfWork, before: Topic, *, audience: Audience, owner: str | None, review_by: date | None) -> Topic:
    """Say whom an article is for, whose it is, and when to look at it again; it counts at once, in all languages.

    Raises: Conflict for an owner who does not work here.
    """
    if owner is not None and owner not in {account.id for account in uow.accounts.all()}:
        raise Conflict("the owner does not work here any more; choose somebody else")
    topic = replace(before, audience=audience, owner=owner, review_by=review_by)
    uow.topics.put(topic)
    if audience is not before.audience:
        _tell_again(uow, topic.slug)
    return topic


def _tell_again(uow: UnitOfWork, slug: str) -> None:
    """Have search forget it, or learn it."""
    for manuscript in uow.manuscripts.of(slug):
        _carry(uow, manuscript, slug)
    uow.record(ArticlesChanged(slugs=(slug,)))
