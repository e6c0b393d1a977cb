"""What a machine said, as a draft in the editor: marked as its own. The caller commits."""

from kb.writing.drafting import checked, newest, stage
from support.articles import Article
from support.errors import Conflict
from support.ports import UnitOfWork
from support.staff import Act
from support.writing import How, Manuscript, article_of, words_of


def to_translate(uow: UnitOfWork, slug: str, source: str) -> tuple[Article, int]:
    """Return what customers read in the source's language, else its newest text, and its revision. Raises: NotFound."""
    original = uow.manuscripts.get(slug, source)
    number = original.live or original.revision
    return article_of(slug, source, uow.manuscripts.revision(slug, source, number).words), number


def has_text(uow: UnitOfWork, manuscript: Manuscript) -> bool:
    """Whether there is, or was, more of it than the title that a translation begins with."""
    words = newest(uow, manuscript)
    return words is not None and bool(words.body)


def stage_translation(
    uow: UnitOfWork, said: Article, made_from: int, act: Act, *, began_from: int | None = None
) -> Manuscript:
    """Stage a translation of this revision of its source.

    `began_from`: the text that whoever asked had before them; where nobody did, it covers none.
    Raises: Overtaken or Conflict where somebody has written meanwhile; Refused and TooLong for what no writer may save.
    """
    before = uow.manuscripts.find(said.slug, said.language)
    if before is not None and began_from is not None:
        before.check(began_from)
    elif before is not None and has_text(uow, before):
        raise Conflict(f"{said.slug} has a text in {said.language} already")
    return stage(uow, said.slug, said.language, checked(words_of(said)), act, how=How.MACHINE, made_from=made_from)
