"""What our untrained components share."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import GraphComponent


class Component(GraphComponent):
    """A component whose settings are Parley's own, so that Rasa's create() has nothing to pass on."""

    @classmethod
    def create(cls, config: dict[str, Any], *context: Any, **named: Any) -> Component:
        """Return the component; `context` is Rasa's model storage, resource and execution context."""
        return cls()
