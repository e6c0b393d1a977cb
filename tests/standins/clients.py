"""Clients of both providers, as plain as can be, for testing the stand-ins."""

from typing import Any

import httpx

from tests.standins.whatsapp.people import Customer
from tests.standins.whatsapp.server import WhatsApp


class Bot:
    """A client of the Bot API, as plain as can be."""

    def __init__(self, url: str, token: str) -> None:
        self.url, self.token = url, token
        self.http = httpx.Client(trust_env=False, timeout=10)

    def answers(self, method: str, **body: Any) -> httpx.Response:
        """Return what the server says to a call."""
        return self.http.post(f"{self.url}/bot{self.token}/{method}", json=body)

    def does(self, method: str, **body: Any) -> Any:
        """Return the result of a call that works."""
        answer = self.answers(method, **body)
        assert answer.status_code == 200, answer.text
        return answer.json()["result"]

    def refused(self, method: str, **body: Any) -> str:
        """Return the description of a refusal, after checking its shape."""
        answer = self.answers(method, **body)
        told = answer.json()
        assert (told["ok"], told["error_code"]) == (False, answer.status_code)
        return str(told["description"])

    def sends(self, method: str, files: dict[str, Any], **data: Any) -> httpx.Response:
        """Post a form with files."""
        return self.http.post(f"{self.url}/bot{self.token}/{method}", data=data, files=files)


class Business:
    """A client of the Graph API, as plain as can be."""

    def __init__(self, whatsapp: WhatsApp) -> None:
        self.whatsapp = whatsapp
        token = {"Authorization": f"Bearer {whatsapp.token}"}
        self.http = httpx.Client(base_url=f"{whatsapp.url}/v23.0", headers=token, trust_env=False, timeout=10)

    def posts(self, **body: Any) -> httpx.Response:
        """Return the answer to a message request."""
        path = f"/{self.whatsapp.business.phone_number_id}/messages"
        return self.http.post(path, json={"messaging_product": "whatsapp", **body})

    def sends(self, to: Customer, kind: str, content: Any, **more: Any) -> httpx.Response:
        """Return the answer to a message of this type."""
        return self.posts(to=to.person.number, type=kind, **{kind: content}, **more)

    def texts(self, to: Customer, text: str) -> httpx.Response:
        """Return the answer to a text."""
        return self.sends(to, "text", {"body": text})

    def uploads(self, content: bytes, mime_type: str) -> httpx.Response:
        """Return the answer to an upload."""
        path = f"/{self.whatsapp.business.phone_number_id}/media"
        form = {"messaging_product": "whatsapp", "type": mime_type}
        return self.http.post(path, data=form, files={"file": ("a", content, mime_type)})


def code(answer: httpx.Response) -> int:
    """Return a refusal's error code, after checking its shape; 0 when it is none."""
    if answer.status_code == 200:
        return 0
    error = answer.json()["error"]
    assert {"message", "type", "code", "fbtrace_id"} <= set(error)
    assert f"(#{error['code']})" in error["message"] or error["code"] in (100, 190)
    return int(error["code"])
