"""Who holds the conversation."""

from datetime import UTC, datetime

import pytest

from support.errors import Conflict, HandoffTaken
from support.handoffs import Handoff, Holder, Reason, holder
from support.messages import conversation

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def a_handoff() -> Handoff:
    return Handoff(
        id="h1", conversation_id=conversation("webchat", "a"), reason=Reason.ASKED, opened_by="m1", opened_at=NOON
    )


def test_the_holder_follows_from_the_handoff() -> None:
    waiting = a_handoff()

    assert holder(None) is Holder.BOT
    assert holder(waiting) is Holder.QUEUE
    assert holder(waiting.take("maria")) is Holder.AGENT
    assert holder(waiting.take("maria").close(NOON)) is Holder.BOT


def test_taking_twice_is_no_fault_but_a_colleague_comes_too_late() -> None:
    taken = a_handoff().take("maria")

    assert taken.take("maria") == taken
    with pytest.raises(HandoffTaken, match="maria"):
        taken.take("per")


def test_nobody_takes_what_is_closed() -> None:
    with pytest.raises(Conflict, match="closed"):
        a_handoff().close(NOON).take("maria")
