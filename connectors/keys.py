"""Ids as our columns take them: those of PostgreSQL have a width, SQLite's have none, and both are to do the same."""

from hashlib import sha256

LONGEST_NAME = 200
"""Characters of a provider's own id; Meta's have about 60, rarely over 100."""
LONGEST_ID = 230
"""Characters of an id of ours with a provider's in it: of the 255 of a column the rest is for what is put behind."""

_SHOWN = 100


def fitting(id: str, longest: int = LONGEST_NAME) -> str:
    """Return the id; one too long with its hash in place of its end, the same each time."""
    return id if len(id) <= longest else f"{id[:_SHOWN]}~{sha256(id.encode()).hexdigest()}"
