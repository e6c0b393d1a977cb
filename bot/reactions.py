"""What a message without a word says: a raised thumb, an angry face, or nothing we can tell."""

import unicodedata

from bot.choosing import AFFIRM, DENY

WORDLESS = "wordless"

_GOOD = set("👍👌👏🙏🙌💪✅✔💯🎉🤝😊🙂😀😃😄😁😍🥰🤗🤩😘☺😇😎❤♥🧡💛💚💙💜🤎🖤🤍💕💖💗🌹🥳😂🤣")
_BAD = set("👎😡😠🤬😤😞😒🙄😩😫😖😣😢😭💩❌😕☹🙁😔🤦👿💔😑🤮🖕")
_TELLING_DIGITS = 5
"""An order number, a phone number; fewer by themselves, where no choice was offered, say nothing."""
_FACES = ((":)", AFFIRM), (":-)", AFFIRM), (":d", AFFIRM), ("<3", AFFIRM), (":(", DENY), (":-(", DENY), (":'(", DENY))


def reaction(text: str) -> str | None:
    """Return AFFIRM or DENY for approval or anger without words, WORDLESS for other signs, None where words stand."""
    face = next((meaning for face, meaning in _FACES if text.strip().casefold() == face), None)
    if face is not None:
        return face
    if any(unicodedata.category(mark)[0] == "L" for mark in text) or sum(map(str.isdigit, text)) >= _TELLING_DIGITS:
        return None
    good, bad = sum(mark in _GOOD for mark in text), sum(mark in _BAD for mark in text)
    if good == bad:
        return WORDLESS
    return AFFIRM if good > bad else DENY
