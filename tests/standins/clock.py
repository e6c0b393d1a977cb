"""A clock that tests can set forward: windows of 24 hours and links of five minutes end without waiting."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Real time plus what was skipped; stopped, only what is skipped."""

    def __init__(self) -> None:
        self._skipped = timedelta()
        self._stopped: datetime | None = None

    def now(self) -> datetime:
        """Return the time, aware and UTC."""
        return (self._stopped or datetime.now(UTC)) + self._skipped

    def timestamp(self) -> int:
        """Return the time in whole Unix seconds, as both providers write it."""
        return int(self.now().timestamp())

    def skip(self, **amount: float) -> None:
        """Go forward by `amount`, in timedelta's words: skip(hours=25)."""
        self._skipped += timedelta(**amount)

    def stop(self) -> None:
        """Stand still, so that limits per second do not depend on how busy the machine is."""
        self._stopped = datetime.now(UTC)
