"""Meta's Graph API over HTTP: one client, and its refusals as errors of ours."""

from time import monotonic
from typing import Any

import httpx
import structlog

from connectors.sizes import bounded
from connectors.whatsapp.faults import Closed, refusal
from connectors.whatsapp.settings import WhatsAppSettings
from support.errors import Unavailable

_TIMEOUT = httpx.Timeout(10.0, connect=5.0)
"""Two tries of a file still end before a turn's lease does (support.deliveries.WORK_SECONDS)."""

_REMINDER_SECONDS = 50.0
"""Between two lines about one fault: less than what waits for it is tried again (faults.Closed)."""

_log = structlog.get_logger()


class Graph:
    """Calls with our token. Raises: SlowDown, Undeliverable, Unavailable; httpx.HTTPError when the line breaks."""

    def __init__(self, here: WhatsAppSettings, *, logs: bool = True) -> None:
        """No call is made yet; with `logs` a closed account stands in the log, and not only in what is raised."""
        self._logs = logs
        headers = {"Authorization": f"Bearer {here.token}"}
        base = f"{here.api}/{here.version}/"
        self._http = httpx.AsyncClient(base_url=base, headers=headers, timeout=_TIMEOUT, trust_env=False)
        self._told: dict[int, float] = {}

    async def get(self, path: str, **asked: str) -> dict[str, Any]:
        """Return an object."""
        return self._answer(await self._http.get(path, params=asked))

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to JSON."""
        return self._answer(await self._http.post(path, json=body))

    async def upload(self, path: str, name: str, content: bytes, media_type: str) -> str:
        """Return the id of a file put there."""
        form = {"messaging_product": "whatsapp", "type": media_type}
        answer = self._answer(await self._http.post(path, data=form, files={"file": (name, content, media_type)}))
        return str(answer["id"])

    async def download(self, url: str) -> bytes:
        """Return what is at a link of Meta's. Raises: Refused above what we keep."""
        async with self._http.stream("GET", url, follow_redirects=True) as answer:
            if answer.status_code != 200:
                raise Unavailable(f"the link to the file answers {answer.status_code}")
            return await bounded(answer)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._http.aclose()

    def _answer(self, answer: httpx.Response) -> dict[str, Any]:
        try:
            body = answer.json() if answer.content else {}
        except ValueError:
            body = None
        if answer.status_code == 200 and isinstance(body, dict) and "error" not in body:
            return body
        fault = refusal(answer.status_code, answer.headers, body)
        if isinstance(fault, Closed) and self._logs:
            self._tell(fault)
        raise fault

    def _tell(self, fault: Closed) -> None:
        """Log it once, however many meet it together, and again while it lasts; the text has the time in it."""
        now = monotonic()
        if now - self._told.get(fault.code, -_REMINDER_SECONDS) >= _REMINDER_SECONDS:
            self._told[fault.code] = now
            _log.error("whatsapp.account.closed", fault=str(fault))
