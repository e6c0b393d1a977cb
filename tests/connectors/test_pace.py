"""How fast a channel may be sent to."""

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
