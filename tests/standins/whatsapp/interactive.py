"""Interactive messages: reply buttons, lists, a link button, a request for a place."""

from collections.abc import Callable
from typing import Any

from tests.standins.whatsapp.checks import Fields, distinct, label, listed, section
from tests.standins.whatsapp.refusals import invalid, value

_BODY = 1024
"""Meta's pages name 1024 for buttons and, here and there, 4096 for lists; the stand-in takes the stricter for both."""
_FOOTER = 60
_HEADER = 60


def check(body: Fields, check_media: Callable[[str, Any], None]) -> str:
    """Return the text above the buttons of a valid interactive message."""
    interactive = section(body, "interactive")
    kind = interactive.get("type")
    if kind not in _KINDS:
        raise invalid(f"Param interactive['type'] must be one of {{{', '.join(_KINDS)}}} - got \"{kind}\".")
    text = label(interactive.get("body") or {}, "text", "Body text", _BODY)
    if interactive.get("footer") is not None:
        label(interactive["footer"], "text", "Footer text", _FOOTER)
    if interactive.get("header") is not None:
        _check_header(interactive["header"], kind, check_media)
    action = interactive.get("action")
    if not isinstance(action, dict):
        raise invalid("The parameter interactive['action'] is required.")
    _KINDS[kind](action)
    return text


def _check_header(header: Any, kind: str, check_media: Callable[[str, Any], None]) -> None:
    of = header.get("type") if isinstance(header, dict) else None
    if of == "text":
        label(header, "text", "Header text", _HEADER)
    elif kind in ("button", "cta_url") and of in ("image", "video", "document"):
        check_media(of, header.get(of))
    else:
        raise value(f"Header type {of} is not supported for interactive type {kind}")


def _check_buttons(action: Fields) -> None:
    buttons = listed(action, "buttons", "buttons", 3)
    for button in buttons:
        if not isinstance(button, dict) or button.get("type") != "reply":
            raise value("Button type must be reply")
        label(button.get("reply"), "title", "Button title", 20)
        id = label(button["reply"], "id", "Button id", 256)
        if id != id.strip():
            raise value("Button id must not have leading or trailing spaces")
    distinct([button["reply"]["id"] for button in buttons], "button ids")
    distinct([button["reply"]["title"] for button in buttons], "button titles")


def _check_list(action: Fields) -> None:
    label(action, "button", "List button", 20)
    sections = listed(action, "sections", "sections", 10)
    rows = [row for part in sections for row in _rows(part, is_alone=len(sections) == 1)]
    if len(rows) > 10:
        raise value("Total row count exceed max allowed count: 10")
    for row in rows:
        label(row, "title", "Row title", 24)
        label(row, "id", "Row id", 200)
        label(row, "description", "Row description", 72, is_optional=True)
    distinct([row["id"] for row in rows], "row ids")


def _rows(part: Any, *, is_alone: bool) -> list[Any]:
    label(part, "title", "Section title", 24, is_optional=is_alone)
    return listed(part, "rows", "rows", 10)


def _check_link(action: Fields) -> None:
    parameters = action.get("parameters")
    label(parameters, "display_text", "Button display text", 20)
    if not label(parameters, "url", "Button url", 2000).startswith(("http://", "https://")):
        raise value("Button url is not valid")


def _check_place_request(action: Fields) -> None:
    if action.get("name") != "send_location":
        raise value("Action name must be send_location")


_KINDS: dict[str, Callable[[Fields], None]] = {
    "button": _check_buttons,
    "list": _check_list,
    "cta_url": _check_link,
    "location_request_message": _check_place_request,
}
