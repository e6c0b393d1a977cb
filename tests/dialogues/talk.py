"""A customer of one language, with the words for it."""

from pathlib import Path
from typing import Any

import yaml

from app.texts import texts
from tests.customer import Customer
from tests.house import House

PHRASES = yaml.safe_load((Path(__file__).parent / "phrases.yml").read_text(encoding="utf-8"))


class Talk:
    """A customer of one language, with the words for it."""

    def __init__(self, house: House, language: str) -> None:
        self.language = language
        self.phrases: dict[str, str] = PHRASES[language]
        self.customer = Customer(house.url, language)

    def says(self, phrase: str) -> list[dict[str, Any]]:
        return self.customer.says(self.phrases[phrase])

    def text(self, key: str, **values: object) -> str:
        return texts(self.language).get("bot", key, **values)


def said(replies: list[dict[str, Any]]) -> list[str]:
    return [reply["text"] for reply in replies]


def titles(reply: dict[str, Any]) -> list[str]:
    return [button["title"] for button in reply["buttons"]]


def is_handover(replies: list[dict[str, Any]], language: str) -> bool:
    """Whether they hear that a person comes; how long that takes depends on who was here before."""
    (reply,) = replies
    is_said = str(reply["text"]).startswith(texts(language).get("bot", "handover"))
    return is_said and titles(reply) == [texts(language).get("bot", "back_to_bot")]
