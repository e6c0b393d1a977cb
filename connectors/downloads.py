"""How many messages may have their files fetched at once."""

from connectors.files import has_all
from support.messages import Message
from support.ports import Rest

_AT_MOST = 3
"""Of the eight that a worker has in hand: however slow files are, the others are there for words."""
_AGAIN_SECONDS = 2.0
"""How much later a message comes due again whose files would be too many."""


class Downloads:
    """The messages of a channel whose files are being fetched; one for a worker."""

    def __init__(self) -> None:
        """Nothing is under way."""
        self._under_way: set[str] = set()

    def gate(self) -> Rest:
        """Return what lets the messages of one lease in, one after the other, until files are too many."""
        let_in = self._under_way.copy()

        def rest(message: Message) -> float:
            if has_all(message):
                return 0.0
            if len(let_in) >= _AT_MOST:
                return _AGAIN_SECONDS
            let_in.add(message.id)
            return 0.0

        return rest

    def begin(self, message: Message) -> None:
        """Note that a message is in hand."""
        if not has_all(message):
            self._under_way.add(message.id)

    def end(self, message: Message) -> None:
        """Note that its files are here, or are given up for now."""
        self._under_way.discard(message.id)
