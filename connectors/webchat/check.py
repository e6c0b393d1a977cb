"""Whether a browser would find the chat."""

import httpx

from app.settings import settings
from connectors.checks import Finding
from connectors.webchat.settings import identity_secret


def closed_because() -> None:
    """Return None: the web chat is always open. Raises: Misconfigured."""
    identity_secret()


async def check() -> list[Finding]:
    """Return whether the web server answers here and at its public address, and who may embed the chat."""
    here = settings()
    addresses = [here.own_url, *([here.public_url] if here.public_url else [])]
    return [*[await _answers(address) for address in addresses], _embedding(here.allowed_origins), _identity()]


async def _answers(address: str) -> Finding:
    try:
        async with httpx.AsyncClient(timeout=5.0, trust_env=False) as client:
            status = (await client.get(f"{address}/widget.js")).status_code
    except httpx.HTTPError as error:
        return Finding(False, f"{address} does not answer ({type(error).__name__}): is `./parley start` running?")
    if status != 200:
        return Finding(False, f"{address}/widget.js answers {status}: does something else listen there?")
    return Finding(True, f"{address} serves the chat")


def _embedding(origins: tuple[str, ...]) -> Finding:
    own = "only our own pages show the chat (PARLEY_ALLOWED_ORIGINS is empty)"
    return Finding(True, f"pages that may show the chat: {', '.join(origins)}" if origins else own)


def _identity() -> Finding:
    nobody = "everybody is a stranger (PARLEY_WEBCHAT_IDENTITY_SECRET is not set)"
    return Finding(True, "the shop's pages may say who a visitor is" if identity_secret() else nobody)
