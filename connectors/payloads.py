"""What a button of ours can mean: what comes back from a channel is believed only then."""

import re
from typing import Any

_PRESSABLE = re.compile(r"ask_human|answer_helpful|answer_not_helpful|article:[a-z0-9-]{1,128}")


def pressable(payload: Any) -> str | None:
    """Return what a pressed button means; anything a button of ours could not mean is no payload."""
    return payload if isinstance(payload, str) and _PRESSABLE.fullmatch(payload) else None
