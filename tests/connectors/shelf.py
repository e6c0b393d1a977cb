"""Files on our media shelf, for a message to carry."""

from store.unit_of_work import SqlBooks


def on_shelf(books: SqlBooks, body: bytes, media_type: str) -> str:
    """Keep a file and return its key."""
    with books.writing() as uow:
        key = uow.media.put(body, media_type)
        uow.commit()
    return key
