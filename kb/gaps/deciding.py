"""What a writer makes of a gap: an article, a phrasing more of one that there is, or nothing. The caller commits."""

from collections import Counter
from dataclasses import replace

from kb.writing import drafting
from kb.writing.drafting import LONGEST_QUESTION, MOST_QUESTIONS
from support.askings import Asking, Gap, GapState
from support.errors import Conflict, Refused
from support.ports import UnitOfWork
from support.staff import Act
from support.writing import Manuscript, State, Words

_PHRASINGS = 10
_LONGEST_TITLE = 120


def accept(uow: UnitOfWork, id: str, title: str, language: str, act: Act) -> Manuscript:
    """Begin an article with the questions as its phrasings. Raises: NotFound, Conflict, Refused, TooLong."""
    gap = _undecided(uow, id)
    made = drafting.create(uow, title[:_LONGEST_TITLE], language, act)
    questions = phrasings(uow.askings.of_gap(id), language)
    words = Words(title=made.title, body="", questions=questions)
    made = drafting.stage(uow, made.slug, language, words, act)
    uow.gaps.put(gap.decided(GapState.ACCEPTED, act.by, act.at, (made.slug, language)))
    return made


def point(uow: UnitOfWork, id: str, slug: str, act: Act) -> list[Manuscript]:
    """Add the questions to an article's phrasings, in each language that it is in and that was asked in.

    What is live stays so until somebody publishes it. Raises: NotFound, Conflict.
    """
    gap = _undecided(uow, id)
    own = {each.language: each for each in uow.manuscripts.of(slug) if each.state is not State.ARCHIVED}
    if not own:
        raise Refused("choose an article that there is")
    asked = uow.askings.of_gap(id)
    changed = [_with(uow, each, phrasings(asked, language), act) for language, each in own.items()]
    first = Counter(asking.language for asking in asked if asking.language in own).most_common(1)
    language = first[0][0] if first else next(iter(own))
    uow.gaps.put(gap.decided(GapState.POINTED, act.by, act.at, (slug, language)))
    return [each for each in changed if each is not None]


def dismiss(uow: UnitOfWork, id: str, act: Act) -> None:
    """Say that this needs no article. Raises: NotFound, Conflict."""
    uow.gaps.put(_undecided(uow, id).decided(GapState.DISMISSED, act.by, act.at))


def reopen(uow: UnitOfWork, id: str) -> None:
    """Take back what was decided; what was begun stays where it is. Raises: NotFound."""
    uow.gaps.put(uow.gaps.get(id).opened())


def phrasings(askings: list[Asking], language: str) -> tuple[str, ...]:
    """Return the questions in a language, the commonest wordings first."""
    texts = Counter(asking.text for asking in askings if asking.language == language)
    return tuple(text for text, _ in texts.most_common() if len(text) <= LONGEST_QUESTION)[:_PHRASINGS]


def _with(uow: UnitOfWork, manuscript: Manuscript, questions: tuple[str, ...], act: Act) -> Manuscript | None:
    """Stage an article with more phrasings, None where it has them all."""
    words = uow.manuscripts.revision(manuscript.slug, manuscript.language, manuscript.revision).words
    known = {question.casefold() for question in words.questions}
    more = [question for question in questions if question.casefold() not in known]
    more = more[: max(MOST_QUESTIONS - len(words.questions), 0)]
    if not more:
        return None
    whole = replace(words, questions=(*words.questions, *more))
    return drafting.stage(uow, manuscript.slug, manuscript.language, whole, act)


def _undecided(uow: UnitOfWork, id: str) -> Gap:
    gap = uow.gaps.get(id)
    if gap.state is not GapState.OPEN:
        raise Conflict("somebody has decided on this already; reload to see what")
    return gap
