"""What the desk's API answers to those who look: the list, one conversation whole."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from desk.cards import card
from desk.transcripts import Entry, contact, part, transcript
from support.clocks import ended
from support.conversations import Conversation, Wanted
from support.deliveries import State
from support.messages import Author, ConversationId, Message
from support.ports import UnitOfWork
from support.staff import Account, Role
from support.surveys import Rating
from support.teams import Team, one_of
from web.desk import promises, wire
from web.desk.wire import Fate, Json, NameOf


def people(uow: UnitOfWork) -> list[Account]:
    """Return those who answer customers."""
    return [account for account in uow.accounts.all() if account.may({Role.AGENT})]


def names(uow: UnitOfWork) -> NameOf:
    """Return what people call accounts, of those who have left too."""
    known = {account.id: account.name for account in uow.accounts.all()}
    return lambda id: known.get(id, id)


def page(uow: UnitOfWork, wanted: Wanted, after: str | None, limit: int) -> Json:
    """Return a part of the list. The place in the log is looked up first: what comes later is told twice, not missed.

    Raises: Refused.
    """
    sequence, teams = uow.events.last(), uow.teams.all()
    found = uow.conversations.page(wanted, after, limit)
    return {
        "conversations": [wire.row(each, teams) for each in found.rows],
        "next": found.next,
        "counts": uow.conversations.counts(wanted.account_id, wanted.now),
        "sequence": sequence,
    }


def whole(uow: UnitOfWork, conversation_id: ConversationId, before: str | None, limit: int, now: datetime) -> Json:
    """Return one conversation: who it is with, what they want, and what was said. Raises: NotFound."""
    sequence, row = uow.events.last(), uow.conversations.get(conversation_id)
    person = contact(uow, conversation_id)
    ids = [conversation_id] if person is None else list(person.conversation_ids)
    entries = transcript(uow, ids)
    shown = part(entries, before, limit)
    name_of, fates = names(uow), _fates(uow, shown.entries)
    teams, ratings = uow.teams.all(), uow.ratings.of(ids)
    return {
        "conversation": wire.row(row, teams),
        "card": _card(uow, row, entries, now),
        "ratings": [promises.rating(each) for each in ratings if each.conversation_id == conversation_id],
        "transcript": [wire.entry(line, name_of, fates) for line in shown.entries],
        "before": shown.before,
        "contact": None if person is None else wire.contact(person),
        "others": [
            _other(each, teams, ratings)
            for each in uow.conversations.some(ids)
            if each.conversation_id != conversation_id
        ],
        "sequence": sequence,
    }


def _other(row: Conversation, teams: Sequence[Team], ratings: Sequence[Rating]) -> Json:
    own = (each for each in ratings if each.conversation_id == row.conversation_id)
    return wire.row(row, teams) | {"rating": promises.latest(own)}


def _card(uow: UnitOfWork, row: Conversation, entries: Sequence[Entry], now: datetime) -> Json | None:
    handoff = uow.handoffs.latest(row.conversation_id)
    if handoff is None:
        return None
    contents = (line.content for line in entries)
    said = [each for each in contents if isinstance(each, Message) and each.conversation_id == row.conversation_id]
    team = one_of(uow.teams.all(), handoff.team)
    kept = ended(handoff.opened_at, handoff.closed_at, said, team)
    return wire.card(card(handoff, said), now, row.waiting_since, kept)


def _fates(uow: UnitOfWork, entries: Sequence[Entry]) -> Mapping[str, Fate]:
    ours = [line.id for line in entries if isinstance(line.content, Message) and _is_ours(line.content)]
    fates = {id: _delivered(state, fault) for id, (state, fault) in uow.outbox.states(ours).items()}
    told = {id: Fate(status.value, fault) for id, (status, fault) in uow.receipts.of(ours).items()}
    return fates | {id: fate for id, fate in told.items() if fates.get(id, fate).status != "failed"}


def _is_ours(message: Message) -> bool:
    return message.author is not Author.CUSTOMER


def _delivered(state: State, fault: str | None) -> Fate:
    return {State.PENDING: Fate("pending"), State.SETTLED: Fate("sent"), State.DEAD: Fate("failed", fault)}[state]
