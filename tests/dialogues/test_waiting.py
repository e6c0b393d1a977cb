"""While people see to it: the way back to the bot, what to expect, and how it was."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.courtesies import expected
from desk.expecting import expectation
from store.engine import open_engine
from store.unit_of_work import SqlBooks
from support.messages import ConversationId
from support.waiting import Expectation
from tests.dialogues.talk import Talk, is_handover, said, titles
from tests.house import House


def handoff_of(house: House, talk: Talk) -> str:
    lines = house.parley("handoffs", "list").stdout.splitlines()
    return next(line.split()[0] for line in lines if talk.customer.conversation_id in line)


def test_who_waits_may_go_back_to_the_bot(talk: Talk) -> None:
    assert is_handover(talk.says("person"), talk.language)
    assert said(talk.customer.presses(talk.text("back_to_bot"))) == [talk.text("handover_closed")]
    assert talk.customer.holder == "bot"

    (answer,) = talk.says("question")
    assert answer["link"]["url"] == f"/help/{talk.language}/{talk.phrases['article']}"


def test_after_it_is_settled_they_say_how_it_was(talk: Talk, house: House) -> None:
    talk.says("person")
    handoff = handoff_of(house, talk)
    assert house.parley("handoffs", "reply", handoff, "Hej!", "--agent", "Maria").returncode == 0
    assert house.parley("handoffs", "close", handoff, "--resolved").returncode == 0
    assert talk.customer.listen(lambda: talk.customer.heard[-1]["text"] == talk.text("survey_csat"))
    assert len(titles(talk.customer.heard[-1])) == 5

    fourth = talk.customer.heard[-1]["buttons"][3]
    assert said(talk.customer.says(fourth["title"])) == [talk.text("survey_words")]  # typed, in their own digits
    assert said(talk.says("agree")) == [talk.text("survey_thanks")]
    (answer,) = talk.says("question")
    assert answer["link"]["url"] == f"/help/{talk.language}/{talk.phrases['article']}"


def test_outside_opening_hours_they_hear_when_people_are_back_and_leave_an_address(
    house: House, talk: Talk, tmp_path: Path
) -> None:
    before = house.parley("teams", "show").stdout
    days = sorted(datetime.now(UTC).date() + timedelta(days=number) for number in range(-1, 3))
    holidays = ", ".join(map(str, days))
    closed = f"- {{id: support, hours: {{zone: Europe/Stockholm, mon-sun: '09:00-17:00', holidays: [{holidays}]}}}}"
    try:
        load(house, tmp_path, closed)
        (reply,) = talk.says("person")
        outlook = " ".join(expected(talk.language, expectation_of(house, talk)))
        assert reply["text"] == f"{talk.text('handover')} {outlook} {talk.text('leave_mail')}"
        assert "Europe" not in reply["text"]

        kept = said(talk.customer.says("anna@example.com"))
        assert kept == [talk.text("mail_kept", email="anna@example.com")]
        assert talk.customer.holder == "queue"
        assert "anna@example.com" in house.parley("handoffs", "show", handoff_of(house, talk)).stdout
    finally:
        load(house, tmp_path, before)


def load(house: House, folder: Path, text: str) -> None:
    (folder / "teams.yml").write_text(text, encoding="utf-8")
    done = house.parley("teams", "load", str(folder / "teams.yml"))
    assert done.returncode == 0, done.stderr


def expectation_of(house: House, talk: Talk) -> Expectation:
    """Return what the house promises, but for the address, which it has asked for already."""
    books = SqlBooks(open_engine(f"sqlite:///{house.folder / 'parley.db'}"))
    with books.reading() as uow:
        found = expectation(uow, uow.teams.all()[0], ConversationId(talk.customer.conversation_id), datetime.now(UTC))
    books.dispose()
    return replace(found, wants_mail=False)
