"""The buttons a customer sees: those of the bot's latest turn."""

from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from app.courtesies import BACK_TO_BOT
from support.messages import Button


def offered(tracker: DialogueStateTracker) -> tuple[Button, ...]:
    """Return the buttons of the last reply that had some, in their order; none where the customer has gone on since."""
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, BotUttered) and event.data.get("buttons"):
            buttons = (Button(title=b["title"], payload=b["payload"]) for b in event.data["buttons"])
            return tuple(button for button in buttons if button.payload != BACK_TO_BOT)  # that one is no answer to us
    return ()
