"""How fast a channel may be sent to."""

import pytest

from connectors.pace import Pace
from support.messages import conversation

ANNA, BOB = conversation("telegram", "anna"), conversation("telegram", "bob")


def test_one_a_second_to_each_and_thirty_to_all() -> None:
    time = [0.0]
    pace = Pace(per_second=30, per_chat_second=1, clock=lambda: time[0])

    assert pace.wait(ANNA) == 0.0
    assert 0 < pace.wait(BOB) <= 1 / 30  # all of them together
    time[0] += 1 / 30
    assert pace.wait(BOB) == 0.0
    assert 0.9 < pace.wait(ANNA) < 1  # each by themselves
    time[0] += 1
    assert pace.wait(ANNA) == 0.0


def test_a_place_is_only_taken_when_it_is_free() -> None:
    time = [0.0]
    pace = Pace(per_second=None, per_chat_second=1, clock=lambda: time[0])
    assert pace.wait(ANNA) == 0.0
    assert [pace.wait(ANNA), pace.wait(ANNA)] == [1.0, 1.0]


def test_everyone_waits_when_all_are_asked_to() -> None:
    time = [0.0]
    pace = Pace(per_second=None, per_chat_second=None, clock=lambda: time[0])
    pace.slow_down(ANNA, 5, to_all=True)

    assert (pace.wait(ANNA), pace.wait(BOB)) == (5.0, 5.0)
    time[0] = 5
    assert (pace.wait(ANNA), pace.wait(BOB)) == (0.0, 0.0)


def test_a_burst_is_borrowed_from_the_time_after() -> None:
    time = [0.0]
    pace = Pace(per_second=None, per_chat_second=1 / 6, chat_burst=3, clock=lambda: time[0])

    assert [pace.wait(ANNA) for _ in range(3)] == [0.0, 0.0, 0.0]
    assert pace.wait(ANNA) == 6.0
    time[0] = 6
    assert (pace.wait(ANNA), pace.wait(ANNA)) == (0.0, 6.0)  # one has come back, no more
    time[0] = 6 + 3 * 6
    assert [pace.wait(ANNA) for _ in range(3)] == [0.0, 0.0, 0.0]  # after a rest all of them
    assert pace.wait(ANNA) > 0
    assert pace.wait(BOB) == 0.0


def test_who_is_asked_to_wait_has_nothing_left_to_borrow() -> None:
    time = [100.0]
    pace = Pace(per_second=None, per_chat_second=1 / 6, chat_burst=30, clock=lambda: time[0])
    pace.slow_down(ANNA, 10, to_all=False)

    assert (pace.wait(ANNA), pace.wait(BOB)) == (10.0, 0.0)
    time[0] += 10
    assert pace.wait(ANNA) == 0.0
    assert pace.wait(ANNA) == 6.0


def test_all_together_may_borrow_too() -> None:
    time = [50.0]
    pace = Pace(per_second=80, per_chat_second=None, burst=40, clock=lambda: time[0])
    assert [pace.wait(ANNA) for _ in range(41)] == pytest.approx([0.0] * 40 + [1 / 80])

    pace.slow_down(ANNA, 5, to_all=True)
    time[0] += 5
    assert pace.wait(BOB) == 0.0
    assert pace.wait(BOB) == pytest.approx(1 / 80)
