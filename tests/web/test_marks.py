"""What agents answered, for writers and trainers to learn from."""

import uuid
from typing import Any
from urllib.parse import quote

import pytest

from support.staff import Role
from tests.web.inbox import ANNA, Agent, bot_calls, bot_says, customer_says
from tests.web.office import Office

EVIL = "<script>alert(1)</script>"


@pytest.fixture
def maria(office: Office) -> Agent:
    return Agent(office, "Maria")


def answers(agent: Agent, text: str) -> str:
    id = str(uuid.uuid4())
    agent.does("reply", id=id, text=text)
    return id


def marks(agent: Agent, id: str, kind: str = "article", **body: Any) -> Any:
    return agent.browser.http.post(
        f"/desk/api/entries/{quote(id, safe='')}/marks",
        json={"kind": kind, **body},
        headers={"X-CSRF-Token": agent.csrf},
    )


def listed(office: Office, *roles: Role, show: str = "") -> list[dict[str, Any]]:
    desk = office.desk_of(office.hires(uuid.uuid4().hex, *roles))
    found: list[dict[str, Any]] = desk.get(f"/desk/marks.json?show={show}").json()["marks"]
    return found


def test_a_mark_knows_what_was_asked_and_what_the_bot_had_found(office: Office, maria: Agent) -> None:
    question = customer_says(office.books, "Kan jag byta skor efter en månad?")
    bot_says(office.books, question, "Menar du ...", "knowledge_unsure", "returns", "exchange")
    call = customer_says(office.books, "en människa tack")
    bot_calls(office.books, call)
    bot_says(office.books, call, "Jag hämtar någon", "ask_human")
    reply = answers(maria, "Ja, inom 60 dagar.")

    assert marks(maria, reply, note="we hear it daily").json()["question"] == "Kan jag byta skor efter en månad?"

    (found,) = listed(office, Role.WRITER)
    assert (found["answer"], found["language"], found["note"]) == ("Ja, inom 60 dagar.", "sv", "we hear it daily")
    assert [hit["slug"] for hit in found["tried"]] == ["returns", "exchange"] and found["marked_by"] == "Maria"


def test_a_later_reply_answers_the_words_since_the_one_before(office: Office, maria: Agent) -> None:
    bot_calls(office.books, customer_says(office.books, "Hej?"))
    answers(maria, "Hej!")
    customer_says(office.books, "Har ni butik")
    customer_says(office.books, "i Malmö?")
    answers(maria, "Ett ögonblick.")
    reply = answers(maria, "Ja, på Södergatan.")

    assert marks(maria, reply, "known").json()["question"] == "Har ni butik\ni Malmö?"


def test_writers_see_articles_and_trainers_what_the_bot_should_know(office: Office, maria: Agent) -> None:
    bot_calls(office.books, customer_says(office.books, "Hej?"))
    reply = answers(maria, "Hej!")
    for kind in ("article", "known", "known"):  # pressed twice, it is one
        marks(maria, reply, kind)

    assert [each["kind"] for each in listed(office, Role.WRITER)] == ["article"]
    assert [each["kind"] for each in listed(office, Role.TRAINER)] == ["known"]
    assert len(listed(office, Role.ADMIN)) == 2


def test_what_was_seen_to_is_off_the_list(office: Office, maria: Agent) -> None:
    bot_calls(office.books, customer_says(office.books, "Hej?"))
    id = marks(maria, answers(maria, "Hej!")).json()["id"]
    writer = office.desk_of(office.hires("Wera", Role.WRITER))
    trainer = office.desk_of(office.hires("Tore", Role.TRAINER))

    assert trainer.sends("/desk/marks/done", id=id).status_code == 403
    assert writer.sends("/desk/marks/done", id=id).status_code == 303
    assert writer.sends("/desk/marks/done", id="article:nothing").status_code == 404
    assert listed(office, Role.WRITER) == []
    assert [each["done_by"] for each in listed(office, Role.WRITER, show="done")] == ["Wera"]


def test_only_a_persons_reply_can_be_marked(office: Office, maria: Agent) -> None:
    said = customer_says(office.books, "Hej?")
    bot_says(office.books, said, "Hej!", "greet")

    assert marks(maria, f"{said.id}/0").status_code == 400
    assert marks(maria, said.id).status_code == 404
    bot_calls(office.books, said)
    reply = answers(maria, "Hej!")
    assert marks(maria, reply, "nonsense").status_code == 400
    assert marks(maria, reply, note="x" * 4001).status_code == 413
    assert marks(maria, reply, note=7).status_code == 400
    assert listed(office, Role.ADMIN) == []


def test_script_is_words_on_the_page(office: Office, maria: Agent) -> None:
    bot_calls(office.books, customer_says(office.books, EVIL, name=EVIL))
    marks(maria, answers(maria, EVIL), note=EVIL)
    page = office.desk_of(office.hires("Wera", Role.WRITER)).get("/desk/marks")

    assert page.status_code == 200 and page.text.count("&lt;script&gt;alert(1)") == 3
    assert EVIL not in page.text and ANNA not in page.text
