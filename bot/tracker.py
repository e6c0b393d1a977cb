"""Rasa's memory of a conversation in our books: bounded, and saved in one transaction with the turn's replies.

A turn whose worker dies leaves no trace and is run again; one that is committed is never run twice.
Rasa's own stores re-read and re-validate a whole session each turn; ours keeps the latest turns and the
state (slots, form) they stand on. The transcript is not here: inbox and outbox keep every word.
"""

import asyncio
import json
import math
import time
from collections.abc import Iterable
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SerializedTrackerAsText, TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    Event,
    SlotSet,
    UserUttered,
    deserialise_events,
)
from rasa.shared.core.trackers import DialogueStateTracker

from app.turns import current_turn
from app.wiring import books
from bot.evidence import PERSON_COMES
from bot.offers import offered
from bot.standing import Said, Standing, read_standing, read_turn, standing

_TURNS = 6
"""Customer turns kept, for Triage and for the person who takes over."""
_WHOLE_TURNS = 2
"""Of these the latest with all their events; rules look at the latest alone."""
_READ_LATER = ("text", "intent", "entities", "decision")
"""What of an earlier message's reading is looked at again; its articles' texts are not."""


class BookedTrackerStore(TrackerStore, SerializedTrackerAsText):
    """The tracker store named in endpoints.yml."""

    def __init__(
        self, domain: Domain, event_broker: EventBroker | None = None, host: str | None = None, **kwargs: Any
    ) -> None:
        """Rasa passes `host` to every store; ours knows its database from PARLEY_DATABASE_URL."""
        super().__init__(domain, event_broker, **kwargs)
        self._books = books()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the conversation's tracker, or None for a new one; sets the turn's standing either way."""
        body = await asyncio.to_thread(self._read, sender_id)
        tracker = self.init_tracker(sender_id)
        for event in deserialise_events(json.loads(body)) if body else ():
            tracker.update(event, self.domain)
        standing.set(standing_of(tracker, self.domain, time.time()))
        return tracker if body else None

    async def create_tracker(self, sender_id: str, append_action_listen: bool = True) -> DialogueStateTracker:
        """Return a new tracker; unlike the base class, leaves saving to the end of the turn."""
        tracker = self.init_tracker(sender_id)
        if append_action_listen:
            tracker.update(ActionExecuted(ACTION_LISTEN_NAME), self.domain)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep it: with the turn that is being run, or by itself where there is none (Rasa's own channels)."""
        body = json.dumps([event.as_dict() for event in condensed(tracker)], ensure_ascii=False)
        turn = current_turn.get()
        if turn is not None:
            turn.memory = body
        else:
            await asyncio.to_thread(self._write, tracker.sender_id, body)

    async def keys(self) -> Iterable[str]:
        """Return every conversation id."""
        return await asyncio.to_thread(self._keys)

    def _read(self, sender_id: str) -> str | None:
        with self._books.reading() as uow:
            return uow.trackers.get(sender_id)

    def _write(self, sender_id: str, body: str) -> None:
        with self._books.writing() as uow:
            uow.trackers.put(sender_id, body)
            uow.commit()

    def _keys(self) -> list[str]:
        with self._books.reading() as uow:
            return uow.trackers.keys()


def condensed(tracker: DialogueStateTracker) -> list[Event]:
    """Return the events of the latest turns behind the state they lead to.

    Replaying the state first is safe: whatever the kept events set again ends as they set it.
    """
    events = list(tracker.events)
    starts = [place for place, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(starts) <= _WHOLE_TURNS:
        return [_remembered(event) for event in events]
    whole = events[starts[-_WHOLE_TURNS] :]
    earlier = [events[place] for place in starts[-_TURNS:-_WHOLE_TURNS]]
    values = tracker.current_slot_values().items()
    state: list[Event] = [SlotSet(name, value) for name, value in values if value is not None]
    if tracker.active_loop_name and not any(isinstance(event, ActiveLoop) for event in whole):
        state.append(ActiveLoop(tracker.active_loop_name))
    kept = [_remembered(event) for event in (*earlier, *whole)]
    return [*state, ActionExecuted(ACTION_LISTEN_NAME), *kept]


def _remembered(event: Event) -> Event:
    """Return the event without what nobody will look at again."""
    if not isinstance(event, UserUttered):
        return event
    reading = {key: value for key, value in event.parse_data.items() if key in _READ_LATER}
    return UserUttered(
        event.text, event.intent, event.entities, reading, event.timestamp, event.input_channel, event.message_id
    )


def standing_of(tracker: DialogueStateTracker, domain: Domain, now: float) -> Standing:
    """Return what a message that comes `now` (seconds since the epoch) stands on.

    Rasa begins a new session, with no form, after a long silence, but only once this has been read.
    """
    longest = _longest_silence(domain)
    latest = tracker.get_last_event_for(UserUttered)
    is_new_session = latest is not None and now - latest.timestamp > longest
    turns, form = ((), None) if is_new_session else (_turns(tracker, longest), tracker.active_loop_name)
    return read_standing(tracker.current_slot_values(), turns, form, offered(tracker))


def _longest_silence(domain: Domain) -> float:
    """Return the seconds between two messages after which a session has ended, as Rasa's processor counts them."""
    session = domain.session_config
    return session.session_expiration_time * 60 if session.are_sessions_enabled() else math.inf


def _turns(tracker: DialogueStateTracker, longest_silence: float) -> tuple[Said, ...]:
    """Return the turns since the session began or a person was called: what was before is settled.

    A session's beginning is told by the silence before it: its event is not kept for as long as its turns are.
    """
    turns: list[Said] = []
    heard_at = -math.inf
    for event in tracker.events:
        if isinstance(event, UserUttered):
            if event.timestamp - heard_at > longest_silence:
                turns.clear()
            intent, heard_at = event.intent_name or "", event.timestamp
            said = event.parse_data.get("text") or event.text or ""  # they differ where it was asked again
            turns.append(read_turn(said, intent, event.parse_data.get("decision") or {}))
            if turns[-1].is_again:
                del turns[-2:-1]
            if intent in PERSON_COMES:
                turns.clear()
    return tuple(turns[-_TURNS:])
