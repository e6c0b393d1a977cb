"""Graph API refusals: codes, titles and HTTP statuses as Meta publishes them (Cloud API, Error codes)."""

import itertools
from typing import Any

from tests.standins.server import Refusal

_TITLES = {
    100: (400, "Invalid parameter"),
    130429: (400, "Rate limit hit"),
    131000: (500, "Something went wrong"),
    131005: (403, "Access denied"),
    131008: (400, "Required parameter is missing"),
    131009: (400, "Parameter value is not valid"),
    131016: (500, "Service unavailable"),
    131021: (400, "Recipient cannot be sender"),
    131026: (400, "Message undeliverable"),
    131047: (400, "Re-engagement message"),
    131051: (400, "Unsupported message type"),
    131052: (400, "Media download error"),
    131053: (400, "Media upload error"),
    131056: (400, "(Business Account, Consumer Account) pair rate limit hit"),
    132000: (400, "Number of parameters does not match the expected number of params"),
    132001: (404, "Template name does not exist in the translation"),
    80007: (400, "Rate limit issues"),
}
_traces = itertools.count(1)


def refusal(code: int, details: str, *, status: int = 0) -> Refusal:
    """Return a refusal in the form most of the Cloud API's have."""
    usual, title = _TITLES.get(code, (400, "Unknown error"))
    data = {"messaging_product": "whatsapp", "details": details}
    return graph(status or usual, code, f"(#{code}) {title}", details, error_data=data)


def invalid(what: str) -> Refusal:
    """Return error 100 as the Graph API's own parameter check words it: in the message, without details."""
    return graph(400, 100, f"(#100) {what}", what)


def value(details: str) -> Refusal:
    """Return error 131009: the parameter is there, its value is not allowed."""
    return refusal(131009, details)


def graph(status: int, code: int, message: str, why: str, **more: Any) -> Refusal:
    """Return a Graph API error."""
    trace = f"Astandin{next(_traces):08d}"
    error = {"message": message, "type": "OAuthException", "code": code, **more, "fbtrace_id": trace}
    return Refusal(status, code, why, {"error": error})


def unauthorized() -> Refusal:
    """Return error 190."""
    return graph(401, 190, "Invalid OAuth access token - Cannot parse access token", "bad token")


def unknown_object(id: str) -> Refusal:
    """Return what the Graph API says about an id that is not ours, or a path it does not have."""
    what = f"Unsupported request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions"
    answer = graph(400, 100, f"{what}, or does not support this operation", what, error_subcode=33)
    answer.body["error"]["type"] = "GraphMethodException"
    return answer


def as_report(code: int, details: str) -> dict[str, Any]:
    """Return the same error as a status webhook carries it."""
    title = _TITLES.get(code, (0, "Unknown error"))[1]
    href = "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/"
    return {"code": code, "title": title, "message": title, "error_data": {"details": details}, "href": href}
