"""What a button of ours can mean: whatever customers press, on any channel, passes here."""

import re
from typing import Any

_PRESSABLE = re.compile(
    r"ask_human|answer_helpful|answer_not_helpful|article:[a-z0-9-]{1,128}|language:[a-z]{2,3}|back_to_bot"
    r"|rate:[0-9a-f]{1,64}:(?:[0-9]{1,2}|done)"
)


def pressed(payload: Any) -> str | None:
    """Return what a button means; anything a button of ours could not mean is no payload."""
    return payload if isinstance(payload, str) and _PRESSABLE.fullmatch(payload) else None
