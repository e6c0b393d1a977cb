"""Imports from beginning to end: what changes, what stays, what is told."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from kb.importing.drafts import Draft, Fault, Found
from kb.importing.judging import Manner
from kb.importing.mirroring import mirror
from kb.importing.taking import known, leave, planned, remove, take
from kb.writing import drafting, publishing
from store.unit_of_work import SqlBooks
from support.articles import Article
from support.events import ArticlesChanged
from support.staff import Act
from support.writing import How, State, Words
from tests.kb.importing.desk import NOON, english, imports, texts, told

MARIA = Act(at=NOON, by="maria")
RETURNS = Draft(topic="1", place="a:1", title="How do I return?", body="30 days.", language="en")
HOURS = Draft(topic="2", place="a:2", title="When are you open?", body="Nine to six.", language="en")


def writes(books: SqlBooks, body: str, *, is_published: bool = True) -> None:
    """Have Maria write the article about returns anew."""
    name = "how-do-i-return", "en"
    with books.writing() as uow:
        began = uow.manuscripts.get(*name).revision
        staged = drafting.save(uow, *name, Words(title=RETURNS.title, body=body), began, MARIA)
        if is_published:
            publishing.publish(uow, *name, staged.revision, NOON)
        uow.commit()


def history(books: SqlBooks) -> list[tuple[How, str]]:
    with books.reading() as uow:
        return [(each.how, each.words.body) for each in uow.manuscripts.revisions("how-do-i-return", "en")]


def test_what_is_imported_is_a_revision_that_can_be_restored(empty: SqlBooks) -> None:
    imports(empty, [RETURNS])
    imports(empty, [replace(RETURNS, body="31 days.")])

    assert history(empty) == [(How.IMPORTED, "31 days."), (How.IMPORTED, "30 days.")]
    with empty.reading() as uow:
        manuscript = uow.manuscripts.get("how-do-i-return", "en")
    assert (manuscript.state, manuscript.live) == (State.PUBLISHED, 2)


def test_what_a_writer_had_staged_stays_staged_on_top(empty: SqlBooks) -> None:
    imports(empty, [RETURNS])
    writes(empty, "Maria's.", is_published=False)
    imports(empty, [replace(RETURNS, body="31 days.")])

    assert texts(empty) == {"en/how-do-i-return": "31 days."}
    assert history(empty)[:2] == [(How.KEPT, "Maria's."), (How.IMPORTED, "31 days.")]


def test_a_draft_never_covers_what_a_writer_is_at(empty: SqlBooks) -> None:
    imports(empty, [RETURNS])
    writes(empty, "Maria's.", is_published=False)
    plan = imports(empty, [replace(RETURNS, body="31 days.")], manner=Manner(is_draft=True))

    assert told(plan) == {"en/how-do-i-return": "kept"}
    assert history(empty)[0] == (How.WRITTEN, "Maria's.")


def test_drafts_go_live_where_the_source_is_imported_without_them(empty: SqlBooks) -> None:
    imports(empty, [RETURNS], manner=Manner(is_draft=True))
    imports(empty, [RETURNS])

    assert texts(empty) == {"en/how-do-i-return": "30 days."}
    assert history(empty) == [(How.IMPORTED, "30 days.")]


def test_what_somebody_writes_while_a_site_is_read_is_left_alone(empty: SqlBooks) -> None:
    imports(empty, [RETURNS, HOURS])
    with empty.reading() as uow:
        plan = planned("shop", [replace(RETURNS, body="31 days.")], known(uow, "shop"), english, Manner())
    writes(empty, "Maria's.")
    with empty.writing() as uow:
        assert take(uow, plan, Act(at=NOON)) == ("when-are-you-open",)
        uow.commit()

    assert texts(empty) == {"en/how-do-i-return": "Maria's."}


def test_what_the_source_took_away_comes_back_with_it_under_its_name(empty: SqlBooks) -> None:
    imports(empty, [RETURNS, HOURS])
    imports(empty, [HOURS])
    assert texts(empty) == {"en/when-are-you-open": "Nine to six."}

    plan = imports(empty, [replace(RETURNS, title="Sending back"), HOURS])
    assert told(plan) == {"en/how-do-i-return": "new", "en/when-are-you-open": "same"}
    assert texts(empty)["en/how-do-i-return"] == "30 days."


def test_an_article_follows_its_source_where_writers_moved_it(empty: SqlBooks) -> None:
    imports(empty, [RETURNS])
    with empty.writing() as uow:
        publishing.rename(uow, "how-do-i-return", "take-back")
        uow.commit()
    swedish = replace(RETURNS, language="sv", body="30 dagar.")

    assert told(imports(empty, [RETURNS, swedish])) == {"en/take-back": "same", "sv/take-back": "new"}


def test_a_source_that_is_forgotten_leaves_its_articles_or_takes_them_along(empty: SqlBooks) -> None:
    imports(empty, [RETURNS])
    imports(empty, [HOURS], source="wiki")
    with empty.writing() as uow:
        leave(uow, uow.imports.of("shop"))
        remove(uow, uow.imports.of("wiki"))
        assert uow.imports.owners() == {}
        assert uow.manuscripts.get("when-are-you-open", "en").state is State.ARCHIVED
        uow.commit()

    assert texts(empty) == {"en/how-do-i-return": "30 days."}


def test_a_source_is_taken_in_and_a_second_time_changes_nothing(empty: SqlBooks) -> None:
    assert told(imports(empty, [RETURNS, HOURS])) == {"en/how-do-i-return": "new", "en/when-are-you-open": "new"}
    with empty.reading() as uow:
        before = uow.events.last()

    assert set(told(imports(empty, [RETURNS, HOURS])).values()) == {"same"}
    with empty.reading() as uow:
        assert uow.events.last() == before


def test_a_title_changes_and_the_slug_stays(empty: SqlBooks) -> None:
    imports(empty, [RETURNS])
    plan = imports(empty, [replace(RETURNS, title="Returning things", body="31 days.")])

    assert told(plan) == {"en/how-do-i-return": "changed"}
    assert plan.steps[0].why == ('title: "How do I return?" -> "Returning things"', 'line 1: "30 days." -> "31 days."')
    assert texts(empty) == {"en/how-do-i-return": "31 days."}


def test_bots_are_told_what_changed(empty: SqlBooks) -> None:
    imports(empty, [RETURNS, HOURS])
    with empty.reading() as uow:
        before = uow.events.last()
    imports(empty, [RETURNS])

    with empty.reading() as uow:
        assert [one.event for one in uow.events.since(before)] == [ArticlesChanged(slugs=("when-are-you-open",))]
    assert texts(empty) == {"en/how-do-i-return": "30 days."}


def test_nothing_is_gone_while_something_cannot_be_read(empty: SqlBooks) -> None:
    imports(empty, [RETURNS, HOURS])
    plan = imports(empty, [RETURNS, Fault(place="a:2", cause="torn")])

    assert told(plan)["en/when-are-you-open"] == "kept"
    assert "en/when-are-you-open" in texts(empty)


def test_what_was_changed_here_stays_unless_it_is_forced(empty: SqlBooks) -> None:
    imports(empty, [RETURNS])
    writes(empty, "Our own words.")
    newer = replace(RETURNS, body="31 days.")

    assert told(imports(empty, [RETURNS])) == {"en/how-do-i-return": "kept"}
    assert told(imports(empty, [newer])) == {"en/how-do-i-return": "kept"}
    assert texts(empty) == {"en/how-do-i-return": "Our own words."}
    assert told(imports(empty, [newer], manner=Manner(is_forced=True))) == {"en/how-do-i-return": "changed"}
    assert texts(empty) == {"en/how-do-i-return": "31 days."}


def test_what_was_removed_here_does_not_come_back_by_itself(empty: SqlBooks) -> None:
    imports(empty, [RETURNS])
    with empty.writing() as uow:
        publishing.archive(uow, "how-do-i-return", "en", 1)
        uow.commit()

    imports(empty, [replace(RETURNS, body="31 days.")])
    assert texts(empty) == {}


def test_translations_share_a_slug_whichever_comes_first(empty: SqlBooks) -> None:
    swedish = replace(RETURNS, language="sv-SE", title="Hur returnerar jag?", body="30 dagar.", place="a:9")
    imports(empty, [RETURNS])
    imports(empty, [swedish, RETURNS])

    assert texts(empty) == {"en/how-do-i-return": "30 days.", "sv/how-do-i-return": "30 dagar."}


def test_two_sources_do_not_overwrite_each_other(empty: SqlBooks) -> None:
    imports(empty, [RETURNS], source="shop")
    imports(empty, [replace(RETURNS, body="60 days.")], source="wiki")

    assert texts(empty) == {"en/how-do-i-return": "30 days.", "en/how-do-i-return-2": "60 days."}


def test_the_article_folder_leaves_alone_what_came_from_elsewhere(empty: SqlBooks) -> None:
    imports(empty, [RETURNS])
    own = Article(slug="own", language="en", title="Own", body="Ours.")
    with empty.writing() as uow:
        assert mirror(uow, [own], now=NOON).changed == ("own",)
        uow.commit()

    assert texts(empty) == {"en/how-do-i-return": "30 days.", "en/own": "Ours."}


def test_drafts_are_laid_aside_until_somebody_publishes_them(empty: SqlBooks) -> None:
    imports(empty, [RETURNS], manner=Manner(is_draft=True))
    assert texts(empty) == {}
    assert told(imports(empty, [RETURNS], manner=Manner(is_draft=True))) == {"en/how-do-i-return": "same"}

    with empty.writing() as uow:
        publishing.publish(uow, "how-do-i-return", "en", 1, NOON)
        uow.commit()
    assert texts(empty) == {"en/how-do-i-return": "30 days."}
    assert told(imports(empty, [RETURNS], manner=Manner(is_draft=True))) == {"en/how-do-i-return": "same"}
    newer = imports(empty, [replace(RETURNS, body="31 days.")], manner=Manner(is_draft=True))
    assert told(newer) == {"en/how-do-i-return": "changed"}
    assert texts(empty) == {"en/how-do-i-return": "30 days."}
    assert told(imports(empty, [], manner=Manner(is_draft=True))) == {"en/how-do-i-return": "kept"}


def looked_at(books: SqlBooks, found: Iterable[Found]) -> list[str]:
    with books.reading() as uow:
        plan = planned("shop", found, known(uow, "shop"), english, Manner())
    return [str(fault) for fault in plan.faults]


@pytest.mark.parametrize(
    ("draft", "fault"),
    [
        (replace(RETURNS, language="klingonish"), "a:1: 'klingonish' is no language"),
        (replace(RETURNS, body="x" * 20_000_000), "a:1: has 20000000 characters; split it"),
        (replace(RETURNS, title="x" * 400), "a:1: has a title of 400 characters"),
        (replace(RETURNS, title="\u202e \x00"), "a:1: has no title"),
        (replace(RETURNS, body="ok\n\n<script>alert(1)</script>", line=3), "a:1:5: holds HTML that could run"),
        (replace(RETURNS, body="[a](javascript:alert(1))"), "a:1: links to 'javascript:alert(1)'"),
        (replace(RETURNS, body="[a]\n\n[a]: vbscript:x"), "a:1: links to 'vbscript:x'"),
        (replace(RETURNS, body="<p onclick=x>a</p>"), "a:1: holds HTML that could run"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(empty: SqlBooks, draft: Draft, fault: str) -> None:
    (said,) = looked_at(empty, [draft, HOURS])
    assert said.startswith(fault)


def test_code_that_is_only_shown_is_taken(empty: SqlBooks) -> None:
    body = "Write `<script>` or\n\n```\n<iframe onload=x>\n```\n"
    assert looked_at(empty, [replace(RETURNS, body=body)]) == []


def test_marks_that_turn_the_direction_go_and_joiners_stay(empty: SqlBooks) -> None:
    imports(empty, [replace(RETURNS, title="a", body="می\u200cخواهم\u202e abc\u2069 \u200fx\x00")])
    assert texts(empty) == {"en/a": "می\u200cخواهم abc \u200fx"}


def test_links_lead_to_articles_in_circles_too(empty: SqlBooks) -> None:
    one = replace(
        RETURNS, names=("https://shop.example/help/returns",), body="See [hours](https://SHOP.example/hours/)."
    )
    two = replace(HOURS, names=("https://shop.example/hours",), body="[Back](https://shop.example/help/returns#x)")
    imports(empty, [one, two])

    assert texts(empty) == {
        "en/how-do-i-return": "See [hours](article:when-are-you-open).",
        "en/when-are-you-open": "[Back](article:how-do-i-return)",
    }


def test_the_same_article_twice_is_told(empty: SqlBooks) -> None:
    assert looked_at(empty, [RETURNS, replace(RETURNS, place="b:7")]) == ["b:7: is the same article in en as a:1"]


@pytest.mark.parametrize(
    ("title", "slug"),
    [("¿Cómo devuelvo?", "como-devuelvo"), ("چگونه؟", "chgwnh"), ("返品", "fanpin"), ("???", "article")],
)
def test_a_slug_is_made_of_any_script(empty: SqlBooks, title: str, slug: str) -> None:
    imports(empty, [replace(RETURNS, title=title)])
    assert list(texts(empty)) == [f"en/{slug}"]
