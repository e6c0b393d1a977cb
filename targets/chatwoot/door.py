"""Where Chatwoot posts, served by `web`."""

from collections.abc import Iterable
from typing import Any

from sanic import Blueprint

from support.errands import Returned
from support.ports import Books
from targets.chatwoot.parse import parse
from targets.chatwoot.settings import TARGET, ChatwootSettings
from targets.doorway import Doorway


def routes(here: ChatwootSettings, books: Books) -> Blueprint:
    """Return the route below /targets/chatwoot."""

    def understand(posted: Any) -> Iterable[Returned]:
        return parse(posted, account=here.account, inbox=here.inbox)

    return Doorway(books=books, target=TARGET, header="chatwoot", secrets=here.secret, parse=understand).routes()
