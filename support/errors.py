"""The error tree. The room that knows the cause raises; doors catch and answer `status`.

ParleyError 500
├── Misconfigured 500        a setting is missing or wrong
├── BrokenContent 422        an article, text or training file cannot be read
├── NotFound 404             no such handoff, article, order
├── Conflict 409
│   ├── HandoffTaken 409     a colleague was faster
│   ├── Overtaken 409        a colleague has changed the text meanwhile
│   └── DeadLinks 409        a text to be published leads nowhere
├── Refused 400              what came in cannot be accepted as it is
│   ├── TooLong 413
│   ├── Forged 401           a session or signature that is not ours
│   ├── NotSignedIn 401      nobody is signed in, or not any more
│   ├── NotAllowed 403       one's roles do not allow it
│   ├── Unvouched 403        a visitor's e-mail address that the shop did not sign
│   ├── WeakPassword 422     a password that is guessed too soon
│   └── TooFast 429
│       └── TooManyAttempts 429  sign-in waits after many failures
├── Undeliverable 422        a channel will never take this message
└── Unavailable 503          a part we need is not there right now
    ├── Crossed 503          two transactions waited for each other, and ours was ended: run it again
    └── SlowDown 429         it asks us to wait
"""

import math
from collections.abc import Sequence


class ParleyError(Exception):
    """Base of what we raise on purpose; the text tells the reader what to do next."""

    status = 500


class Misconfigured(ParleyError):
    """A setting is missing or wrong."""


class BrokenContent(ParleyError):
    """A file written by people cannot be used; the text names file, line and cause."""

    status = 422

    def __init__(self, *faults: str) -> None:
        """`faults` are all that is wrong, one by one."""
        super().__init__("; ".join(faults))
        self.faults = faults


class NotFound(ParleyError):
    """What was asked for does not exist."""

    status = 404


class Conflict(ParleyError):
    """Somebody else changed it first."""

    status = 409


class HandoffTaken(Conflict):
    """A colleague holds this handoff."""

    def __init__(self, handoff_id: str, taken_by: str, name: str | None = None) -> None:
        """`taken_by` is who holds it, `name` what people call them."""
        super().__init__(f"{name or taken_by} is already answering handoff {handoff_id}")
        self.handoff_id, self.taken_by, self.name = handoff_id, taken_by, name or taken_by


class Overtaken(Conflict):
    """A colleague has changed the text since it was opened; `revision` is the newest one's number."""

    def __init__(self, revision: int) -> None:
        super().__init__("somebody has changed this meanwhile; look at both texts, and save again")
        self.revision = revision


class DeadLinks(Conflict):
    """A text to be published links to what customers cannot open; `links` are those."""

    def __init__(self, links: Sequence[str]) -> None:
        super().__init__(f"links that lead nowhere: {', '.join(links)}")
        self.links = tuple(links)


class Refused(ParleyError):
    """What came in cannot be accepted as it is."""

    status = 400


class TooLong(Refused):
    """More text than a channel takes."""

    status = 413


class Forged(Refused):
    """A session or signature that is not ours."""

    status = 401


class NotSignedIn(Refused):
    """Nobody is signed in, or not any more."""

    status = 401


class NotAllowed(Refused):
    """One's roles do not allow it, or the request came from another page than ours."""

    status = 403


class Unvouched(Refused):
    """A visitor's e-mail address that the shop did not sign."""

    status = 403


class TooFast(Refused):
    """More messages than one person can write, more chats than one address needs; `seconds` until it may go on."""

    status = 429

    def __init__(self, text: str, seconds: float) -> None:
        super().__init__(text)
        self.seconds = seconds


class WeakPassword(Refused):
    """A password that is guessed too soon."""

    status = 422


class TooManyAttempts(TooFast):
    """Sign-in waits after many attempts that failed; `seconds` says how long."""

    def __init__(self, seconds: float) -> None:
        whole = math.ceil(seconds)
        super().__init__(f"too many attempts; try again in {_spoken(whole)}", whole)


def _spoken(seconds: int) -> str:
    whole = f"{seconds} seconds" if seconds < 100 else f"{math.ceil(seconds / 60)} minutes"
    return "a second" if seconds == 1 else whole


class Unavailable(ParleyError):
    """A part we need is not there right now; trying again later may help."""

    status = 503


class Crossed(Unavailable):
    """Two transactions waited for each other, and the database ended ours; run again, it goes through."""


class SlowDown(Unavailable):
    """A channel asks us to wait before we send more, to one customer or to all."""

    status = 429

    def __init__(self, text: str, seconds: float, *, to_all: bool = False) -> None:
        super().__init__(text)
        self.seconds = seconds
        self.to_all = to_all


class Undeliverable(ParleyError):
    """A channel will never take this message: trying again is no use."""

    status = 422
