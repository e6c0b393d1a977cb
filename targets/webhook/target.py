"""A signed webhook as a handoff target: whatever takes JSON over HTTP."""

import json
import time
from collections.abc import Sequence
from typing import Any

import httpx

from connectors.pace import Pace
from support.errors import NotFound, Unavailable, Undeliverable
from support.messages import Attachment
from targets.http import check, no_answer
from targets.port import Briefing
from targets.signature import signed
from targets.webhook.parse import content
from targets.webhook.payloads import payloads
from targets.webhook.settings import TARGET, WebhookSettings

_SECONDS = 10.0
_WHOSE = "PARLEY_WEBHOOK_URL"


class SignedWebhook:
    """See targets.port.HandoffTarget."""

    name = TARGET

    def __init__(self, here: WebhookSettings) -> None:
        """Nothing is posted yet."""
        self.pace = Pace(per_second=None, per_chat_second=None)
        self._url, self._secret = here.url, here.secret
        self._http = httpx.AsyncClient(trust_env=False, timeout=_SECONDS)

    async def open(self, briefing: Briefing, *, is_again: bool) -> str:
        """Return the handoff's own id: what receives it needs none of its own."""
        return briefing.handoff.id

    def parts(self, briefing: Briefing) -> Sequence[dict[str, Any]]:
        """Return what is posted, in order."""
        return list(payloads(briefing))

    async def tell(self, briefing: Briefing, part: dict[str, Any], *, key: str, is_again: bool) -> str:
        """Post it under its delivery id, the same each time."""
        await self.post(part, key)
        return key

    async def post(self, told: dict[str, Any], delivery: str) -> None:
        """Post this, signed. Raises: SlowDown, Unavailable: what refuses it is asked again for a day."""
        body = json.dumps({"delivery": delivery, **told}, ensure_ascii=False).encode()
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            "X-Parley-Delivery": delivery,
            "X-Parley-Timestamp": timestamp,
            "X-Parley-Signature": signed(body, timestamp, self._secret),
        }
        try:
            answer = await self._http.post(self._url, content=body, headers=headers)
        except httpx.HTTPError as error:
            raise no_answer(error, _WHOSE) from error
        try:
            check(answer, _WHOSE)
        except (Undeliverable, NotFound) as error:  # a receiver under repair says anything
            raise Unavailable(str(error)) from error

    async def fetch(self, file: Attachment) -> tuple[bytes, str]:
        """Return what came with the post itself."""
        return content(file.source), file.media_type

    async def close(self) -> None:
        """Let the connections go."""
        await self._http.aclose()
