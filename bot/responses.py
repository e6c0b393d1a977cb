"""Rasa's NLG: every reply in the customer's language, answers from the hits the message already carries."""

import re
from typing import Any

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from app.courtesies import back_to_bot
from app.knowledge import language_reader
from app.settings import settings
from app.texts import Texts, texts
from bot.choosing import ARTICLE, ASK_HUMAN, HELPFUL, LANGUAGE_BUTTON, NOT_HELPFUL
from bot.evidence import ORDER_ANSWERED, ORDER_FOLLOWED
from bot.standing import standing
from kb.names import name_in

Response = dict[str, Any]

_LEFT_TO_RIGHT, _AS_BEFORE = "\u2066", "\u2069"
"""Unicode's isolates: else a full stop after Latin words would stand before them."""
_NEARLY_A_NUMBER = re.compile(r"(?i)\btm\W*\d|\d[\d\W]{2,}\d")
"""Four characters of digits and marks, or TM and a digit; "3 days ago" is no try at an order number."""


class LocalisedResponses(NaturalLanguageGenerator):
    """The generator named in endpoints.yml; texts lie in data/texts."""

    def __init__(self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None) -> None:
        """Rasa passes both; the texts need neither."""

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> Response:
        """Return {text, buttons, custom}; `custom` holds link, question, language and the decision behind the reply."""
        reading = tracker.latest_message.parse_data if tracker.latest_message else {}
        language = tracker.get_slot("language") or reading.get("language") or settings().default_language
        spoken = texts(language)
        compose = _COMPOSERS.get(utter_action, _plain)
        response = compose(spoken, utter_action, reading | {"values": kwargs})
        if reading.get("foreign") and utter_action != "utter_language_changed" and _is_first(tracker):
            response = response | {"text": "\n\n".join([*_only_these(spoken), response["text"]])}
        if reading.get("other_script"):
            response = _in_other_script(spoken, response, reading)
        custom = {"language": language, "decision": reading.get("decision"), **response.pop("custom", {})}
        return {"buttons": [], **response, "custom": custom}


def _is_first(tracker: DialogueStateTracker) -> bool:
    """Whether nothing has been said yet this turn, nor lately to a text in a language that is none of ours."""
    said = next((event for event in reversed(tracker.events) if isinstance(event, (BotUttered, UserUttered))), None)
    return isinstance(said, UserUttered) and not any(turn.foreign for turn in standing.get().turns)


def _in_other_script(spoken: Texts, response: Response, reading: dict[str, Any]) -> Response:
    """Say, in the letters the customer wrote in, that ours are others, and offer a language without them.

    The button stands below each reply of the turn, for chats take only the newest ones. That it was said is kept in
    the reading: what an action says enters the tracker only after the last of its replies.
    """
    offered = [{"title": texts(code).name, "payload": f"{LANGUAGE_BUTTON}{code}"} for code in _bridges()[:1]]
    notes = [] if reading.get("script_told") else [_note(spoken)]
    reading["script_told"] = True
    return response | {
        "text": "\n\n".join([*notes, response["text"]]),
        "buttons": [*response.get("buttons", ()), *offered],
    }


def _note(spoken: Texts) -> str:
    note = spoken.get("bot", "other_script")
    return f"{_LEFT_TO_RIGHT}{note}{_AS_BEFORE}" if spoken.direction == "rtl" else note


def _bridges() -> list[str]:
    """Return the languages of ours that a customer of any other is likeliest to read, in Latin letters."""
    likely = dict.fromkeys(("en", settings().default_language))
    return [code for code in likely if code in settings().languages and not language_reader().has_own_script(code)]


def _only_these(spoken: Texts) -> list[str]:
    """Return which languages we speak: in the house's first, in English, and in the conversation's."""
    bridges = [code for code in ("en",) if code in settings().languages]
    codes = dict.fromkeys([settings().default_language, *bridges, spoken.language])
    return [texts(code).get("bot", "language_unknown", languages=_names()) for code in codes]


def _names() -> str:
    return ", ".join(texts(code).name for code in settings().languages)


def _plain(spoken: Texts, action: str, reading: dict[str, Any]) -> Response:
    return {"text": spoken.get("bot", action.removeprefix("utter_"), **reading["values"])}


