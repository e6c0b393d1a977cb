"""How far what we sent has come, as Meta tells it: late, twice, in any order."""

from typing import Any

from connectors.whatsapp.faults import WINDOW_CLOSED, is_window_closed, words
from connectors.whatsapp.incoming import moment
from connectors.whatsapp.kinds import Odd
from connectors.whatsapp.settings import CHANNEL
from support.receipts import Receipt, Status

_STATUSES = {
    "sent": Status.SENT,
    "delivered": Status.DELIVERED,
    "read": Status.READ,
    "played": Status.READ,  # a voice note that was listened to
    "failed": Status.FAILED,
}


def receipt(status: dict[str, Any]) -> Receipt:
    """Return the receipt in an item of `statuses`. Raises: Odd, KeyError, TypeError, ValueError for none."""
    external_id, key = status["id"], status.get("biz_opaque_callback_data")
    if not isinstance(external_id, str) or not external_id:
        raise Odd("a status of what?")
    errors = status.get("errors") or []
    return Receipt(
        channel=CHANNEL,
        external_id=external_id,
        status=_STATUSES[status["status"]],
        at=moment(status),
        fault="; ".join(map(words, errors)) or None,
        key=key if isinstance(key, str) else None,
        again=WINDOW_CLOSED if any(map(is_window_closed, errors)) else None,
    )
