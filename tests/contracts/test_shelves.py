"""What the shelves must do, on every store."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from store.unit_of_work import SqlBooks
from support import mail
from support.articles import Article, Field, Passage
from support.errors import NotFound
from support.events import ArticlesChanged, ConfidenceFitted, HolderChanged, LanguageChanged, MessageReceived
from support.handoffs import Handoff, Reason
from support.messages import Author, Message, conversation
from support.orders import Order, OrderState
from support.shelves import Fitted

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ANNA = conversation("webchat", "anna")


def a_handoff(id: str = "h1", opened_at: datetime = NOON) -> Handoff:
    context = {"language": "sv", "tried": [{"slug": "returns", "score": 0.5}]}
    return Handoff(
        id=id, conversation_id=ANNA, reason=Reason.ASKED, opened_by="m1", opened_at=opened_at, context=context
    )


def an_article(slug: str = "returns", language: str = "en") -> Article:
    return Article(slug=slug, language=language, title="Returns", body="30 days.", questions=("how?",), tags=("x",))


def a_passage(article: Article) -> Passage:
    return Passage(
        id=f"{article.slug}/{article.language}/0",
        slug=article.slug,
        language=article.language,
        title=article.title,
        field=Field.TITLE,
        text=article.title,
        answer=article.body,
    )


def test_a_handoff_comes_back_as_it_was_and_the_latest_counts(books: SqlBooks) -> None:
    older, newer = a_handoff(), a_handoff("h2", NOON + timedelta(minutes=1))
    with books.writing() as uow:
        uow.handoffs.save(newer)
        uow.handoffs.save(older)
        uow.commit()

    with books.reading() as uow:
        assert uow.handoffs.get("h1") == older
        assert uow.handoffs.latest(ANNA) == newer
        assert uow.handoffs.latest(conversation("webchat", "bob")) is None
        with pytest.raises(NotFound, match="handoffs list"):
            uow.handoffs.get("h9")


def test_a_closed_handoff_is_not_open(books: SqlBooks) -> None:
    with books.writing() as uow:
        uow.handoffs.save(a_handoff())
        uow.handoffs.save(a_handoff("h2").close(NOON))
        assert [handoff.id for handoff in uow.handoffs.open()] == ["h1"]


def test_passages_go_with_their_article(books: SqlBooks) -> None:
    article = an_article()
    with books.writing() as uow:
        uow.articles.put(article)
        uow.passages.replace(article, [a_passage(article)], [b"\0\0\x80?"], "encoder-1")
        assert uow.passages.all() == ([a_passage(article)], b"\0\0\x80?")
        assert uow.passages.missing("encoder-1") == []
        assert uow.passages.missing("encoder-2") == [article]

        uow.articles.remove("returns", "en")
        assert uow.passages.all() == ([], b"")
        with pytest.raises(NotFound):
            uow.articles.get("returns", "en")


def test_titles_are_given_in_the_language_asked_for(books: SqlBooks) -> None:
    with books.writing() as uow:
        uow.articles.put(an_article())
        uow.articles.put(an_article("refunds", "sv"))
        assert uow.articles.titles(["returns", "refunds"], "sv") == {"refunds": "Returns"}


def test_articles_that_hold_all_words_are_found_in_their_language(books: SqlBooks) -> None:
    with books.writing() as uow:
        for slug, language in (("returns", "en"), ("refunds", "en"), ("returns", "sv")):
            uow.articles.put(an_article(slug, language))
        uow.articles.put(replace(an_article("hats"), body="100 % felt_ed"))
        found = uow.articles.holding(["HOW", "30"], "en", 9)
        assert [article.slug for article in found] == ["refunds", "returns"]
        assert len(uow.articles.holding(["days"], "en", 1)) == 1
        assert [article.slug for article in uow.articles.holding(["%", "t_e"], "en", 9)] == ["hats"]
        assert uow.articles.holding(["d%s"], "en", 9) == []


def test_the_tags_of_articles_are_known_whatever_their_language(books: SqlBooks) -> None:
    with books.writing() as uow:
        uow.articles.put(replace(an_article(), tags=("returns",)))
        uow.articles.put(replace(an_article("returns", "sv"), tags=("retur", "returns")))
        uow.articles.put(replace(an_article("refunds", "sv"), tags=("money",)))
        assert uow.articles.tags(["returns", "nothing"]) == {"returns", "retur"}
        assert uow.articles.tags([]) == frozenset()


def test_events_are_told_in_order_after_a_bookmark(books: SqlBooks) -> None:
    message = Message(id="m1", conversation_id=ANNA, author=Author.CUSTOMER, text="hej", sent_at=NOON)
    told = [
        MessageReceived(message=message),
        HolderChanged(handoff=a_handoff()),
        LanguageChanged(conversation_id=ANNA, language="sv"),
        ArticlesChanged(slugs=("returns",)),
        ConfidenceFitted(recipe="r1"),
    ]
    with books.writing() as uow:
        assert mail.receive(uow, message, now=message.sent_at)
        assert not mail.receive(uow, message, now=message.sent_at)  # no second event for a message we know
        for event in told[1:]:
            uow.record(event)
        uow.commit()

    with books.reading() as uow:
        logged = uow.events.since(0)
        assert [entry.event for entry in logged] == told
        assert [entry.event for entry in uow.events.since(logged[0].sequence, ANNA)] == told[1:3]
        assert uow.events.last() == books.newest() == logged[-1].sequence
        assert uow.events.conversations(0, uow.events.last()) == {ANNA}
        assert uow.events.kinds(logged[2].sequence) == {"ArticlesChanged", "ConfidenceFitted"}
        assert uow.events.kinds(uow.events.last()) == set()


def test_orders_are_replaced_as_a_whole(books: SqlBooks) -> None:
    order = Order(number="TM-1", state=OrderState.SHIPPED, days=2)
    with books.writing() as uow:
        uow.orders.replace_all([order])
        assert uow.orders.get("TM-1") == order
        uow.orders.replace_all([])
        assert uow.orders.get("TM-1") is None


def test_a_tracker_is_kept_and_replaced(books: SqlBooks) -> None:
    with books.writing() as uow:
        assert uow.trackers.get(ANNA) is None
        uow.trackers.put(ANNA, "[]")
        uow.trackers.put(ANNA, "[1]")
        assert (uow.trackers.get(ANNA), uow.trackers.keys()) == ("[1]", [ANNA])


def test_the_confidence_fitted_last_counts_for_its_own_recipe(books: SqlBooks) -> None:
    first, second = (Fitted(recipe="r1", basis=basis, body="{}") for basis in ("before", "after"))
    with books.writing() as uow:
        uow.confidences.put(first)
        uow.confidences.put(second)
        assert (uow.confidences.get("r1"), uow.confidences.get("r2")) == (second, None)


def test_confidences_of_recipes_long_gone_are_forgotten(books: SqlBooks) -> None:
    with books.writing() as uow:
        for recipe in ("r1", "r2", "r3", "r1", "r4", "r5", "r6", "r7"):  # r1 is in use all the time
            uow.confidences.put(Fitted(recipe=recipe, basis="b", body="{}"))
        uow.commit()
    with books.reading() as uow:
        kept = [recipe for recipe in ("r1", "r2", "r3", "r4", "r5", "r6", "r7") if uow.confidences.get(recipe)]
    assert kept == ["r1", "r4", "r5", "r6", "r7"]
