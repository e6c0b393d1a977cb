"""The example of docs/channels.md, as it stands there, and a stand-in for a provider that does not exist."""

import atexit
import itertools
import json
import re
import shutil
import tempfile
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from aiohttp import web

import connectors
from app.settings import ROOT
from support.messages import conversation
from tests.standins.faults import Fault
from tests.standins.record import Sent
from tests.standins.server import Refusal, Standin

_FILE = re.compile(r"^`(\w+\.py)`\n```python\n(.*?)^```$", re.M | re.S)
_AT = 1_777_896_000


@lru_cache(maxsize=1)
def hatch() -> dict[str, str]:
    """Make the page's example importable as connectors.pigeon, and return its files."""
    files = dict(_FILE.findall((ROOT / "docs" / "channels.md").read_text(encoding="utf-8")))
    folder = Path(tempfile.mkdtemp(prefix="parley-pigeon-")) / "pigeon"
    atexit.register(shutil.rmtree, folder.parent)
    folder.mkdir()
    for name, code in {"__init__.py": "", **files}.items():
        (folder / name).write_text(code, encoding="utf-8")
    connectors.__path__.append(str(folder.parent))
    return files


class Pigeon(Standin):
    """Takes messages of at most 500 characters."""

    def add_routes(self, application: web.Application) -> None:
        """Serve POST /messages."""
        application.router.add_post("/messages", self._messages)

    async def _messages(self, request: web.Request) -> web.Response:
        body = await request.json()
        if request.headers["Authorization"] != "Bearer pigeon-token":
            raise Refusal(401, 1, "bad token", {})
        if not 0 < len(body["text"]) <= 500:
            raise Refusal(400, 2, "a pigeon carries 500 characters", {"text": "too long"})
        sent = Sent(self.clock.now(), body["to"], f"p{len(self.record.sent)}", "text", body["text"], body)
        self.record.add(sent)
        return web.json_response({"id": sent.id})

    def too_fast(self, fault: Fault) -> Refusal:
        """Return a 429 with Retry-After."""
        refusal = Refusal(429, 429, "too fast", {})
        refusal.headers["Retry-After"] = str(round(fault.seconds))
        return refusal

    def broken(self, fault: Fault) -> Refusal:
        """Return a 500, or the code asked for."""
        return Refusal(fault.code or 500, fault.code, "broken", {})


class PigeonExaminee:
    """See tests.contracts.exam.examinee.Examinee."""

    path, signature = "/webhooks/pigeon/", "X-Pigeon-Secret"
    batches, sends, refusal = True, "messages", 410
    anna = conversation("pigeon", "anna")
    secrets = ("pigeon-token", "pigeon-secret")

    def __init__(self) -> None:
        hatch()
        self.standin = Pigeon().start()
        self._numbers = itertools.count(1)

    def environment(self) -> dict[str, str]:
        """Return the settings."""
        token, secret = self.secrets
        settings = {"TOKEN": token, "SECRET": secret, "API": self.standin.url}
        return {f"PARLEY_PIGEON_{name}": value for name, value in settings.items()}

    def _text(self, text: str) -> dict[str, Any]:
        return {"id": f"m{next(self._numbers)}", "from": "anna", "text": text, "at": _AT}

    def says(self, *texts: str) -> bytes:
        """Return a post of new messages."""
        return json.dumps({"items": [self._text(text) for text in texts]}).encode()

    def unknown(self) -> bytes:
        """Return a post of a kind that does not exist yet."""
        return json.dumps({"items": [{"id": "f1", "from": "anna", "hologram": {}}]}).encode()

    def signed(self, body: bytes) -> dict[str, str]:
        """Return the secret."""
        return {self.signature: self.secrets[1]}

    def status(self, external_id: str, status: str) -> bytes:
        """Return a post that tells a status."""
        return json.dumps({"items": [{"of": external_id, "status": status, "at": _AT}]}).encode()

    def channel(self) -> Any:
        """Return the channel."""
        return import_module("connectors.pigeon.channel").Pigeon.from_credentials(None)

    def parse(self, posted: Any) -> list[Any]:
        """Return the arrivals."""
        return list(import_module("connectors.pigeon.parse").parse(posted))

    def heard(self) -> list[str]:
        """Return the texts."""
        return [sent.text for sent in self.standin.record.to("anna")]

    def shown(self) -> list[str]:
        """Return none: pigeons carry no buttons."""
        return []

    def samples(self) -> list[Any]:
        """Return one post of each kind."""
        posts = (self.says("hej", "två"), self.status("p1", "read"), self.unknown())
        return [json.loads(body) for body in posts]


def examinee() -> PigeonExaminee:
    """Return the examinee."""
    return PigeonExaminee()
