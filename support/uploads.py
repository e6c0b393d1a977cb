"""Files that agents have chosen and not yet sent."""

from dataclasses import dataclass
from datetime import datetime

from support.messages import Attachment, ConversationId


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file on the media shelf that one agent may send in one conversation."""

    file: Attachment
    conversation_id: ConversationId
    account_id: str
    uploaded_at: datetime
