"""Handing over: opens the handoff with all that the bot knows, and tells the customer."""

from datetime import UTC, datetime
from typing import Any

import structlog
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from app.wiring import books
from desk.handing_over import open_handoff
from support.handoffs import Reason
from support.messages import ConversationId

_log = structlog.get_logger()

_REASONS = {"missed_twice": Reason.MISSED_TWICE, "unhelpful": Reason.UNHELPFUL}


class ActionRequestHuman(Action):
    """Gives the conversation to people."""

    def name(self) -> str:
        """Return the name the rules use."""
        return "action_request_human"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Open the handoff, then say so; when that fails, say that instead of promising."""
        latest = tracker.latest_message
        decision = latest.get("decision") or {}
        try:
            with books().writing() as uow:
                open_handoff(
                    uow,
                    ConversationId(tracker.sender_id),
                    reason=_REASONS.get(str(decision.get("cause")), Reason.ASKED),
                    opened_by=latest.get("message_id") or f"{tracker.sender_id}/{len(tracker.events)}",
                    context=context(tracker, decision),
                    now=datetime.now(UTC),
                )
                uow.commit()
        except Exception:
            _log.exception("actions.request_human.failed", conversation=tracker.sender_id)
            dispatcher.utter_message(response="utter_trouble")
        else:
            dispatcher.utter_message(response="utter_handover")
        return []


def context(tracker: Tracker, decision: dict[str, Any]) -> dict[str, Any]:
    """Return what a person needs at a glance: language, guesses, articles tried, what was collected."""
    earlier = [
        event["parse_data"].get("decision")
        for event in tracker.events
        if event.get("event") == "user" and event.get("parse_data")
    ]
    slots = {name: value for name, value in tracker.slots.items() if value is not None}
    slots.pop("session_started_metadata", None)  # Rasa's own
    return {
        "language": decision.get("language"),
        "language_certainty": decision.get("language_certainty"),
        "guesses": decision.get("guesses", []),
        "tried": [
            {"intent": turn["intent"], "confidence": turn["confidence"], "hits": turn["hits"]}
            for turn in earlier
            if turn
        ],
        "slots": slots,
    }
