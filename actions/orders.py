"""Order status: looks the number up and says where the order is."""

from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from babel.dates import format_skeleton
from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from app.digits import in_digits_of
from app.settings import settings
from app.wiring import books
from support.orders import Order

_log = structlog.get_logger()

_MOST = 5
"""Orders told of in one turn; who asks for more is told to ask again."""


class ActionOrderStatus(Action):
    """Says the state of each order in the message, or of the one in slot `order_number`, and forgets that slot."""

    def name(self) -> str:
        """Return the name the rules use."""
        return "action_order_status"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Look up and say; a fault of ours is said too, for Rasa would swallow it."""
        numbers = _numbers(tracker)
        language = str(tracker.get_slot("language") or settings().default_language)
        try:
            with books().reading() as uow:
                orders = {number: uow.orders.get(number) for number in numbers[:_MOST]}
            replies = [_reply(number, order, language) for number, order in orders.items()]
        except Exception:
            _log.exception("actions.order_status.failed")
            dispatcher.utter_message(response="utter_order_lookup_failed")
            return [SlotSet("order_number", None)]
        for reply in replies:
            dispatcher.utter_message(**reply)
        if len(numbers) > _MOST:
            dispatcher.utter_message(response="utter_order_more")
        known = [number for number, order in orders.items() if order is not None]
        return [SlotSet("order_number", None), SlotSet("spoken_order", known[-1] if known else None)]


def _numbers(tracker: Tracker) -> list[str]:
    """Return the numbers in the message, each once, else the one that was filled in."""
    said = list(dict.fromkeys(map(str, tracker.get_latest_entity_values("order_number"))))
    return said or [str(tracker.get_slot("order_number") or "")]


def _reply(number: str, order: Order | None, language: str) -> dict[str, str]:
    """Return the response and its values, as a dispatcher takes them."""
    if order is None:
        return {"response": "utter_order_not_found", "number": number}
    day = datetime.now(UTC).date() + timedelta(days=order.days)
    date = in_digits_of(language, format_skeleton("MMMMd", day, locale=language))
    return {"response": f"utter_order_{order.state.value}", "number": number, "date": date}
