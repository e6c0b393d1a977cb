"""What helps agents to write is kept alike on every store."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desk.sweeping import sweep
from store.unit_of_work import SqlBooks
from support.canned import Canned
from support.errors import Conflict, NotFound
from support.marks import Mark, MarkKind
from support.messages import Attachment, MediaKind, conversation
from support.staff import Deed
from support.uploads import Upload

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ANNA, BOB = conversation("webchat", "anna"), conversation("whatsapp", "1.4670")


def canned(id: str, code: str, owner: str | None = None, language: str = "en") -> Canned:
    return Canned(id=id, code=code, language=language, text="Hi {{customer.name}} 👋", owner=owner, changed_at=NOON)


def mark(id: str, kind: MarkKind = MarkKind.ARTICLE, minutes: int = 0) -> Mark:
    return Mark(
        id=id,
        kind=kind,
        message_id=f"m-{id}",
        conversation_id=ANNA,
        question="Kan jag byta?",
        answer="Ja!",
        language="sv",
        marked_by="maria",
        marked_at=NOON + timedelta(minutes=minutes),
        tried=({"slug": "returns", "score": 0.31},),
    )


def test_ready_replies_are_everybodys_or_ones_own(books: SqlBooks) -> None:
    with books.writing() as uow:
        for each in (canned("1", "hi"), canned("2", "hi", "maria"), canned("3", "hi", "otto"), canned("4", "bye")):
            uow.canned.put(each)
        uow.commit()

    with books.reading() as uow:
        assert {each.id for each in uow.canned.of("maria")} == {"1", "2", "4"}
        assert uow.canned.get("2") == canned("2", "hi", "maria")


@pytest.mark.parametrize("owner", [None, "maria"])
def test_a_code_means_one_reply_a_language(books: SqlBooks, owner: str | None) -> None:
    with books.writing() as uow:
        uow.canned.put(canned("1", "hi", owner))
        uow.canned.put(canned("2", "hi", owner, "sv"))
        with pytest.raises(Conflict, match="hi in en already"):
            uow.canned.put(canned("3", "hi", owner))
        uow.canned.put(replace(canned("1", "hi", owner), text="Hello"))  # the transaction is as good as before
        uow.commit()

    with books.writing() as uow:
        assert [each.text for each in uow.canned.of("maria")] == ["Hello", "Hi {{customer.name}} 👋"]
        uow.canned.remove("1")
        with pytest.raises(NotFound):
            uow.canned.get("1")


def test_marks_wait_until_somebody_has_seen_to_them(books: SqlBooks) -> None:
    both = set(MarkKind)
    with books.writing() as uow:
        for each in (mark("a"), mark("b", MarkKind.KNOWN, 1), mark("c", minutes=2)):
            uow.marks.put(each)
        uow.marks.put(uow.marks.get("a").done("otto", NOON))
        uow.commit()

    with books.reading() as uow:
        assert uow.marks.all(both) == [mark("c", minutes=2), mark("b", MarkKind.KNOWN, 1)]
        assert [each.id for each in uow.marks.all({MarkKind.ARTICLE})] == ["c"]
        assert [each.done_by for each in uow.marks.all(both, done=True)] == ["otto"]
        assert [each.id for each in uow.marks.all(both, limit=1)] == ["c"]


def test_a_file_is_for_whoever_chose_it_where_they_chose_it(books: SqlBooks) -> None:
    file = Attachment(kind=MediaKind.IMAGE, source="", media_type="image/png", name="Ö.png", size=3, key="k" * 64)
    chosen = Upload(file=file, conversation_id=ANNA, account_id="maria", uploaded_at=NOON)
    with books.writing() as uow:
        uow.uploads.put(chosen)
        uow.commit()

    with books.writing() as uow:
        assert uow.uploads.get("k" * 64, ANNA, "maria") == chosen
        for key, where, who in (("k" * 64, BOB, "maria"), ("k" * 64, ANNA, "otto"), ("j" * 64, ANNA, "maria")):
            with pytest.raises(NotFound):
                uow.uploads.get(key, where, who)
        uow.uploads.forget(NOON + timedelta(seconds=1))
        with pytest.raises(NotFound):
            uow.uploads.get("k" * 64, ANNA, "maria")


def test_what_is_kept_for_a_while_is_dropped_and_nothing_else(books: SqlBooks) -> None:
    day, year = timedelta(days=1), timedelta(days=365)
    with books.writing() as uow:
        unsent, sent, both, again = (
            uow.media.put(body, "image/png", loose_since=NOON) for body in (b"unsent", b"sent", b"both", b"again")
        )
        uow.media.hold(sent)
        assert uow.media.put(b"both", "image/png") == both  # a customer has sent the same
        uow.media.put(b"again", "image/png", loose_since=NOON + day)
        uow.media.put(b"sent", "image/png", loose_since=NOON)  # chosen anew, it is a message's all the same
        for age in (year, day):
            uow.audit.add(Deed(kind="signed_in", done_at=NOON - age, by="maria"))
        uow.commit()

    with books.writing() as uow:
        assert sweep(uow, NOON + day + timedelta(seconds=1), audit=year, questions=year) == {
            "files": 1,
            "deeds": 1,
            "questions": 0,
        }
        uow.commit()
    with books.writing() as uow:
        assert [uow.media.get(key).key for key in (sent, both, again)] == [sent, both, again]
        assert len(uow.audit.latest(9)) == 1
        for act in (uow.media.get, uow.media.hold):
            with pytest.raises(NotFound):
                act(unsent)
