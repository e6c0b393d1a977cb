"""What customers are told to expect, in their own words, digits and names of days."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.courtesies import expected
from app.settings import settings
from app.texts import texts
from support.waiting import Expectation, usual

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)


def back(language: str, zone: str = "Europe/Stockholm") -> str:
    found = Expectation(is_open=False, back_at=MONDAY, zone=ZoneInfo(zone))
    return " ".join(expected(language, found)).replace("\u202f", " ").replace("\u200f", "")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Monday November 23, 9:00 AM (Stockholm)"),
        ("sv", "måndag 23 november, 09:00 (Stockholm)"),
        ("fa", "دوشنبه ۲۳ نوامبر، ۹:۰۰ (استکهلم)"),
        ("de", "Montag 23. November, 09:00 (Stockholm)"),
    ],
)
def test_when_people_are_back_is_said_by_their_own_clock(language: str, said: str) -> None:
    assert said in back(language)


def test_whose_clock_counts_is_said() -> None:
    assert "1:30 PM (Kolkata)" in back("en", "Asia/Kolkata")
    assert "8:00 AM (UTC)" in back("en", "UTC")


@pytest.mark.parametrize(
    ("minutes", "key", "values"),
    [
        (0.5, "handover_minutes", {"minutes": "5"}),
        (12, "handover_minutes", {"minutes": "15"}),
        (50, "handover_hour", {}),
        (61, "handover_hours", {"hours": "2"}),
        (239, "handover_hours", {"hours": "4"}),
    ],
)
def test_how_long_it_usually_takes_is_said_roughly(minutes: float, key: str, values: dict[str, str]) -> None:
    found = Expectation(is_open=True, usual=timedelta(minutes=minutes))
    assert expected("en", found) == [texts("en").get("bot", key, **values)]


def test_nothing_is_promised_that_takes_half_a_day_or_is_unknown() -> None:
    assert expected("en", Expectation(is_open=True, usual=timedelta(hours=7))) == []
    assert expected("en", Expectation(is_open=True)) == []


@pytest.mark.parametrize("language", settings().languages)
def test_every_language_has_its_own_words(language: str) -> None:
    own = texts(language).own["bot"]
    keys = [key for key in texts("en").own["bot"] if key.startswith(("handover", "survey", "still", "leave_", "mail_"))]
    assert [key for key in keys if not own.get(key)] == []
    assert language == "en" or all(own[key] != texts("en").own["bot"][key] for key in keys)
    assert len(own["back_to_bot"]) <= 20  # of WhatsApp's reply buttons


def waited(*minutes: float, since: datetime = MONDAY - timedelta(days=1)) -> list[tuple[datetime, float]]:
    return [(since, each * 60) for each in minutes]


def test_what_is_usual_is_the_median_at_this_time_of_day() -> None:
    near, far = waited(1, 2, 3, 4, 100), waited(*[60] * 9, since=MONDAY - timedelta(hours=20))

    assert usual([*near, *far], MONDAY, UTC) == timedelta(minutes=3)
    assert usual([*near[:4], *far], MONDAY, UTC) == timedelta(minutes=60)


def test_too_few_or_too_old_ones_say_nothing() -> None:
    assert usual(waited(1, 2, 3, 4), MONDAY, UTC) is None
    assert usual(waited(1, 2, 3, 4, 5, since=MONDAY - timedelta(days=90)), MONDAY, UTC) is None


def test_midnight_is_near_to_one_oclock() -> None:
    midnight = MONDAY.replace(hour=23, minute=30)
    near = waited(1, 1, 1, 1, 1, since=midnight - timedelta(hours=23))
    far = waited(*[60] * 9, since=midnight - timedelta(hours=12))
    assert usual([*near, *far], midnight, UTC) == timedelta(minutes=1)
