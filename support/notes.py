"""What agents say among themselves about a conversation: never delivered."""

from dataclasses import dataclass
from datetime import datetime

from support.messages import ConversationId


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A word for colleagues; `written_by` is an account's id, `name` what it was called then."""

    id: str
    conversation_id: ConversationId
    written_by: str
    name: str
    text: str
    written_at: datetime
