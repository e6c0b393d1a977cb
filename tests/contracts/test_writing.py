"""Articles are written, published and imported alike on every store."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread
from typing import TypeVar

import pytest

from kb.importing.mirroring import mirror
from kb.writing import drafting, publishing
from kb.writing.links import Dead, Fault, dead_links
from store.unit_of_work import SqlBooks, SqlUnitOfWork
from support.articles import Article, Field, Passage
from support.errors import Conflict, DeadLinks, NotFound, Overtaken, Refused, TooLong
from support.events import ArticlesChanged
from support.staff import Account, Act, Role
from support.writing import Audience, How, Manuscript, Mark, Picture, State, Topic, Words, marks

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
MARIA, OTTO = Act(at=NOON, by="maria"), Act(at=NOON + timedelta(minutes=1), by="otto")
TEXT = Words(title="Returns", body="You have 30 days.", questions=("Send it back?",), tags=("returns",))

Result = TypeVar("Result")


def doing(books: SqlBooks, work: Callable[[SqlUnitOfWork], Result]) -> Result:
    with books.writing() as uow:
        result = work(uow)
        uow.commit()
    return result


def begun(books: SqlBooks, title: str = "Returns", language: str = "en") -> Manuscript:
    return doing(books, lambda uow: drafting.create(uow, title, language, MARIA))


def saved(books: SqlBooks, words: Words, began_from: int, act: Act = MARIA, language: str = "en") -> Manuscript:
    return doing(books, lambda uow: drafting.save(uow, "returns", language, words, began_from, act))


def published(books: SqlBooks, revision: int, language: str = "en") -> Manuscript:
    return doing(books, lambda uow: publishing.publish(uow, "returns", language, revision, NOON))


def live_returns(books: SqlBooks) -> Manuscript:
    begun(books)
    saved(books, TEXT, 1)
    return published(books, 2)


def read(books: SqlBooks, language: str = "en") -> str | None:
    """Return what customers read."""
    with books.reading() as uow:
        return next((each.body for each in uow.articles.public() if each.language == language), None)


def changes(books: SqlBooks) -> int:
    with books.reading() as uow:
        return sum(isinstance(logged.event, ArticlesChanged) for logged in uow.events.since(0))


def test_nothing_is_live_before_it_is_published(books: SqlBooks) -> None:
    begun(books)
    saved(books, TEXT, 1)

    assert (read(books), changes(books)) == (None, 0)
    manuscript = published(books, 2)
    assert (manuscript.state, manuscript.live, read(books)) == (State.PUBLISHED, 2, TEXT.body)
    assert changes(books) == 1


def test_edits_of_a_live_article_stay_staged_until_they_are_published(books: SqlBooks) -> None:
    live_returns(books)
    staged = saved(books, replace(TEXT, body="You have 60 days."), 2)

    assert (staged.state, staged.live, staged.is_staged, read(books)) == (State.DRAFT, 2, True, TEXT.body)
    published(books, 3)
    assert read(books) == "You have 60 days."


def test_saving_what_was_there_is_no_revision(books: SqlBooks) -> None:
    live_returns(books)
    same = saved(books, replace(TEXT, body="  You have 30 days.\r\n", tags=("returns", "returns", " ")), 2)

    assert (same.revision, same.state) == (2, State.PUBLISHED)


def test_every_revision_is_kept_and_comes_back_as_a_staged_text(books: SqlBooks) -> None:
    live_returns(books)
    saved(books, replace(TEXT, body="You have 60 days."), 2, OTTO)
    published(books, 3)
    staged = doing(books, lambda uow: drafting.restore(uow, "returns", "en", 2, 3, MARIA))

    assert (staged.revision, staged.live, staged.state, read(books)) == (4, 3, State.DRAFT, "You have 60 days.")
    with books.reading() as uow:
        found = uow.manuscripts.revisions("returns", "en")
    assert [(each.number, each.how, each.by) for each in found] == [
        (4, How.RESTORED, "maria"),
        (3, How.WRITTEN, "otto"),
        (2, How.WRITTEN, "maria"),
        (1, How.WRITTEN, "maria"),
    ]
    assert found[0].words == found[2].words == TEXT
    assert found[1].change.parts == ("body",) and (found[1].change.more, found[1].change.fewer) == (1, 1)
    assert [each.published_at for each in found] == [None, NOON, NOON, None]


def test_the_second_of_two_writers_is_told_and_nothing_is_lost(books: SqlBooks) -> None:
    live_returns(books)
    saved(books, replace(TEXT, body="Maria's."), 2)

    with pytest.raises(Overtaken) as told:
        saved(books, replace(TEXT, body="Otto's."), 2, OTTO)
    assert told.value.revision == 3
    with pytest.raises(Overtaken):  # nor is published what one has not seen
        published(books, 2)
    assert saved(books, replace(TEXT, body="Otto's."), 3, OTTO).revision == 4
    with books.reading() as uow:
        assert uow.manuscripts.revision("returns", "en", 3).words.body == "Maria's."


def test_of_two_who_save_in_one_instant_one_is_told(books: SqlBooks) -> None:
    live_returns(books)
    ready, told = Barrier(2), []

    def write(body: str) -> None:
        ready.wait()
        try:
            saved(books, replace(TEXT, body=body), 2)
            told.append("saved")
        except Conflict:
            told.append("told")

    writers = [Thread(target=write, args=(body,)) for body in ("one", "two")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(told) == ["saved", "told"]


def test_review_goes_back_and_forth_and_a_mended_comma_leaves_it_there(books: SqlBooks) -> None:
    begun(books)
    saved(books, TEXT, 1)
    submit, back = publishing.submit, publishing.give_back

    assert doing(books, lambda uow: submit(uow, "returns", "en", 2)).state is State.REVIEW
    assert saved(books, replace(TEXT, body="You have 30 days!"), 2, OTTO).state is State.REVIEW
    assert doing(books, lambda uow: back(uow, "returns", "en", 3)).state is State.DRAFT
    published(books, 3)
    with pytest.raises(Conflict, match="nothing new to review"):
        doing(books, lambda uow: submit(uow, "returns", "en", 3))


def test_what_is_archived_is_read_no_more_and_can_come_back(books: SqlBooks) -> None:
    live_returns(books)
    gone = doing(books, lambda uow: publishing.archive(uow, "returns", "en", 2))

    assert (gone.state, gone.live, read(books), changes(books)) == (State.ARCHIVED, None, None, 2)
    published(books, 2)
    assert read(books) == TEXT.body


def test_a_blank_article_is_not_published(books: SqlBooks) -> None:
    begun(books)
    with pytest.raises(Refused, match="no text"):
        published(books, 1)


def test_links_that_lead_nowhere_are_said_before_publishing(books: SqlBooks) -> None:
    live_returns(books)
    body = "[a](article:returns) [b](article:nothing) [c](/help/en/gone) ![d](picture:abc) [e](https://x.example)"
    doing(books, lambda uow: drafting.create(uow, "Refunds", "en", MARIA))
    doing(books, lambda uow: drafting.save(uow, "refunds", "en", Words(title="Refunds", body=body), 1, MARIA))

    with pytest.raises(DeadLinks) as told:
        doing(books, lambda uow: publishing.publish(uow, "refunds", "en", 2, NOON))
    assert told.value.links == ("nothing", "gone", "abc")
    with books.reading() as uow:
        assert dead_links(uow, "[a](article:returns)", "sv") == [Dead("returns", Fault.OTHER_LANGUAGE)]
    doing(books, lambda uow: publishing.publish(uow, "refunds", "en", 2, NOON, anyway=True))
    assert changes(books) == 2


def test_a_picture_that_was_put_there_is_no_dead_link(books: SqlBooks) -> None:
    picture = Picture(key="k" * 64, media_type="image/png", name="Ö.png", added_by="maria", added_at=NOON)
    doing(books, lambda uow: uow.pictures.put(picture))

    with books.reading() as uow:
        assert uow.pictures.get("k" * 64) == picture
        assert dead_links(uow, f"![x](picture:{'k' * 64})", "en") == []
        with pytest.raises(NotFound):
            uow.pictures.get("j" * 64)


def test_a_translation_is_outdated_when_its_source_is_published_anew(books: SqlBooks) -> None:
    live_returns(books)
    doing(books, lambda uow: drafting.translate(uow, "returns", "sv", "en", MARIA))
    saved(books, Words(title="Returer", body="Du har 30 dagar."), 1, language="sv")
    published(books, 2, "sv")

    def shown() -> dict[str, Mark]:
        with books.reading() as uow:
            return marks({each.language: each for each in uow.manuscripts.of("returns")}, "en", ["en", "sv", "fa"])

    assert shown() == {"en": Mark.SOURCE, "sv": Mark.FINE, "fa": Mark.MISSING}
    saved(books, replace(TEXT, body="You have 60 days."), 2)
    assert shown()["sv"] is Mark.FINE  # what is staged is nobody's to translate yet
    published(books, 3)
    assert shown()["sv"] is Mark.OUTDATED

    words = Words(title="Returer", body="Du har 60 dagar.")
    doing(books, lambda uow: drafting.save(uow, "returns", "sv", words, 2, MARIA, made_from=3))
    assert shown()["sv"] is Mark.FINE


def test_an_article_has_a_language_once(books: SqlBooks) -> None:
    live_returns(books)
    with pytest.raises(Conflict, match="there in en already"):
        doing(books, lambda uow: drafting.translate(uow, "returns", "en", "en", MARIA))
    with pytest.raises(NotFound):
        doing(books, lambda uow: drafting.translate(uow, "returns", "fa", "sv", MARIA))


def test_the_old_address_leads_to_the_new_one_and_all_goes_with_it(books: SqlBooks) -> None:
    live_returns(books)
    doing(books, lambda uow: publishing.rename(uow, "returns", "Sending-back"))
    doing(books, lambda uow: publishing.rename(uow, "sending-back", "take-back"))

    with books.reading() as uow:
        assert (uow.moves.to("returns"), uow.moves.to("sending-back")) == ("take-back", "take-back")
        assert [each.slug for each in uow.articles.public()] == ["take-back"]
        assert len(uow.manuscripts.revisions("take-back", "en")) == 2
        topic = uow.topics.find("take-back")
        assert topic is not None and topic.owner == "maria"
        assert dead_links(uow, "[x](article:returns)", "en") == []
    doing(books, lambda uow: publishing.rename(uow, "take-back", "returns"))  # and home again
    with books.reading() as uow:
        assert (uow.moves.to("returns"), uow.moves.to("take-back")) == (None, "returns")


def test_a_name_that_is_taken_is_refused(books: SqlBooks) -> None:
    live_returns(books)
    begun(books, "Refunds")
    with pytest.raises(Conflict, match="refunds already"):
        doing(books, lambda uow: publishing.rename(uow, "returns", "refunds"))
    doing(books, lambda uow: publishing.rename(uow, "returns", "other"))
    assert begun(books, "Returns").slug == "returns-2"  # the old name leads somewhere still


def test_what_is_not_for_everybody_reaches_neither_help_centre_nor_search(books: SqlBooks) -> None:
    live_returns(books)
    article = Article(slug="returns", language="en", title=TEXT.title, body=TEXT.body)
    passage = Passage(
        id="returns/en/0", slug="returns", language="en", title="Returns", field=Field.TITLE, text="x", answer="x"
    )
    doing(books, lambda uow: uow.passages.replace(article, [passage], [b"\0\0\0\0"], "encoder"))
    topic = Topic(slug="returns", source="en")
    describe = publishing.describe
    doing(books, lambda uow: describe(uow, topic, audience=Audience.AGENTS, owner=None, review_by=None))

    with books.writing() as uow:
        assert (uow.articles.public(), uow.articles.titles(["returns"], "en")) == ([], {})
        assert uow.articles.holding(["days"], "en", 9) == []
        assert uow.passages.all() == ([], b"")
        assert uow.passages.missing("encoder") == []
        uow.passages.replace(article, [passage], [b"\0\0\0\0"], "encoder")  # one who was reading it just then
        assert uow.passages.all() == ([], b"")
        back = replace(topic, audience=Audience.AGENTS)
        describe(uow, back, audience=Audience.PUBLIC, owner=None, review_by=date(2026, 1, 2))
        assert [each.slug for each in uow.passages.missing("encoder")] == ["returns"]
        found = uow.topics.find("returns")
        assert found is not None and found.is_due(date(2026, 1, 2)) and not found.is_due(date(2026, 1, 1))


def test_an_owner_works_here(books: SqlBooks) -> None:
    maria = Account(id="maria", email="m@x.example", name="Maria", roles=frozenset({Role.WRITER}), made_at=NOON)
    doing(books, lambda uow: uow.accounts.add(maria))
    topic = Topic(slug="returns", source="en")

    def owned(owner: str) -> Topic:
        args = {"audience": Audience.PUBLIC, "review_by": None}
        return doing(books, lambda uow: publishing.describe(uow, topic, owner=owner, **args))  # type: ignore[arg-type]

    assert owned("maria").owner == "maria"
    with pytest.raises(Conflict, match="does not work here"):
        owned("nobody")


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (Words(title=" ", body="x"), Refused),
        (Words(title="x" * 301, body="x"), TooLong),
        (Words(title="x", body="x" * 200_001), TooLong),
        (Words(title="x", body="x", questions=("x",) * 201), TooLong),
        (Words(title="x", body="x", questions=("x" * 501,)), TooLong),
        (Words(title="x", body="x", tags=("x" * 61,)), TooLong),
    ],
)
def test_what_is_too_much_is_refused(books: SqlBooks, words: Words, fault: type[Exception]) -> None:
    begun(books)
    with pytest.raises(fault):
        saved(books, words, 1)


ENGLISH = Article(slug="returns", language="en", title="Returns", body="You have 30 days.")
SWEDISH = Article(slug="returns", language="sv", title="Returer", body="Du har 30 dagar.")


def imported(books: SqlBooks, *articles: Article, force: bool = False) -> tuple[tuple[str, ...], list[str]]:
    done = doing(books, lambda uow: mirror(uow, articles, now=NOON, force=force))
    return done.changed, [f"{language}/{slug}" for slug, language in done.kept]


def test_what_was_imported_can_be_edited_and_the_same_files_leave_it_alone(books: SqlBooks) -> None:
    assert imported(books, ENGLISH, SWEDISH) == (("returns",), [])
    saved(books, replace(TEXT, body="Maria's."), 1)
    assert imported(books, ENGLISH, SWEDISH) == ((), [])
    published(books, 2)

    assert imported(books, ENGLISH, SWEDISH) == ((), ["en/returns"])
    assert read(books) == "Maria's."


def test_a_newer_file_does_not_overwrite_a_writer_unless_it_is_forced_to(books: SqlBooks) -> None:
    imported(books, ENGLISH)
    saved(books, replace(TEXT, body="Maria's."), 1)
    published(books, 2)
    newer = replace(ENGLISH, body="The file's.")

    assert imported(books, newer) == ((), ["en/returns"])
    assert imported(books, newer, force=True) == (("returns",), [])
    assert read(books) == "The file's."
    with books.reading() as uow:
        assert uow.manuscripts.revision("returns", "en", 2).words.body == "Maria's."


def test_what_is_staged_stays_staged_over_a_newer_file(books: SqlBooks) -> None:
    imported(books, ENGLISH)
    saved(books, replace(TEXT, body="Maria's."), 1)

    assert imported(books, replace(ENGLISH, body="The file's.")) == (("returns",), [])
    with books.reading() as uow:
        manuscript = uow.manuscripts.get("returns", "en")
        newest = uow.manuscripts.revision("returns", "en", manuscript.revision)
    assert (read(books), manuscript.state, manuscript.live) == ("The file's.", State.DRAFT, 3)
    assert (newest.words.body, newest.how, newest.by) == ("Maria's.", How.KEPT, "maria")


def test_files_that_are_gone_take_with_them_only_what_they_brought(books: SqlBooks) -> None:
    imported(books, ENGLISH, SWEDISH)
    saved(books, replace(TEXT, body="Maria's."), 1)
    doing(books, lambda uow: drafting.create(uow, "Refunds", "en", MARIA))
    doing(books, lambda uow: drafting.save(uow, "refunds", "en", replace(TEXT, title="Refunds"), 1, MARIA))
    doing(books, lambda uow: publishing.publish(uow, "refunds", "en", 2, NOON))

    other = replace(ENGLISH, slug="other")
    assert imported(books, other) == (("other", "returns"), ["en/returns"])
    with books.reading() as uow:
        assert [(each.slug, each.language) for each in uow.articles.all()] == [
            ("other", "en"),
            ("refunds", "en"),
            ("returns", "en"),
        ]
        assert uow.manuscripts.get("returns", "sv").state is State.ARCHIVED


def test_what_a_writer_archived_does_not_come_back_by_itself(books: SqlBooks) -> None:
    imported(books, ENGLISH)
    doing(books, lambda uow: publishing.archive(uow, "returns", "en", 1))

    assert imported(books, ENGLISH) == ((), ["en/returns"])
    assert read(books) is None


def test_a_file_goes_where_its_article_was_moved(books: SqlBooks) -> None:
    imported(books, ENGLISH)
    doing(books, lambda uow: publishing.rename(uow, "returns", "take-back"))

    assert imported(books, ENGLISH) == ((), [])
    assert imported(books, replace(ENGLISH, body="New.")) == (("take-back",), [])


def test_translations_that_come_with_their_source_are_not_outdated(books: SqlBooks) -> None:
    imported(books, ENGLISH, SWEDISH)
    imported(books, replace(SWEDISH, body="Du har 60 dagar."), replace(ENGLISH, body="You have 60 days."))
    imported(books, replace(SWEDISH, body="Du har 60 dagar."), replace(ENGLISH, body="You have 90 days."))

    with books.reading() as uow:
        found = {each.language: each for each in uow.manuscripts.of("returns")}
    assert (found["sv"].made_from, found["en"].live) == (2, 3)
    assert marks(found, "en", ["en", "sv"])["sv"] is Mark.OUTDATED