def _answer(spoken: Texts, action: str, reading: dict[str, Any]) -> Response:
    """The answer, where it comes from, and whether it helped."""
    hit = reading["knowledge"]["hits"][0]
    parts = [hit["answer"]]
    if hit["language"] != spoken.language:
        named = name_in(hit["language"], spoken.language)
        parts.insert(0, spoken.get("bot", "answer_lead_in", language=named))
    link = {
        "title": spoken.get("bot", "read_more", title=hit["title"]),
        "url": f"/help/{hit['language']}/{hit['slug']}",
    }
    buttons = [_button(spoken, "yes_helpful", HELPFUL), _button(spoken, "no_helpful", NOT_HELPFUL)]
    intent = reading["decision"]["intent"]
    if intent == ORDER_FOLLOWED:
        parts.insert(0, spoken.get("bot", "order_followed", number=standing.get().order))
    if intent in (ORDER_ANSWERED, ORDER_FOLLOWED):  # what is to be done with this order, only a person can do
        buttons.append(_button(spoken, "talk_to_person", ASK_HUMAN))
    custom = {"link": link, "question": spoken.get("bot", "did_this_help")}
    return {"text": "\n\n".join(parts), "buttons": buttons, "custom": custom}


def _unsure(spoken: Texts, action: str, reading: dict[str, Any]) -> Response:
    """Up to three articles to choose from, and a person."""
    return _offer(spoken, "unsure", reading["knowledge"]["hits"][:3])


def _repeated(spoken: Texts, action: str, reading: dict[str, Any]) -> Response:
    """What lies beside the answer that has been given again and again, and a person."""
    return _offer(spoken, "repeated", reading["knowledge"]["hits"][1:3])


def _offer(spoken: Texts, key: str, hits: list[dict[str, Any]]) -> Response:
    offered = [{"title": hit["title"], "payload": f"{ARTICLE}{hit['slug']}"} for hit in hits]
    return {"text": spoken.get("bot", key), "buttons": [*offered, _button(spoken, "talk_to_person", ASK_HUMAN)]}


def _which_one(spoken: Texts, action: str, reading: dict[str, Any]) -> Response:
    """The choice again, for who said yes to all of it."""
    offered = [{"title": button.title, "payload": button.payload} for button in standing.get().offered]
    return _plain(spoken, action, reading) | {"buttons": offered}


def _handover(spoken: Texts, action: str, reading: dict[str, Any]) -> Response:
    """A person comes, and roughly when; the bot is one press away."""
    back = back_to_bot(spoken)
    text = " ".join(filter(None, (spoken.get("bot", "handover"), reading["values"].get("outlook"))))
    return {"text": text, "buttons": [{"title": back.title, "payload": back.payload}]}


def _handover_later(spoken: Texts, action: str, reading: dict[str, Any]) -> Response:
    """No person comes now; when they are back, and that the bot goes on."""
    text = " ".join(filter(None, (reading["values"].get("outlook"), spoken.get("bot", "handover_later"))))
    return {"text": text}


def _with_person(spoken: Texts, action: str, reading: dict[str, Any]) -> Response:
    """A text after which a person is one press away."""
    return _plain(spoken, action, reading) | {"buttons": [_button(spoken, "talk_to_person", ASK_HUMAN)]}


def _ask_order_number(spoken: Texts, action: str, reading: dict[str, Any]) -> Response:
    """The question; where something like a number came but no order number, what one looks like."""
    has_tried = _NEARLY_A_NUMBER.search(reading.get("text") or "") is not None
    return {"text": spoken.get("bot", "order_bad_number" if has_tried else "order_ask_number")}


def _language_changed(spoken: Texts, action: str, reading: dict[str, Any]) -> Response:
    """Agreement in the wished language, or what we speak when we don't have it.

    Below an old button nobody knows any more what was asked; a form asks by itself.
    """
    if reading.get("wished_language") == spoken.language:
        is_old_button = (reading.get("pressed") or "").startswith(LANGUAGE_BUTTON) and standing.get().form is None
        keys = ("language_changed", "wordless") if is_old_button else ("language_changed",)
        return {"text": "\n\n".join(spoken.get("bot", key) for key in keys)}
    return {"text": spoken.get("bot", "language_unknown", languages=_names())}


def _button(spoken: Texts, key: str, payload: str) -> dict[str, str]:
    return {"title": spoken.get("bot", key), "payload": payload}


_COMPOSERS = {
    "utter_answer": _answer,
    "utter_unsure": _unsure,
    "utter_repeated": _repeated,
    "utter_offer_person": _with_person,
    "utter_which_one": _which_one,
    "utter_none_of_these": _with_person,
    "utter_handover": _handover,
    "utter_handover_later": _handover_later,
    "utter_complaint": _with_person,
    "utter_find_order_number": _with_person,
    "utter_out_of_scope": _with_person,
    "utter_not_helpful": _with_person,
    "utter_order_not_found": _with_person,
    "utter_order_lookup_failed": _with_person,
    "utter_ask_order_number": _ask_order_number,
    "utter_language_changed": _language_changed,
}
