"""The target that is configured, and where it posts to us; none where people answer at our own desk."""

from collections.abc import Iterator

from sanic import Blueprint

from app.settings import settings
from app.wiring import books
from targets import files
from targets.chatwoot import door as chatwoot_door
from targets.chatwoot.settings import chatwoot
from targets.chatwoot.target import Chatwoot
from targets.port import HandoffTarget
from targets.webhook import door as webhook_door
from targets.webhook.settings import webhook
from targets.webhook.target import SignedWebhook


def target() -> HandoffTarget | None:
    """Return it. Raises: Misconfigured."""
    match settings().handoff:
        case "chatwoot":
            return Chatwoot(chatwoot())
        case "webhook":
            return SignedWebhook(webhook())
    return None


def check_settings() -> None:
    """Raises: Misconfigured naming what the chosen target lacks."""
    for _ in blueprints():
        pass


def blueprints() -> Iterator[Blueprint]:
    """Yield the routes that `web` serves for it. Raises: Misconfigured."""
    match settings().handoff:
        case "chatwoot":
            yield chatwoot_door.routes(chatwoot(), books())
        case "webhook":
            yield webhook_door.routes(webhook(), books())
        case _:
            return
    yield files.blueprint()
