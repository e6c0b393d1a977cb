"""What a business may send, type by type: each check returns the text that the customer reads."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

from tests.standins.clock import Clock
from tests.standins.whatsapp import interactive
from tests.standins.whatsapp.checks import Fields, section, string
from tests.standins.whatsapp.media import Library
from tests.standins.whatsapp.refusals import invalid, refusal, value

_TEXT = 4096
_CAPTION = 1024
_CAPTIONED = {"image", "video", "document"}
_MEDIA = ("image", "audio", "video", "document", "sticker")
_BSUID = re.compile(r"[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}")


@dataclass(frozen=True)
class Template:
    """An approved template; `placeholders` counts {{1}}, {{2}} ... of its body."""

    name: str
    language: str
    body: str
    category: str = "UTILITY"

    @property
    def placeholders(self) -> int:
        """Return how many parameters the body needs."""
        return len(set(re.findall(r"\{\{\w+\}\}", self.body)))

    @property
    def fields(self) -> Fields:
        """Return what GET message_templates tells."""
        state = {"status": "APPROVED", "category": self.category, "components": [{"type": "BODY", "text": self.body}]}
        return {
            "name": self.name,
            "language": self.language,
            "id": str(5 * 10**14 + crc32(self.name.encode())),
            **state,
        }


@dataclass
class Outgoing:
    """The checks, with what they look things up in."""

    clock: Clock
    library: Library
    templates: list[Template] = field(default_factory=list)
    message_ids: set[str] = field(default_factory=set)
    """All messages there are, either way; reactions name one."""

    def check(self, body: Fields) -> tuple[str, str]:
        """Return type and text of a valid message."""
        kind = body.get("type", "text")
        checks = self._checks()
        if kind not in checks:
            allowed = ", ".join(sorted(name.upper() for name in checks))
            raise invalid(f'Param type must be one of {{{allowed}}} - got "{kind}".')
        if len(str(body.get("biz_opaque_callback_data", ""))) > 512:
            raise invalid("Param biz_opaque_callback_data must be at most 512 characters long.")
        if body.get("context") is not None:
            string(section(body, "context"), "message_id", "context['message_id']", 512)
        return kind, checks[kind](body)

    def _checks(self) -> dict[str, Callable[[Fields], str]]:
        media: dict[str, Callable[[Fields], str]] = {kind: self._media(kind) for kind in _MEDIA}
        return media | {
            "text": _text,
            "interactive": lambda body: interactive.check(body, self._check_media),
            "template": self._template,
            "reaction": self._reaction,
            "location": _location,
            "contacts": _contacts,
        }

    def _check_media(self, kind: str, fields: Any) -> None:
        self.library.check(kind, fields, self.clock.now())

    def _media(self, kind: str) -> Callable[[Fields], str]:
        def check(body: Fields) -> str:
            self._check_media(kind, body.get(kind))
            fields = body[kind]
            if "caption" in fields and kind not in _CAPTIONED:
                raise invalid(f'Unexpected key "caption" on param "{kind}".')
            return string(fields, "caption", f"{kind}['caption']", _CAPTION) if fields.get("caption") else ""

        return check

    def _template(self, body: Fields) -> str:
        named = section(body, "template")
        name = string(named, "name", "template['name']", 512)
        language = string(section(named, "language"), "code", "template['language']['code']", 16)
        template = next((one for one in self.templates if (one.name, one.language) == (name, language)), None)
        if template is None:
            raise refusal(132001, f"template name ({name}) does not exist in {language}")
        given = _parameters(named)
        if len(given) != template.placeholders:
            counted = f"body: number of localizable_params ({len(given)})"
            raise refusal(132000, f"{counted} does not match the expected number of params ({template.placeholders})")
        return _filled(template.body, given)

    def _reaction(self, body: Fields) -> str:
        reaction = section(body, "reaction")
        if string(reaction, "message_id", "reaction['message_id']", 512) not in self.message_ids:
            raise value("Message id of the reaction is unknown")
        if not isinstance(reaction.get("emoji"), str):
            raise invalid("The parameter reaction['emoji'] is required.")
        return str(reaction["emoji"])


def _text(body: Fields) -> str:
    return string(section(body, "text"), "body", "text['body']", _TEXT)


def _location(body: Fields) -> str:
    place = section(body, "location")
    for name, most in (("latitude", 90), ("longitude", 180)):
        try:
            is_valid = abs(float(place[name])) <= most
        except (KeyError, TypeError, ValueError):
            is_valid = False
        if not is_valid:
            raise value(f"location {name} is not valid")
    return str(place.get("name", ""))


def _contacts(body: Fields) -> str:
    contacts = body.get("contacts")
    if not isinstance(contacts, list) or not contacts:
        raise invalid("The parameter contacts is required.")
    names = [section(contact, "name") for contact in contacts]
    return ", ".join(string(name, "formatted_name", "contacts[0]['name']['formatted_name']", 512) for name in names)


def _parameters(template: Fields) -> list[str]:
    components = template.get("components") or []
    bodies = [component for component in components if str(component.get("type")).lower() == "body"]
    parameters = [parameter for body in bodies for parameter in body.get("parameters", [])]
    for parameter in parameters:
        text = string(parameter, "text", "template['components']", 1024)
        if re.search(r"[\n\t]| {5}", text):
            raise refusal(100, "Param text cannot have new-line/tab characters or more than 4 consecutive spaces")
    return [parameter["text"] for parameter in parameters]


def _filled(text: str, given: list[str]) -> str:
    rest = iter(given)
    return re.sub(r"\{\{\w+\}\}", lambda _: next(rest), text)


def recipient(body: Fields) -> tuple[str, bool]:
    """Return whom a message is for, and whether by phone number: digits of `to`, else the user id in `recipient`."""
    if body.get("to") is not None:
        digits = re.sub(r"[\s()+.-]", "", str(body["to"]))
        if not re.fullmatch(r"[1-9]\d{4,14}", digits):
            raise value("Recipient phone number is not valid")
        return digits, True
    if body.get("recipient") is None:
        raise invalid("The parameter to is required.")
    if not _BSUID.fullmatch(str(body["recipient"])):
        raise value("Recipient user id is not valid")
    return str(body["recipient"]), False
