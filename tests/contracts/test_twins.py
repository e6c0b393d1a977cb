"""Articles that look like one, on every store."""

import pytest

from store.unit_of_work import SqlBooks
from support.errors import NotFound
from support.twins import Twin

ALIKE = Twin(language="en", one="exchanges", other="returns", likeness=0.8)
CONTRADICTING = Twin(language="sv", one="frakt", other="leverans", likeness=0.7, differing=("2", "4"))


def test_what_contradicts_comes_first_and_what_was_told_apart_never_again(books: SqlBooks) -> None:
    with books.writing() as uow:
        uow.twins.replace([ALIKE, CONTRADICTING])
        uow.commit()
    with books.writing() as uow:
        assert uow.twins.all() == [CONTRADICTING, ALIKE]
        uow.twins.part("en", "exchanges", "returns")
        uow.twins.replace([ALIKE])
        uow.commit()
    with books.writing() as uow:
        assert uow.twins.all() == []
        with pytest.raises(NotFound):
            uow.twins.part("sv", "frakt", "leverans")
