"""What a machine said, as a draft in the editor: marked as its own, and over nobody's words. The caller commits."""

from datetime import datetime

from kb.writing.drafting import newest, stage
from support.articles import Article
from support.errors import Conflict
from support.ports import UnitOfWork
from support.staff import Act
from support.writing import How, Manuscript, State, words_of


def has_text(uow: UnitOfWork, manuscript: Manuscript) -> bool:
    """Whether somebody has written more of it than the title that a translation begins with."""
    if manuscript.state is State.ARCHIVED or manuscript.live is not None:
        return True
    words = newest(uow, manuscript)
    return words is not None and bool(words.body)


def stage_translation(
    uow: UnitOfWork, source: Article, said: Article, *, now: datetime, by: str | None = None
) -> Manuscript:
    """Stage a translation of what customers read in the source's language.

    `by`: who asked for it. Raises: Conflict where somebody has written meanwhile; NotFound.
    """
    original = uow.manuscripts.get(source.slug, source.language)
    before = uow.manuscripts.find(said.slug, said.language)
    if before is not None and has_text(uow, before):
        raise Conflict(f"{said.slug} has a text in {said.language} already")
    act, made_from = Act(at=now, by=by), original.live or original.revision
    return stage(uow, said.slug, said.language, words_of(said), act, how=How.MACHINE, made_from=made_from)
