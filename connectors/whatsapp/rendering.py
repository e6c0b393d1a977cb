"""A message of ours as WhatsApp shows it: texts, reply buttons, a list, files. Limits: Meta's Cloud API reference."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from app.plain import Marks
from app.texts import texts
from connectors.rendering import numbered, shortened, split, whole_text
from connectors.whatsapp.faults import WINDOW_CLOSED
from support.messages import Attachment, Button, MediaKind, Message

Fields = dict[str, Any]

TEXT, BODY, CAPTION = 4096, 1024, 1024
BUTTONS, BUTTON_TITLE, BUTTON_ID = 3, 20, 256
ROWS, ROW_TITLE, ROW_DESCRIPTION, ROW_ID = 10, 24, 72, 200

MARKS = Marks("*", "_")
_NO_WORDS = "…"
"""Stands above buttons where nothing is said: WhatsApp wants a text there."""
_MEGABYTE = 2**20
_TAKEN = {
    "image": ({"image/jpeg", "image/png"}, 5 * _MEGABYTE),
    "audio": ({"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"}, 16 * _MEGABYTE),
    "video": ({"video/mp4", "video/3gpp"}, 16 * _MEGABYTE),
    "sticker": ({"image/webp"}, _MEGABYTE // 10),
}
"""Formats and bytes; a sticker has 100 KB unless it moves. A document may be anything."""
_CAPTIONED = {MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.DOCUMENT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One request: its type and content; a `file` is put in when it is sent.

    `rest` is what is still to be told, from this part on, in one text: for a template when free text is not taken.
    `after` is how many parts follow. `is_late` is known not to be taken as free text.
    """

    kind: str
    content: Fields
    file: Attachment | None = None
    rest: str = ""
    after: int = 0
    language: str = "en"
    is_late: bool = False


def parts(message: Message) -> list[Part]:
    """Return what a message becomes: files, then text, what can be pressed last."""
    if message.data.get("template"):
        return [_template(message.data["template"])]
    found = [*_parts(message)]
    rests = [" ".join(filter(None, map(_said, found[place:]))) for place in range(len(found))]
    is_late = message.data.get("again") == WINDOW_CLOSED
    return [
        replace(part, rest=rest, after=after, language=message.language or "en", is_late=is_late)
        for part, rest, after in zip(found, rests, reversed(range(len(found))), strict=True)
    ]


def _template(chosen: Fields) -> Part:
    """Return a template that a person chose, which is taken at any time."""
    texts_of = [{"type": "text", "text": text} for text in chosen["parameters"]]
    body = {"components": [{"type": "body", "parameters": texts_of}]} if texts_of else {}
    content = {"name": chosen["name"], "language": {"code": chosen["language"]}, **body}
    return Part(kind="template", content=content)


def _said(part: Part) -> str:
    """Return a part's words."""
    body = part.content.get("body") or part.content.get("caption") or ""
    said = str(body["text"] if isinstance(body, dict) else body)
    return said if said != _NO_WORDS else ""


def _parts(message: Message) -> Iterator[Part]:
    caption = _caption(message)
    yield from (_file(file, caption) for file in message.attachments)
    if caption:
        return
    if len(message.buttons) > ROWS:
        yield from _texts(numbered(message, MARKS))
    elif message.buttons:
        yield from _choice(whole_text(message, MARKS).strip(), message)
    else:
        yield from _texts(whole_text(message, MARKS))


def _caption(message: Message) -> str:
    """Return the text when it fits under the only file."""
    if len(message.attachments) != 1 or message.attachments[0].kind not in _CAPTIONED or message.buttons:
        return ""
    text = whole_text(message, MARKS)
    return text if len(text) <= CAPTION else ""


def _file(file: Attachment, caption: str) -> Part:
    kind = _taken_as(file)
    named = {"filename": file.name} if kind == "document" and file.name else {}
    return Part(kind=kind, content=named | ({"caption": caption} if caption else {}), file=file)


def _taken_as(file: Attachment) -> str:
    """Return the type WhatsApp takes it as: what is of another format or too large for its own goes as a document."""
    kind = "audio" if file.kind is MediaKind.VOICE else file.kind.value
    types, most = _TAKEN.get(kind, (set(), 0))
    is_of_them = not file.media_type or file.media_type.partition(";")[0].strip() in types
    return kind if is_of_them and (file.size or 0) <= most else "document"


def _texts(text: str) -> Iterator[Part]:
    yield from (Part(kind="text", content={"body": piece}) for piece in split(text, TEXT))


def _choice(text: str, message: Message) -> Iterator[Part]:
    """Yield the text with what can be pressed below it; of a long text only the end stands above the buttons."""
    body = split(text, BODY)[-1] if text else ""
    yield from _texts(text[: len(text) - len(body)])
    shape = _buttons if _fits_buttons(message.buttons) else _list
    yield Part(kind="interactive", content={"body": {"text": body or _NO_WORDS}, **shape(message)})


def _fits_buttons(buttons: tuple[Button, ...]) -> bool:
    titles = {button.title for button in buttons}
    return len(titles) == len(buttons) <= BUTTONS and all(len(title) <= BUTTON_TITLE for title in titles)


def _ids(buttons: tuple[Button, ...], longest: int) -> list[str]:
    """Return what comes back for each: its payload, or its place where WhatsApp would not take that; then by title."""
    payloads = [button.payload for button in buttons]
    return [
        payload if _is_id(payload, longest) and payload not in payloads[:place] else f"#{place}"
        for place, payload in enumerate(payloads)
    ]


def _is_id(payload: str, longest: int) -> bool:
    return 0 < len(payload) <= longest and payload == payload.strip()


def _buttons(message: Message) -> Fields:
    pairs = zip(_ids(message.buttons, BUTTON_ID), message.buttons, strict=True)
    replies = [{"type": "reply", "reply": {"id": id, "title": button.title}} for id, button in pairs]
    return {"type": "button", "action": {"buttons": replies}}


def _list(message: Message) -> Fields:
    pairs = zip(_ids(message.buttons, ROW_ID), message.buttons, strict=True)
    opening = shortened(texts(message.language or "en").get("bot", "choose"), BUTTON_TITLE)
    return {"type": "list", "action": {"button": opening, "sections": [{"rows": [_row(*pair) for pair in pairs]}]}}


def _row(id: str, button: Button) -> Fields:
    """Return a row; a title that had to be shortened stands in full below itself."""
    row = {"id": id, "title": shortened(button.title, ROW_TITLE)}
    is_whole = row["title"] == button.title
    return row if is_whole else row | {"description": shortened(button.title, ROW_DESCRIPTION)}
