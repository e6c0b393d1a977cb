"""An article's tests are kept alike on every store, and what would be live is foreseen as publishing makes it."""

import pytest

from kb.trying import keeping
from kb.trying.foreseen import Foreseen, from_wire, if_archived, if_described, if_published, if_renamed, to_wire
from kb.writing import publishing
from store.unit_of_work import SqlBooks
from support.errors import NotFound, Refused, TooLong
from support.trying import Outcome, SavedQuestion
from support.writing import Audience, Words, article_of
from tests.contracts.test_writing import MARIA, NOON, OTTO, TEXT, begun, doing, live_returns

NEW = Words(title="Returns", body="You have 60 days.")


def kept(books: SqlBooks, text: str, expected: Outcome = Outcome.ANSWER, id: str = "1") -> SavedQuestion:
    return doing(books, lambda uow: keeping.keep(uow, "returns", text, "en", expected, MARIA, id=id))


def questions(books: SqlBooks, slug: str = "returns") -> list[tuple[str, Outcome]]:
    with books.reading() as uow:
        return [(each.text, each.expected) for each in uow.saved_questions.of(slug)]


def test_a_question_is_kept_once_with_what_was_said_last(books: SqlBooks) -> None:
    live_returns(books)
    first = kept(books, "  Send it\n back? ")
    assert kept(books, "Send it back?", Outcome.CHOICE, id="2").id == first.id == "1"

    assert questions(books) == [("Send it back?", Outcome.CHOICE)]
    with books.reading() as uow:
        found = uow.saved_questions.get("1")
    assert (found.language, found.added_by, found.added_at) == ("en", "maria", NOON)


def test_a_question_of_another_language_is_another(books: SqlBooks) -> None:
    live_returns(books)
    kept(books, "Return?")
    doing(books, lambda uow: keeping.keep(uow, "returns", "Return?", None, Outcome.NONE, OTTO, id="2"))
    assert questions(books) == [("Return?", Outcome.ANSWER), ("Return?", Outcome.NONE)]


def test_what_is_no_question_is_refused(books: SqlBooks, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotFound):
        kept(books, "Return?")
    live_returns(books)
    with pytest.raises(Refused):
        kept(books, " \n ")
    with pytest.raises(TooLong):
        kept(books, "x" * 501)
    monkeypatch.setattr(keeping, "MOST", 1)
    kept(books, "Return?")
    with pytest.raises(Refused):
        kept(books, "Another?", id="2")
    assert questions(books) == [("Return?", Outcome.ANSWER)]


def test_only_an_articles_own_question_is_removed_from_it(books: SqlBooks) -> None:
    live_returns(books)
    kept(books, "Return?")
    assert doing(books, lambda uow: keeping.remove(uow, "refunds", "1")) is None
    assert questions(books) == [("Return?", Outcome.ANSWER)]
    assert doing(books, lambda uow: keeping.remove(uow, "returns", "1")) is not None
    assert doing(books, lambda uow: keeping.remove(uow, "returns", "1")) is None
    assert questions(books) == []
    with books.reading() as uow, pytest.raises(NotFound):
        uow.saved_questions.get("1")


def test_questions_follow_an_article_to_its_new_address(books: SqlBooks) -> None:
    live_returns(books)
    kept(books, "Return?")
    doing(books, lambda uow: publishing.rename(uow, "returns", "send-back"))
    assert (questions(books), questions(books, "send-back")) == ([], [("Return?", Outcome.ANSWER)])


def test_an_articles_own_come_first_where_there_are_too_many(books: SqlBooks) -> None:
    live_returns(books)
    begun(books, "Alpacas")
    kept(books, "Return?", id="2")
    kept(books, "Send it?", id="3")
    doing(books, lambda uow: keeping.keep(uow, "alpacas", "Alpacas?", None, Outcome.ANSWER, MARIA, id="1"))
    with books.reading() as uow:
        assert [each.id for each in uow.saved_questions.first("returns", 2)] == ["2", "3"]
        assert [each.id for each in uow.saved_questions.first(None, 9)] == ["1", "2", "3"]
        assert uow.saved_questions.count() == 3


def test_what_is_foreseen_is_what_publishing_makes(books: SqlBooks) -> None:
    live_returns(books)
    with books.reading() as uow:
        foreseen = if_published(uow, "returns", "en", NEW)
        both = if_published(uow, "returns", "sv", NEW)
        assert if_published(uow, "returns", "en", Words(title="Returns", body=" ")) == ()
        assert if_archived(uow, "returns", "en") == (Foreseen(slug="returns"),)
        gone, moved = if_renamed(uow, "returns", "send-back")
        assert if_described(uow, "returns", Audience.PUBLIC) == ()
        assert if_described(uow, "returns", Audience.AGENTS) == (Foreseen(slug="returns"),)
    assert foreseen == (Foreseen(slug="returns", articles=(article_of("returns", "en", NEW),)),)
    assert [article.language for article in both[0].articles] == ["en", "sv"]
    assert (gone, moved.slug, moved.articles[0].title) == (Foreseen(slug="returns"), "send-back", TEXT.title)
    assert from_wire(to_wire(both)) == both


def test_what_customers_may_not_read_changes_nothing_until_they_may(books: SqlBooks) -> None:
    live_returns(books)

    def hide(uow: object) -> None:
        topic = uow.topics.find("returns")  # type: ignore[attr-defined]
        publishing.describe(uow, topic, audience=Audience.AGENTS, owner=None, review_by=None)  # type: ignore[arg-type]

    doing(books, hide)
    with books.reading() as uow:
        assert if_published(uow, "returns", "en", NEW) == if_archived(uow, "returns", "en") == ()
        shown = if_described(uow, "returns", Audience.PUBLIC)
    assert [article.title for article in shown[0].articles] == ["Returns"]
