"""What is kept for a while only is dropped when its time is over; the caller commits."""

from datetime import datetime, timedelta

from desk.files import KEPT
from support.ports import UnitOfWork


def sweep(uow: UnitOfWork, now: datetime, *, audit: timedelta, questions: timedelta) -> dict[str, int]:
    """Drop deeds and questions that are older, and files that were chosen and not sent; return how many of each."""
    uow.uploads.forget(now - KEPT)
    return {
        "files": uow.media.drop(now - KEPT),
        "deeds": uow.audit.clear(now - audit),
        "questions": uow.askings.forget(now - questions),
    }
