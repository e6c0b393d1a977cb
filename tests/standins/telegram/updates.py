"""Updates on their way to the bot: by webhook or by getUpdates, never both."""

import asyncio
import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from tests.standins.courier import Courier, Parcel, Target
from tests.standins.telegram.params import Params
from tests.standins.telegram.refusals import bad, refusal

_ON_DEMAND = {"chat_member", "message_reaction", "message_reaction_count"}
"""Kinds that come only when allowed_updates names them."""
_PORTS = {80, 88, 443, 8443}
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_LONGEST_POLL_SECONDS = 50


@dataclass
class Updates:
    """The queue of updates and the webhook, if one is set."""

    courier: Courier
    is_local: bool = False
    """As with a self-hosted server's --local: plain HTTP, any port, any address."""
    webhook: dict[str, Any] = field(default_factory=dict)
    _next: int = 870_000_001
    _allowed: list[str] = field(default_factory=list)
    _poll: asyncio.Future[None] | None = None

    def add(self, kind: str, content: dict[str, Any], lane: str) -> int:
        """Queue an update and return its id; 0 when the bot did not ask for this kind."""
        if not self._is_allowed(kind):
            return 0
        number, self._next = self._next, self._next + 1
        self.repeat(json.dumps({"update_id": number, kind: content}).encode(), lane)
        return number

    def repeat(self, body: bytes, lane: str) -> None:
        """Queue an update as it stands, once more if need be."""
        self.courier.put(Parcel(lane, body, json.loads(body)["update_id"]))
        if self._poll and not self._poll.done():
            self._poll.set_result(None)

    def _is_allowed(self, kind: str) -> bool:
        return kind in self._allowed if self._allowed else kind not in _ON_DEMAND

    async def set_webhook(self, params: Params) -> bool:
        """Deliver to a URL from now on; an empty one is deleteWebhook."""
        url = params.text("url")
        if not url:
            return await self.delete_webhook(params)
        self._check_url(url)
        secret = _secret(params)
        connections = params.number("max_connections", 40)
        if not 1 <= connections <= 100:
            connections = min(100, max(1, connections))  # the real server clamps
        self._allow(params)
        self._interrupt("Conflict: terminated by setWebhook request")
        self._drop(params)
        self.webhook = {"url": url, "max_connections": connections}
        header = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        self.courier.aim(Target(url, lambda _: header, connections))
        return True

    def _check_url(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise bad("bad webhook: URL is invalid")
        if self.is_local:
            return
        if parts.scheme != "https":
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if (parts.port or 443) not in _PORTS:
            raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")

    def _allow(self, params: Params) -> None:
        if "allowed_updates" in params.values:
            kinds = params.structure("allowed_updates") or []
            if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
                raise bad("can't parse allowed updates: Array of String expected")
            self._allowed = kinds

    def _drop(self, params: Params) -> None:
        if params.flag("drop_pending_updates"):
            self.courier.pending.clear()

    async def delete_webhook(self, params: Params) -> bool:
        """Keep updates for getUpdates."""
        self._drop(params)
        self.webhook = {}
        self.courier.aim(None)
        return True

    async def info(self, _: Params) -> dict[str, Any]:
        """Return what getWebhookInfo tells."""
        failed = [one for one in self.courier.tries if not 200 <= one.status <= 299]
        told: dict[str, Any] = {"url": "", **self.webhook, "has_custom_certificate": False}
        told["pending_update_count"] = len(self.courier.pending)
        if self._allowed:
            told["allowed_updates"] = self._allowed
        if self.webhook and failed:
            told["last_error_date"] = int(failed[-1].at.timestamp())
            told["last_error_message"] = _said(failed[-1].status)
        return told

    async def get(self, params: Params) -> list[dict[str, Any]]:
        """Return updates from `offset` on, waiting up to `timeout` seconds for one."""
        if self.webhook:
            why = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            raise refusal(409, f"Conflict: {why}")
        self._interrupt(
            "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
        )
        self._allow(params)
        self._confirm(params.number("offset"))
        if not self.courier.pending:
            await self._wait(min(_LONGEST_POLL_SECONDS, params.number("timeout")))
        limit = min(100, max(1, params.number("limit", 100)))
        return [json.loads(parcel.body) for parcel in self.courier.pending[:limit]]

    def _confirm(self, offset: int) -> None:
        """Forget updates below `offset`; a negative one keeps that many of the last."""
        pending = self.courier.pending
        pending[:] = pending[offset:] if offset < 0 else [parcel for parcel in pending if parcel.id >= offset]

    async def _wait(self, seconds: float) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(poll, seconds)
        except TimeoutError:
            pass
        finally:
            if self._poll is poll:
                self._poll = None

    def _interrupt(self, why: str) -> None:
        if self._poll and not self._poll.done():
            self._poll.set_exception(refusal(409, why))


def _secret(params: Params) -> str:
    secret = params.text("secret_token")
    if "secret_token" in params.values and secret and not _SECRET.fullmatch(secret):
        long = len(secret) > 256
        raise bad("secret token is too long" if long else "secret token contains unallowed characters")
    return secret


def _said(status: int) -> str:
    return f"Wrong response from the webhook: {status}" if status else "Connection refused"
