"""Handing over: opens the handoff with all that the bot knows, and tells the customer."""

from datetime import UTC, datetime
from typing import Any

import structlog
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from app.courtesies import expected
from app.settings import settings
from app.wiring import books
from desk.cards import a_turn, wants
from desk.expecting import expectation, team_for, welcome
from desk.handing_over import open_handoff
from support.handoffs import Reason
from support.hours import is_open
from support.messages import ConversationId, channel_of
from support.ports import UnitOfWork
from support.teams import Outside
from support.trying import CHANNEL as TRYING
from support.waiting import Expectation

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
                is_brought, found = _bring(uow, tracker, decision)
                if channel_of(ConversationId(tracker.sender_id)) != TRYING:  # else nobody is there to be helped
                    uow.commit()
            language = str(tracker.get_slot("language") or decision.get("language") or settings().default_language)
            outlook = " ".join(expected(language, found))
        except Exception:
            _log.exception("actions.request_human.failed", conversation=tracker.sender_id)
            dispatcher.utter_message(response="utter_trouble")
        else:
            response = "utter_handover" if is_brought else "utter_handover_later"
            dispatcher.utter_message(response=response, outlook=outlook)
        return []


def _bring(uow: UnitOfWork, tracker: Tracker, decision: dict[str, Any]) -> tuple[bool, Expectation]:
    """Open the handoff, unless its team leaves the nights to the bot; return whether, and what to expect."""
    conversation_id, now, card = ConversationId(tracker.sender_id), datetime.now(UTC), context(tracker, decision)
    team = team_for(uow, conversation_id, card)
    if team.outside is Outside.BOT and not is_open(team.hours, now):
        return False, expectation(uow, team, conversation_id, now)
    handoff = open_handoff(
        uow,
        conversation_id,
        reason=_REASONS.get(str(decision.get("cause")), Reason.ASKED),
        opened_by=tracker.latest_message.get("message_id") or f"{tracker.sender_id}/{len(tracker.events)}",
        context=card,
        now=now,
    )
    return True, welcome(uow, handoff, now)


def context(tracker: Tracker, decision: dict[str, Any]) -> dict[str, Any]:
    """Return what a person needs at a glance: what they want, language, guesses, articles tried, what was collected."""
    turns = [(event, made) for event in tracker.events if (made := _decision(event))]
    slots = {name: value for name, value in tracker.slots.items() if value is not None}
    slots.pop("session_started_metadata", None)  # Rasa's own
    return {
        "wants": wants([a_turn(event.get("text") or "", made) for event, made in turns]),
        "language": decision.get("language"),
        "language_certainty": decision.get("language_certainty"),
        "guesses": decision.get("guesses", []),
        "tried": [
            {"intent": made["intent"], "confidence": made["confidence"], "hits": made["hits"]} for _, made in turns
        ],
        "slots": slots,
    }


def _decision(event: dict[str, Any]) -> dict[str, Any] | None:
    return (event.get("parse_data") or {}).get("decision") if event.get("event") == "user" else None
