"""Rasa's memory, bounded: a long conversation costs a turn no more than a short one."""

import subprocess
import sys

from app.settings import ROOT

CODE = """
from pathlib import Path
from bot.lean import slim_down
slim_down(Path("config.yml"))

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet, UserUttered, BotUttered
from rasa.shared.core.trackers import DialogueStateTracker
from bot.tracker import condensed, standing_of

domain = Domain.load("domain.yml")


def replayed(events):
    tracker = DialogueStateTracker("a", domain.slots)
    for event in events:
        tracker.update(event, domain)
    return tracker


turn = lambda number: [
    UserUttered(f"text {number}", {"name": "greet", "confidence": 1.0}),
    ActionExecuted("utter_greet"),
    BotUttered("hi"),
    ActionExecuted("action_listen"),
]
long = replayed(
    [ActionExecuted("action_listen"), SlotSet("language", "sv"), SlotSet("order_number", "TM-1")]
    + [ActiveLoop("order_form")]
    + [event for number in range(200) for event in turn(number)]
    + [SlotSet("order_number", "TM-2")]
)
again = replayed(condensed(long))

assert len(again.events) < 40, len(again.events)
assert again.current_slot_values() == long.current_slot_values()
assert again.active_loop_name == "order_form"
assert again.latest_message.text == "text 199"
assert again.latest_action_name == long.latest_action_name
assert [e.text for e in replayed(condensed(again)).events if isinstance(e, UserUttered)] == [
    f"text {n}" for n in range(194, 200)
]

decided = {"intent": "knowledge_sure", "hits": [{"slug": "returns"}]}
reading = {"text": "?", "intent": {"name": "x"}, "entities": [], "decision": decided, "knowledge": {"hits": ["long"]}}
asked = replayed([ActionExecuted("action_listen"), UserUttered("?", {"name": "x"}, parse_data=reading, message_id="m")])
(said,) = [e for e in condensed(asked) if isinstance(e, UserUttered)]
assert said.parse_data["decision"] == decided and "knowledge" not in said.parse_data, said.parse_data
assert (said.text, said.intent_name, said.message_id) == ("?", "x", "m")

asked = UserUttered("panam eppo varum", {"name": "knowledge_sure"}, parse_data={"text": "panam eppo varum"})
reading = {"text": "panam eppo varum", "decision": {"again": True}}
again = UserUttered("English", {"name": "knowledge_sure"}, parse_data=reading)
pressed = replayed([ActionExecuted("action_listen"), *turn(1), asked, ActionExecuted("action_listen"), again])
assert [said.text for said in standing_of(pressed, domain, 0).turns] == ["text 1", "panam eppo varum"]

short = replayed([ActionExecuted("action_listen"), *turn(1)])
assert condensed(short) == list(short.events)
print("fine")
"""

SESSIONS = """
from pathlib import Path
from bot.lean import slim_down
slim_down(Path("config.yml"))

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from bot.tracker import condensed, standing_of

domain = Domain.load("domain.yml")
HOUR = 3600
tracker = DialogueStateTracker("a", domain.slots)
tracker.update(ActionExecuted("action_listen"), domain)


def standing(now):
    found = standing_of(tracker, domain, now)
    return [turn.text for turn in found.turns], found.form, found.spoken.language


def says(text, at):
    tracker.update(UserUttered(text, {"name": "greet", "confidence": 1.0}, timestamp=at), domain)
    again = DialogueStateTracker("a", domain.slots)
    for event in condensed(tracker):
        again.update(event, domain)
    return again


tracker = says("one", 10)
tracker.update(SlotSet("language", "sv"), domain)
tracker.update(ActiveLoop("order_form"), domain)
assert standing(20) == (["one"], "order_form", "sv"), standing(20)
assert standing(2 * HOUR) == ([], None, "sv"), standing(2 * HOUR)

for number, text in enumerate(("two", "three", "four")):
    tracker = says(text, 2 * HOUR + number)
    assert standing(2 * HOUR + 9)[0] == ["two", "three", "four"][: number + 1], standing(2 * HOUR + 9)
print("fine")
"""


def test_the_latest_turns_stand_on_the_state_before_them() -> None:
    assert_fine(CODE)


def test_after_a_long_silence_a_conversation_begins_anew() -> None:
    assert_fine(SESSIONS)


def assert_fine(code: str) -> None:
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, capture_output=True, text=True)

    assert done.stdout.strip() == "fine", done.stderr
