"""What became of a message."""

from support.receipts import RANK, Status, least


def test_delivered_is_more_than_failed_and_read_is_most() -> None:
    assert sorted(Status, key=RANK.__getitem__) == [Status.SENT, Status.FAILED, Status.DELIVERED, Status.READ]


def test_a_message_has_come_as_far_as_its_slowest_part() -> None:
    assert least([Status.READ, Status.SENT, Status.DELIVERED]) is Status.SENT
    assert least([Status.READ, Status.FAILED]) is Status.FAILED
    assert least([]) is None
