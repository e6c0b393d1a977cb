"""Things with an effect outside the conversation; rasa_sdk finds every Action imported here."""

from actions.handover import ActionRequestHuman
from actions.orders import ActionOrderStatus

__all__ = ["ActionOrderStatus", "ActionRequestHuman"]
