"""How large a file may be that we fetch and keep."""

from app.settings import settings
from support.errors import Refused


def most_bytes() -> int:
    """Return the bytes that PARLEY_MEDIA_MEGABYTES allows."""
    return int(settings().media_megabytes * 1_000_000)


def too_large() -> Refused:
    """Return what is raised for a larger one."""
    return Refused(f"is larger than {settings().media_megabytes:g} MB (PARLEY_MEDIA_MEGABYTES)")
