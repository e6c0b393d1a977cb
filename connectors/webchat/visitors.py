"""Visitors the shop vouches for, in the books."""

from datetime import UTC, datetime

from connectors.untangling import untangled
from connectors.webchat.identity import Vouched
from connectors.webchat.sessions import Session
from desk import contacts
from support.ports import Books, UnitOfWork


class Visitors:
    """Safe to share between threads."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def know(self, session: Session, visitor: Vouched) -> bool:
        """Note whose conversation it is, and join it with their others; False when it is somebody else's.

        People share browsers: who signs in after another must neither read their words nor become one with them.
        """
        with self._books.reading() as uow:  # every page load asks: mostly there is no news, and nothing to wait for
            if (answer := _known(uow, session, visitor)) is not None:
                return answer
        return untangled(lambda: self._note(session, visitor))

    def _note(self, session: Session, visitor: Vouched) -> bool:
        with self._books.writing() as uow:
            if (answer := _known(uow, session, visitor)) is None:
                contacts.introduce(uow, session.conversation_id, visitor.told, met_at=datetime.now(UTC))
                uow.commit()
        return answer is not False


def _known(uow: UnitOfWork, session: Session, visitor: Vouched) -> bool | None:
    """Return whether the books say so, None where they know less."""
    known = uow.contacts.identity(session.conversation_id)
    if known is not None and known.email not in (None, visitor.email):
        return False
    return True if known is not None and known == known.told(**visitor.told) else None
