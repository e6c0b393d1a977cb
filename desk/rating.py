"""Customers say how it was, at once, late or never. The caller commits."""

from datetime import datetime

from support import mail
from support.events import RatingGiven
from support.messages import Message
from support.ports import UnitOfWork
from support.surveys import Rating


def score(uow: UnitOfWork, rating: Rating, given: int, answer: Message, *, now: datetime) -> Rating:
    """Keep a score, the latest counts, and thank for it."""
    after = rating.scored(given, now)
    _keep(uow, after)
    mail.post(uow, answer)
    return after


def comment(uow: UnitOfWork, rating: Rating, words: str, answer: Message) -> Rating:
    """Keep what they say about it; with no words, that there are none to come."""
    after = rating.explained(words)
    _keep(uow, after)
    mail.post(uow, answer)
    return after


def _keep(uow: UnitOfWork, rating: Rating) -> None:
    uow.ratings.save(rating)
    if rating.score is not None:
        uow.record(
            RatingGiven(
                conversation_id=rating.conversation_id,
                handoff_id=rating.handoff_id,
                score=rating.score,
                words=rating.words,
            )
        )
