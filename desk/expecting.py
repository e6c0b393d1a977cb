"""Who will answer a conversation, and when."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from support.handoffs import Handoff, guessed
from support.hours import is_open, opens_at
from support.messages import ConversationId, channel_of
from support.ports import UnitOfWork
from support.teams import Outside, Team, Wanted, choose
from support.waiting import Expectation, usual

_WAITS = 200


def team_for(uow: UnitOfWork, conversation_id: ConversationId, context: Mapping[str, Any]) -> Team:
    """Return the team that answers a conversation, by a handoff's context."""
    wanted = Wanted(
        channel=channel_of(conversation_id),
        language=context.get("language"),
        labels=labels_of(uow, conversation_id),
        topics=topics_of(uow, context),
    )
    return choose(wanted, uow.teams.all())


def topics_of(uow: UnitOfWork, context: Mapping[str, Any]) -> frozenset[str]:
    """Return what a conversation seems to be about: intents, names and tags of the articles that came first."""
    intents, slugs = guessed(context)
    return intents | slugs | uow.articles.tags(slugs)


def labels_of(uow: UnitOfWork, conversation_id: ConversationId) -> frozenset[str]:
    """Return what agents have labelled a contact with, on whichever channel."""
    return frozenset(label for row in uow.conversations.some(theirs(uow, conversation_id)) for label in row.labels)


def theirs(uow: UnitOfWork, conversation_id: ConversationId) -> Sequence[ConversationId]:
    """Return all conversations of the contact whose this is."""
    known = uow.contacts.identity(conversation_id)
    return [conversation_id] if known is None else uow.contacts.get(known.contact_id).conversation_ids


def expectation(uow: UnitOfWork, team: Team, conversation_id: ConversationId, now: datetime) -> Expectation:
    """Return what a customer may expect of a team that is given their conversation now."""
    zone = team.hours.zone if team.hours else UTC
    if is_open(team.hours, now):
        return Expectation(is_open=True, usual=usual(uow.waits.latest(team.id, _WAITS), now, zone), zone=zone)
    wants_mail = team.outside is Outside.MAIL and not has_mail(uow, conversation_id)
    return Expectation(is_open=False, back_at=opens_at(team.hours, now), zone=zone, wants_mail=wants_mail)


def welcome(uow: UnitOfWork, handoff: Handoff, now: datetime) -> Expectation:
    """Return what to tell a customer whose handoff was just opened; whether they are asked for an address is kept."""
    team = next((team for team in uow.teams.all() if team.id == handoff.team), None)
    team = team or team_for(uow, handoff.conversation_id, handoff.context)
    found = expectation(uow, team, handoff.conversation_id, now)
    if found.wants_mail and not handoff.context.get("asks_mail"):
        uow.handoffs.save(replace(handoff, context={**handoff.context, "asks_mail": True}))
    return found


def has_mail(uow: UnitOfWork, conversation_id: ConversationId) -> bool:
    """Whether there is an address of theirs to answer at."""
    known = uow.contacts.identity(conversation_id)
    if known is None:
        return False
    return any(each.email or each.left_email for each in uow.contacts.get(known.contact_id).identities)
