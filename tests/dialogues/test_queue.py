"""What people see of a conversation before they open it."""

from store.engine import open_engine
from store.unit_of_work import SqlBooks
from support.conversations import Conversation
from support.messages import ConversationId
from tests.dialogues.talk import Talk, is_handover
from tests.house import House


def row(house: House, talk: Talk) -> Conversation:
    """Return the conversation as the desk lists it."""
    books = SqlBooks(open_engine(f"sqlite:///{house.folder / 'parley.db'}"))
    with books.reading() as uow:
        found = uow.conversations.get(ConversationId(talk.customer.conversation_id))
    books.dispose()
    return found


def test_the_list_says_what_they_want_and_not_that_they_want_somebody(house: House, talk: Talk) -> None:
    talk.says("vague")

    assert is_handover(talk.says("person"), talk.language)
    assert row(house, talk).wants == talk.phrases["vague"]
