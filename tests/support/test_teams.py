"""Whose conversation it is, and who of the team gets it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from support.teams import SILENCE, SUPPORT, Agent, Presence, Team, Wanted, choose, fair, presence

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
NORDIC = Team(id="nordic", name="Nordic", languages=("sv", "da"))
PHONES = Team(id="phones", name="Phones", channels=("whatsapp", "telegram"))
RETURNS = Team(id="returns", name="Returns", labels=("return", "refund"))
MONEY = Team(id="money", name="Money", skills=("payments", "refunds"))
TEAMS = (SUPPORT, NORDIC, PHONES, RETURNS, MONEY)


@pytest.mark.parametrize(
    ("wanted", "team"),
    [
        (Wanted(channel="webchat", language="en"), SUPPORT),
        (Wanted(channel="webchat", language="sv"), NORDIC),
        (Wanted(channel="whatsapp", language="sv"), PHONES),
        (Wanted(channel="webchat", language=None), NORDIC),
        (Wanted(channel="whatsapp", language="fa", labels=frozenset({"refund", "vip"})), RETURNS),
        (Wanted(channel="whatsapp", language="sv", topics=frozenset({"payments", "ask"})), MONEY),
        (Wanted(channel="webchat", language="en", labels=frozenset({"payments"})), MONEY),
        (Wanted(channel="webchat", topics=frozenset({"payments"}), labels=frozenset({"refund"})), RETURNS),
        (Wanted(channel="webchat", language="en", topics=frozenset({"sizes"})), SUPPORT),
    ],
)
def test_the_team_that_was_made_for_it_gets_it(wanted: Wanted, team: Team) -> None:
    assert choose(wanted, TEAMS) is team


def test_somebody_gets_what_nobody_was_made_for() -> None:
    fits_none = Wanted(channel="webchat", language="ta")
    assert choose(fits_none, (RETURNS, NORDIC)) is NORDIC
    assert choose(fits_none, (MONEY, NORDIC)) is NORDIC
    assert choose(fits_none, (RETURNS,)) is RETURNS
    assert choose(fits_none, ()) is SUPPORT


def an_agent(id: str, *languages: str, held: int = 0, idle: int = 0, is_there: bool = True) -> Agent:
    here = Presence.ONLINE if is_there else Presence.OFFLINE
    given_at = NOON - timedelta(minutes=idle) if idle else None
    return Agent(id=id, presence=here, capacity=3, languages=languages, held=held, given_at=given_at)


@pytest.mark.parametrize(
    ("agents", "who"),
    [
        ([an_agent("maria", idle=5), an_agent("per", idle=9)], "per"),
        ([an_agent("maria", idle=5), an_agent("per")], "per"),  # who was never given one has waited longest
        ([an_agent("maria", idle=5), an_agent("per", held=3, idle=9)], "maria"),
        ([an_agent("maria", idle=5), an_agent("per", idle=9, is_there=False)], "maria"),
        ([an_agent("maria", "sv", idle=5), an_agent("per", "de", idle=9)], "maria"),
        ([an_agent("maria", "sv", held=3), an_agent("per", "de")], None),  # Maria will have time
        ([an_agent("per", "de")], "per"),  # nobody speaks it
        ([], None),
    ],
)
def test_the_free_one_who_speaks_it_and_waited_longest_gets_it(agents: list[Agent], who: str | None) -> None:
    found = fair("sv", agents)
    assert (found and found.id) == who


def test_who_knows_most_about_it_comes_first_but_nobody_waits_for_them() -> None:
    maria, per = an_agent("maria", idle=9), replace(an_agent("per", idle=5), skills=("refunds", "bank"))
    assert fair("sv", [maria, per], {"refunds"}) is per
    assert fair("sv", [maria, per], {"sizes"}) is maria
    assert fair("sv", [maria, replace(per, held=3)], {"refunds"}) is maria
    assert fair("sv", [replace(maria, skills=("refunds",)), per], {"refunds", "bank"}) is per


def test_who_is_busy_is_given_nothing() -> None:
    busy = Agent(id="maria", presence=Presence.BUSY, capacity=3)
    assert fair("sv", [busy]) is None


def test_who_is_not_heard_of_for_a_minute_has_gone() -> None:
    assert presence(NOON, False, NOON + SILENCE - timedelta(seconds=1)) is Presence.ONLINE
    assert presence(NOON, True, NOON) is Presence.BUSY
    assert presence(NOON, True, NOON + SILENCE) is Presence.OFFLINE
    assert presence(None, False, NOON) is Presence.OFFLINE
