"""Meta's error codes: what each means in words, and what to do about it.

Codes: developers.facebook.com, WhatsApp Business Platform, Cloud API, Error codes.
"""

from collections.abc import Mapping
from typing import Any

from support.errors import SlowDown, Unavailable, Undeliverable

_TO_ALL = {4: 60.0, 80007: 60.0, 130429: 5.0, 131048: 60.0, 131057: 60.0}
"""Seconds to wait: the app's or account's hour is used up, the number's second is, it looks like spam, we are moved."""

_TO_ONE = {131056: 6.0}
"""One message every 6 s to one person comes back after a burst."""

_ACCOUNT = {0, 3, 10, 190, 368, 131031, 131042, *range(200, 300)}
_NUMBER = {33, 131005, 131037, 131045, 133010}
_MEND_SECONDS = 60.0
"""Until the operator mends the account, or one of its numbers, nothing goes out; then all of it should: it waits."""

_NEVER = {100, 130472, 130497, 131008, 131009, 131021, 131026, 131030, 131049, 131050, 131051, 131052, 131053}
"""And all of 132000 to 132999: templates."""

_WINDOW = 131047

_WORDS = {
    0: "the access token is not valid any more: make a new one and set PARLEY_WHATSAPP_TOKEN",
    33: "the phone number is not there any more",
    10: "the access token lacks the permission whatsapp_business_messaging",
    190: "the access token is not valid or has ended: make a new one and set PARLEY_WHATSAPP_TOKEN",
    368: "Meta has blocked the account for breaking its policies for a while",
    130472: "Meta does not deliver it: this customer is part of an experiment of Meta's",
    130497: "the account may not write to people in this country",
    131005: "the access token may not use this number",
    131021: "sender and recipient are the same number",
    131026: "this number has no WhatsApp, has blocked us, or runs a WhatsApp that is too old",
    131030: "a test number only writes to the numbers that are listed for it on Meta's app page",
    131031: "Meta has locked the account",
    131037: "Meta has not approved the phone number's display name yet",
    131042: "Meta wants a payment method for this account",
    131045: "Meta could not register the phone number: register it again in WhatsApp Manager",
    131047: "more than 24 hours have passed since the customer wrote",
    131049: "Meta does not deliver it, to spare this customer too many messages",
    131050: "this customer has asked for no more messages of this kind",
    131051: "WhatsApp does not take this type of message",
    131053: "WhatsApp could not take the file",
    131056: "too many messages to this customer at once",
    132001: "there is no approved template of this name in this language",
    133010: "the phone number is not registered with the Cloud API",
}


WINDOW_CLOSED = "window closed"
"""In the data of a message that free text could not carry, as Meta told only afterwards."""


class WindowClosed(Undeliverable):
    """Free text is only taken within 24 hours of the customer's last message."""


class Closed(SlowDown):
    """Nothing goes out until the operator acts: token, permission, payment. No message is to blame, so none dies."""

    def __init__(self, text: str, code: int) -> None:
        super().__init__(text, _MEND_SECONDS, to_all=code not in _NUMBER)
        self.code = code


def words(error: Any) -> str:
    """Return an error of Meta's as a person reads it: code, meaning, and Meta's own details."""
    if not isinstance(error, Mapping):
        return "Meta gives no reason"
    code, data = _code(error), error.get("error_data")
    details = data.get("details") if isinstance(data, Mapping) else None
    meaning = _WORDS.get(code)
    said = details or error.get("message") or error.get("title")
    return f"{code}: {meaning} ({said})" if meaning else f"{code}: {said}"


def refusal(status: int, headers: Mapping[str, str], body: Any) -> Exception:
    """Return what to raise for an answer that is no 200."""
    error = body.get("error") if isinstance(body, Mapping) else None
    code = _code(error)
    text = words(error) if error else f"HTTP {status}"
    if code in _TO_ONE:
        return SlowDown(text, _seconds(headers, _TO_ONE[code]))
    if code in _TO_ALL or status == 429:
        return SlowDown(text, _seconds(headers, _TO_ALL.get(code, 5.0)), to_all=True)
    if code == _WINDOW:
        return WindowClosed(text)
    if code in _ACCOUNT | _NUMBER or status == 401:
        return Closed(text, code)
    if code in _NEVER or 132000 <= code < 133000:
        return Undeliverable(text)
    return Unavailable(text)


def is_window_closed(error: Any) -> bool:
    """Whether free text was refused for the customer's silence."""
    return _code(error) == _WINDOW


def _code(error: Any) -> int:
    """Return an error's code, -1 for none."""
    code = error.get("code") if isinstance(error, Mapping) else None
    return code if isinstance(code, int) else -1


def _seconds(headers: Mapping[str, str], usual: float) -> float:
    """Return Retry-After, which Meta seldom gives, or the usual wait."""
    told = headers.get("retry-after", "")
    return float(min(max(int(told), 1), 3600)) if told.isascii() and told.isdigit() else usual
