"""Parts of a text that no translation may touch: taken out before, put back after, counted in between."""

import html
import re
from dataclasses import dataclass

_KEPT = re.compile(
    r"""
      (?P<code>`+)(?:(?!`).)+?(?P=code)(?!`)        # code in a line
    | !\[[^\[\]]*\]\([^()\s]*\)                     # a picture
    | (?<!\\)\]\([^()\s]*\)                          # where a link leads
    | <https?://[^<>\s]+> | https?://[^\s<>()\[\]]+[^\s<>()\[\].,;:!?]   # an address
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+                   # of mail, too
    | \{\{[^{}]*\}\} | \{[\w.]*\} | %\(?\w*\)?[sd](?!\w) | \$\{?\w+\}?   # what programs fill in
    | \b[A-Z]{1,5}-?\d{3,}\b | (?<!\w)\+?\d[\d\s.,:/-]{3,}\d\b  # numbers of orders, of telephones, dates
    | \*\*|__|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])|\\[^\w\s] | (?<!\\)\[ # stress, escapes, a link's beginning
    """,
    re.VERBOSE,
)
_QUOTE = "[\"'\u201c\u201d\u00ab\u00bb]?"
_TAG = re.compile(rf"<\s*x\s+id\s*=\s*{_QUOTE}\s*(\d+)\s*{_QUOTE}\s*(?:/\s*>|>\s*<\s*/\s*x\s*>)", re.IGNORECASE)
"""As it was sent, and as it comes back: some give it new quotes, spaces, or an end of its own."""


_LETTER = re.compile(r"[^\W\d_]")
_HTML = re.compile(r"<\s*[a-zA-Z/!?]")


@dataclass(frozen=True, slots=True)
class Protected:
    """A text with tags where parts were taken out, and those parts."""

    text: str
    parts: tuple[str, ...]

    def restored(self, translated: str) -> str | None:
        """Return a translation with its parts back, None where one is missing, doubled, or out of its pair's order."""
        found = [int(number) for number in _TAG.findall(translated)]
        if sorted(found) != list(range(len(self.parts))) or not self._is_nested(found):
            return None
        pieces = _TAG.split(translated)
        words = (html.unescape(piece) if at % 2 == 0 else self.parts[int(piece)] for at, piece in enumerate(pieces))
        whole = "".join(words)
        return None if self._is_other(whole) else whole

    def _is_other(self, whole: str) -> bool:
        """Whether a translation has parts or HTML that its source had not, or lost all its words."""
        source = html.unescape(_TAG.sub(" ", self.text))
        is_mute = bool(_LETTER.search(source)) and not _LETTER.search(_KEPT.sub(" ", whole))
        is_wild = len(_HTML.findall(whole)) > len(_HTML.findall(source)) + sum(
            len(_HTML.findall(p)) for p in self.parts
        )
        return is_mute or is_wild or sorted(found[0] for found in _KEPT.finditer(whole)) != sorted(self.parts)

    def _is_nested(self, order: list[int]) -> bool:
        """Whether brackets still close what they opened: a link may move as a whole, but not turn inside out."""
        opened = 0
        for number in order:
            part = self.parts[number]
            opened += (part == "[") - part.startswith("](")
            if opened < 0:
                return False
        return opened == 0


def protected(text: str) -> Protected:
    """Return a text as a translator is given it: HTML-escaped, a tag for each part that is to stay."""
    parts: list[str] = []
    pieces: list[str] = []
    at = 0
    for found in _KEPT.finditer(text):
        pieces += [html.escape(text[at : found.start()], quote=False), f'<x id="{len(parts)}"/>']
        parts.append(found[0])
        at = found.end()
    return Protected("".join([*pieces, html.escape(text[at:], quote=False)]), tuple(parts))
