"""Where browsers find us."""

from app.settings import settings


def address() -> str:
    """Return where a browser on this machine finds us."""
    host = "localhost" if settings().host in ("127.0.0.1", "0.0.0.0") else settings().host
    return f"http://{host}:{settings().port}"


def welcome_link(token: str) -> str:
    """Return the address that lets somebody choose a password."""
    return f"{settings().public_url or address()}/welcome/{token}"
