"""Which parts of a message a template has told: in the books, each under the name of the template that told it."""

from support import mail
from support.ports import Books


def is_told(books: Books, key: str) -> bool:
    """Whether the part with this key (`<message id>/<number>`) went out already, in a template sent for one before."""
    message_id, _, number = key.rpartition("/")
    if number == "0":
        return False
    with books.reading() as uow:
        return int(number) in uow.receipts.parts(message_id)


def note_told(books: Books, key: str, after: int, external_id: str) -> None:
    """Note that the `after` parts behind this one went out with it."""
    message_id, _, number = key.rpartition("/")
    with books.writing() as uow:
        delivery = uow.outbox.get(message_id)
        if delivery is None or not after:
            return
        for place in range(1, after + 1):
            mail.sent(uow, delivery.message, int(number) + place, external_id)
        uow.commit()
