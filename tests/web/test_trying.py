"""Saved questions over HTTP: who may, what is noted, and what is said while the bot is away."""

from tests.web.office import Office
from tests.web.test_writing import TEXT, Writer
from tests.web.test_writing import maria as maria


def saved(maria: Writer) -> list[tuple[str, str | None, str]]:
    answer = maria.desk.get("/writers/api/articles/returns/en/questions")
    return [(each["text"], each["language"], each["expected"]) for each in answer.json()["questions"]]


def keeps(maria: Writer, question: str, asked_in: str | None = "en", expected: str = "answer") -> int:
    return maria.does("questions/keep", question=question, asked_in=asked_in, expected=expected).status_code


def test_a_question_is_kept_and_removed_and_both_are_noted(office: Office, maria: Writer) -> None:
    assert keeps(maria, "Send it back?") == 200
    assert keeps(maria, "Hur?", None, "none") == 200
    assert saved(maria) == [("Send it back?", "en", "answer"), ("Hur?", None, "none")]

    found = maria.desk.get("/writers/api/articles/returns/sv/questions").json()["questions"]
    assert maria.does("questions/remove", id=found[0]["id"]).status_code == 200
    assert maria.does("questions/remove", id=found[0]["id"]).status_code == 200
    assert saved(maria) == [("Hur?", None, "none")]
    assert [deed for deed in office.deeds() if deed.startswith("question_")] == [
        *("question_kept", "question_kept", "question_removed"),
    ]


def test_what_is_no_question_is_refused_in_words(maria: Writer) -> None:
    for question, asked_in, expected in (
        (" ", "en", "answer"),
        ("Return?", "xx", "answer"),
        ("Return?", "en", "maybe"),
    ):
        answer = maria.does("questions/keep", question=question, asked_in=asked_in, expected=expected)
        assert (answer.status_code, bool(answer.json()["message"])) == (400, True)
    assert maria.does("questions/keep", "nothing/en", question="Hm?", expected="none").status_code == 404
    assert saved(maria) == []


def test_without_the_bot_nothing_is_asked_and_it_is_said(maria: Writer) -> None:
    assert maria.does("questions/check", deed="publish", **TEXT).json()["is_away"] is False  # there is nothing to ask
    keeps(maria, "Send it back?")
    told = maria.does("questions/check", deed="archive").json()
    assert (told["is_away"], told["left"], told["questions"]) == (True, 1, [])
    assert maria.does("ask", question="Send it back?", asked_in=None, **TEXT).json() == {"is_away": True}
    assert maria.does("questions/check", deed="nothing").status_code == 400


def test_saved_questions_hold_nobody_up(office: Office, maria: Writer) -> None:
    keeps(maria, "Send it back?")
    maria.does("save", **{"from": 1}, **TEXT)
    assert maria.does("publish", **{"from": 2}).status_code == 200
    assert "60 days" in office.desk().get("/help/en/returns").text
