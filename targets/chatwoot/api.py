"""Chatwoot's application API over HTTP. https://developers.chatwoot.com/api-reference"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from support.errors import Unavailable
from targets.chatwoot.settings import ChatwootSettings
from targets.http import check, download, no_answer, origin

_SECONDS = 10.0
_WHOSE = "Chatwoot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that goes along with a message."""

    name: str
    media_type: str
    body: bytes


class Api:
    """One account at one Chatwoot; holds its connections."""

    def __init__(self, here: ChatwootSettings) -> None:
        """Nothing is asked yet."""
        self._base = f"{here.url}/api/v1/accounts/{here.account}"
        self._token, self._bot_token = here.token, here.bot_token or here.token
        hosts = (here.url, *(f"https://{host}" if "://" not in host else host for host in here.file_hosts))
        self._origins = {origin(host) for host in hosts} - {""}
        self._http = httpx.AsyncClient(trust_env=False, timeout=_SECONDS)

    async def get(self, path: str, **asked: str) -> Any:
        """Return what lies there. Raises: see targets.http.check."""
        return await self._ask("GET", path, self._token, params=asked)

    async def post(self, path: str, fields: dict[str, Any], *, as_bot: bool = False) -> Any:
        """Return what was made; `as_bot`, by the agent bot where there is one. Raises: see targets.http.check."""
        return await self._ask("POST", path, self._bot_token if as_bot else self._token, json=fields)

    async def patch(self, path: str, fields: dict[str, Any]) -> Any:
        """Return what was changed. Raises: see targets.http.check."""
        return await self._ask("PATCH", path, self._token, json=fields)

    async def post_with_files(self, path: str, fields: dict[str, str], files: Sequence[Upload]) -> Any:
        """Return what was made. Raises: see targets.http.check."""
        given = [("attachments[]", (file.name, file.body, file.media_type)) for file in files]
        return await self._ask("POST", path, self._token, data=fields, files=given)

    async def file(self, url: str) -> tuple[bytes, str]:
        """Return a file of an agent's and its media type, from where Chatwoot keeps them alone."""
        return await download(self._http, url, self._origins)

    async def close(self) -> None:
        """Let the connections go."""
        await self._http.aclose()

    async def _ask(self, method: str, path: str, token: str, **given: Any) -> Any:
        try:
            answer = await self._http.request(
                method, f"{self._base}{path}", headers={"api_access_token": token}, **given
            )
        except httpx.HTTPError as error:
            raise no_answer(error, _WHOSE) from error
        check(answer, _WHOSE)
        try:
            return answer.json() if answer.content else {}
        except ValueError as error:  # a proxy's page, not Chatwoot's word
            raise Unavailable("Chatwoot's answer is no JSON: is PARLEY_CHATWOOT_URL its address?") from error
