"""Where those who are invited find us."""

from app.settings import settings
from cli.ports import address


def welcome_link(token: str) -> str:
    """Return the address that lets somebody choose a password."""
    return f"{settings().public_url or address()}/welcome/{token}"
