"""Times as the desk's page reads them: UTC, all in one form."""

from datetime import UTC, datetime


def moment(time: datetime | None) -> str | None:
    """Return a time as JavaScript writes it, so that texts of times can be compared."""
    if time is None:
        return None
    return time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
