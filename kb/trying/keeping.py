"""An article's tests: questions are kept, with what is to become of them, and let go. The caller commits."""

from dataclasses import replace

from support.errors import NotFound, Refused, TooLong
from support.ports import UnitOfWork
from support.staff import Act
from support.trying import Outcome, SavedQuestion

LONGEST = 500
"""Characters, as of the other phrasings of an article."""
MOST = 200
"""Of one article."""


def keep(
    uow: UnitOfWork, slug: str, text: str, language: str | None, expected: Outcome, act: Act, *, id: str
) -> SavedQuestion:
    """Keep a question, or change what is expected of one that is kept. Raises: NotFound, Refused, TooLong."""
    if not uow.manuscripts.of(slug):
        raise NotFound(f"there is no article {slug}")
    wanted, kept = checked(text), uow.saved_questions.of(slug)
    same = next((each for each in kept if (each.text, each.language) == (wanted, language)), None)
    if same is None and len(kept) >= MOST:
        raise Refused(f"an article has at most {MOST} saved questions: remove one first")
    new = SavedQuestion(
        id=id, slug=slug, text=wanted, language=language, expected=expected, added_by=act.by, added_at=act.at
    )
    found = replace(same, expected=expected) if same else new
    uow.saved_questions.put(found)
    return found


def checked(text: str) -> str:
    """Return a question without blanks around it. Raises: Refused, TooLong."""
    found = " ".join(text.split())
    if not found:
        raise Refused("write a question first")
    if len(found) > LONGEST:
        raise TooLong(f"a question has at most {LONGEST} characters")
    return found


def remove(uow: UnitOfWork, slug: str, id: str) -> SavedQuestion | None:
    """Let one go; None where it is gone already, or is another article's."""
    found = next((each for each in uow.saved_questions.of(slug) if each.id == id), None)
    if found is not None:
        uow.saved_questions.remove(id)
    return found
