"""Opening times on a place's own clock: nights, holidays, and the two days a year when the clock jumps."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from support.hours import Hours, is_open, later, opens_at

NINE_TO_FIVE = (9 * 60, 17 * 60)
NIGHT = (22 * 60, 6 * 60)
ALL_DAY = (0, 24 * 60)


def hours(zone: str, *week: tuple[tuple[int, int], ...], holidays: frozenset[date] = frozenset()) -> Hours:
    return Hours(zone=ZoneInfo(zone), week=week if len(week) == 7 else week * 7, holidays=holidays)


def weekdays(zone: str = "Europe/Stockholm", **more: frozenset[date]) -> Hours:
    return hours(zone, *((NINE_TO_FIVE,),) * 5, (), (), **more)


def at(text: str, zone: str = "Europe/Stockholm", fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-20T16:59", "2026-11-20T16:59"),  # a Friday
        ("2026-11-20T17:00", "2026-11-23T09:00"),
        ("2026-11-22T12:00", "2026-11-23T09:00"),
        ("2026-11-23T08:59:59", "2026-11-23T09:00"),
    ],
)
def test_a_weekend_is_waited_for(now: str, opens: str) -> None:
    assert opens_at(weekdays(), at(now)) == at(opens)


def test_without_hours_somebody_is_always_there() -> None:
    now = at("2026-12-25T03:00")
    assert is_open(None, now)
    assert later(None, now, timedelta(hours=2)) == now + timedelta(hours=2)


def test_nobody_comes_on_a_holiday_but_who_began_the_evening_before_stays() -> None:
    holidays = frozenset({date(2026, 12, 25)})

    assert opens_at(weekdays(holidays=holidays), at("2026-12-24T18:00")) == at("2026-12-28T09:00")
    nights = hours("Europe/Stockholm", (NIGHT,), holidays=holidays)
    assert is_open(nights, at("2026-12-25T05:59"))
    assert opens_at(nights, at("2026-12-25T06:00")) == at("2026-12-26T22:00")


@pytest.mark.parametrize(("now", "open"), [("21:59", False), ("22:00", True), ("05:59", True), ("06:00", False)])
def test_a_night_goes_past_midnight(now: str, open: bool) -> None:
    assert is_open(hours("Asia/Tehran", (NIGHT,)), at(f"2026-11-22T{now}", "Asia/Tehran")) is open


def test_the_place_has_its_own_clock() -> None:
    """Nine in Chennai is half past three in the morning, UTC; nine in Los Angeles is five in the afternoon."""
    assert opens_at(weekdays("Asia/Kolkata"), datetime(2026, 11, 23, 0, tzinfo=UTC)) == datetime(
        2026, 11, 23, 3, 30, tzinfo=UTC
    )
    assert opens_at(weekdays("America/Los_Angeles"), datetime(2026, 11, 23, 0, tzinfo=UTC)) == datetime(
        2026, 11, 23, 17, tzinfo=UTC
    )


def test_nine_stays_nine_when_the_clock_is_changed() -> None:
    friday, monday = "2026-03-27", "2026-03-30"  # on the Sunday between them it is put forward
    assert opens_at(weekdays(), at(f"{friday}T18:00")) == at(f"{monday}T09:00")
    assert at(f"{monday}T09:00").hour == 7
    assert at(f"{friday}T09:00").hour == 8


@pytest.mark.parametrize(("day", "hours_open"), [("2026-03-28", 7), ("2026-10-24", 9), ("2026-11-20", 8)])
def test_a_night_is_as_long_as_it_is(day: str, hours_open: int) -> None:
    nights = hours("Europe/Stockholm", (NIGHT,))
    begun = at(f"{day}T22:00")

    assert later(nights, begun, timedelta(hours=hours_open)) == begun + timedelta(hours=hours_open)
    assert later(nights, begun, timedelta(hours=hours_open, seconds=1)) == at(f"{day}T22:00") + timedelta(
        days=1, seconds=1, hours=hours_open - 8
    )


def test_the_hour_that_comes_twice_is_worked_twice() -> None:
    early = hours("Europe/Stockholm", ((2 * 60, 3 * 60),))
    assert is_open(early, at("2026-10-25T02:30", fold=0))
    assert is_open(early, at("2026-10-25T02:30", fold=1))


def test_time_is_counted_while_it_is_open() -> None:
    assert later(weekdays(), at("2026-11-20T16:45"), timedelta(minutes=15)) == at("2026-11-20T17:00")
    assert later(weekdays(), at("2026-11-20T16:45"), timedelta(minutes=30)) == at("2026-11-23T09:15")
    assert later(weekdays(), at("2026-11-21T12:00"), timedelta(hours=20)) == at("2026-11-25T13:00")


def test_what_overlaps_is_counted_once() -> None:
    day = hours("UTC", ((9 * 60, 13 * 60), (12 * 60, 17 * 60)))
    nine = datetime(2026, 11, 23, 9, tzinfo=UTC)

    assert later(day, nine, timedelta(hours=8)) == nine + timedelta(hours=8)
    assert later(hours("UTC", (ALL_DAY,)), nine, timedelta(days=3)) == nine + timedelta(days=3)


def test_who_never_opens_is_not_waited_for() -> None:
    assert opens_at(hours("UTC", ()), datetime(2026, 1, 1, tzinfo=UTC)) is None
    assert later(hours("UTC", ()), datetime(2026, 1, 1, tzinfo=UTC), timedelta(minutes=1)) is None
