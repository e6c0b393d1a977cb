"""What a channel can show of a message, and how the rest is said in plain text."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import regex

from app.digits import in_digits_of
from app.links import absolute
from app.plain import NO_MARKS, Marks, plain
from app.texts import texts
from support.messages import Author, Message

Measure = Callable[[str], int]

_ENDS = (
    re.compile(r"\n\s*\n"),
    re.compile(r"\n"),
    re.compile(r"(?<=[.!?…۔।॥。！？؟])[\"'”’»)\]]*\s*"),  # noqa: RUF001
    re.compile(r"\s+"),
)
"""Where a text may be cut, best first: paragraph, line, sentence, word."""

_CHARACTER = regex.compile(r"\X")
"""What a reader sees as one (Unicode UAX 29); `re` does not know it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a channel takes. `measure` counts as it does: characters, UTF-16 units or bytes."""

    text: int
    buttons: int
    button_title: int
    measure: Measure = len


def utf16_units(text: str) -> int:
    """Return the length as Telegram counts it: a letter beyond the basic plane, such as an emoji, is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, limit: int, measure: Measure = len) -> list[str]:
    """Return the text in pieces of at most `limit`, cut where a reader would pause; nothing but white space is lost."""
    pieces: list[str] = []
    rest = text.strip()
    while rest and measure(rest) > limit:
        cut = _cut(rest, _longest(rest, limit, measure))
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [piece for piece in [*pieces, rest] if piece]


def _longest(text: str, limit: int, measure: Measure) -> int:
    """Return how many code points fit, at least one."""
    low, high = 1, min(len(text), limit)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(text[:middle]) <= limit else (low, middle - 1)
    return low


def _cut(text: str, fits: int) -> int:
    """Return where to cut: the last good place in the second half of what fits."""
    for end in _ENDS:
        places = [match.end() for match in end.finditer(text, 0, fits) if fits // 2 <= match.end()]
        if places:
            return places[-1]
    return _seen_whole(text, fits)


def _seen_whole(text: str, fits: int) -> int:
    """Return the last place up to `fits` that tears no character apart: an emoji family, a letter with its signs."""
    ends = [match.end() for match in _CHARACTER.finditer(text, 0, fits + 32)]
    return max((end for end in ends if end <= fits), default=fits)


def shortened(title: str, limit: int, measure: Measure = len) -> str:
    """Return the title within `limit`, an ellipsis where something is missing."""
    if measure(title) <= limit:
        return title
    fits = _longest(title, max(limit - measure("…"), 1), measure)
    return title[: _seen_whole(title, fits)].rstrip() + "…"


def whole_text(message: Message, marks: Marks = NO_MARKS) -> str:
    """Return the text with its link written out; the bot's is Markdown, a person's is taken as it stands."""
    return "\n\n".join(_paragraphs(message, marks))


def _paragraphs(message: Message, marks: Marks) -> Iterator[str]:
    if message.text:
        is_markdown = message.author is Author.BOT
        yield plain(message.text, message.language or "en", marks) if is_markdown else message.text
    if message.link is not None and (url := absolute(message.link.url)):
        yield f"{message.link.title}\n{url}"
    if message.question:
        yield message.question


def numbered(message: Message, marks: Marks = NO_MARKS) -> str:
    """Return the text with the buttons as numbered lines, for a channel that cannot show them.

    What is typed back is understood (bot.choosing): the number stands for the button at that place.
    """
    language = message.language or ""
    lines = [f"{in_digits_of(language, str(place))}. {button.title}" for place, button in enumerate(message.buttons, 1)]
    hint = texts(language).get("bot", "reply_with_number")
    return "\n\n".join([whole_text(message, marks), "\n".join(lines), hint])
