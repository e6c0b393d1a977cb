"""The approved template that carries a text when the customer has been silent for 24 hours."""

import re
from datetime import datetime, timedelta
from typing import Any

from connectors.rendering import shortened
from support.messages import ConversationId
from support.ports import Books

WINDOW = timedelta(hours=24)
"""For so long after a customer's last message free text is taken (Meta, Customer service windows)."""

_PARAMETER = 900
"""Characters: parameter and template together may have 1024."""


def is_open(books: Books, conversation_id: ConversationId, now: datetime) -> bool:
    """Whether the customer has been heard of within 24 hours."""
    with books.reading() as uow:
        latest = uow.inbox.messages(conversation_id, limit=1)
    return bool(latest) and now - latest[-1].sent_at < WINDOW


def template(name: str, language: str, text: str) -> dict[str, Any]:
    """Return a template's request with the text as its only parameter {{1}}, in one line as Meta wants it."""
    line = shortened(re.sub(r"\s+", " ", text).strip(), _PARAMETER)
    body = {"type": "body", "parameters": [{"type": "text", "text": line}]}
    return {"name": name, "language": {"code": language}, "components": [body]}
