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

_log = structlog.get_logger()


class ActionOrderStatus(Action):
    """Says the state of the order in the message or in slot `order_number`, and forgets it: the next may be another."""

    def name(self) -> str:
        """Return the name the rules use."""
        return "action_order_status"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Look up and say; a fault of ours is said too, for Rasa would swallow it."""
        said = next(tracker.get_latest_entity_values("order_number"), None)
        number = str(said or tracker.get_slot("order_number") or "")
        language = str(tracker.get_slot("language") or settings().default_language)
        try:
            with books().reading() as uow:
                order = uow.orders.get(number)
        except Exception:
            _log.exception("actions.order_status.failed")
            dispatcher.utter_message(response="utter_order_lookup_failed")
            return [SlotSet("order_number", None)]
        if order is None:
            dispatcher.utter_message(response="utter_order_not_found", number=number)
        else:
            day = datetime.now(UTC).date() + timedelta(days=order.days)
            date = in_digits_of(language, format_skeleton("MMMMd", day, locale=language))
            dispatcher.utter_message(response=f"utter_order_{order.state.value}", number=number, date=date)
        return [SlotSet("order_number", None)]
