"""Sign-in slows down for who guesses, and never for long."""

from datetime import UTC, datetime, timedelta

from support.attempts import FORGET_AFTER, Attempts

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def failed(times: int) -> Attempts:
    attempts = Attempts()
    for _ in range(times):
        attempts = attempts.failed(NOON)
    return attempts


def test_the_waits_double_up_to_a_quarter_of_an_hour() -> None:
    waits = [failed(count).wait(NOON, free=5).total_seconds() for count in (0, 4, 5, 6, 7, 12, 13, 1000)]

    assert waits == [0, 0, 4, 8, 16, 512, 900, 900]


def test_a_wait_ends_by_itself() -> None:
    attempts = failed(6)

    assert attempts.wait(NOON + timedelta(seconds=7), free=5) == timedelta(seconds=1)
    assert attempts.wait(NOON + timedelta(seconds=8), free=5) == timedelta()


def test_what_is_a_day_old_is_forgotten() -> None:
    later = NOON + FORGET_AFTER + timedelta(seconds=1)

    assert failed(1000).wait(later, free=5) == timedelta()
    assert failed(1000).failed(later).count == 1
