"""The desk's API over real HTTP: what agents see and do, side by side."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from support.handoffs import Reason
from support.messages import Attachment, MediaKind, conversation
from tests.web.inbox import ANNA, Agent, at, bot_calls, bot_says, customer_says, file_of, said_to
from tests.web.office import Office


@pytest.fixture
def maria(office: Office) -> Agent:
    return Agent(office, "Maria")


@pytest.fixture
def per(office: Office) -> Agent:
    return Agent(office, "Per")


def test_an_agent_is_told_who_they_are_and_who_works_beside_them(maria: Agent, per: Agent) -> None:
    told = maria.sees("me")

    assert told["account"] == {"id": maria.account.id, "name": "Maria", "roles": ["agent"], "languages": []}
    assert [agent["name"] for agent in told["agents"]] == ["Maria", "Per"]


def test_from_the_call_to_the_last_word(office: Office, maria: Agent) -> None:
    first = customer_says(office.books, "Var är mina skor?")
    bot_says(office.books, first, "Menar du ...", "knowledge_unsure", "returns", "refunds")
    call = customer_says(office.books, "en människa tack")
    bot_calls(office.books, call)
    bot_says(office.books, call, "Jag hämtar någon", "ask_human")
    assert maria.lists(view="unassigned") == [ANNA]

    found = maria.opens()
    assert found["conversation"]["holder"] == "queue" and found["conversation"]["waiting_since"]
    card = found["card"]
    assert (card["reason"], card["wants"], card["language_certainty"]) == ("asked", "Var är mina skor?", 0.9)
    assert card["slots"] == {"order_number": "TM-1"}
    assert card["tried"][0]["hits"][0] == {
        "slug": "returns",
        "title": "Returns",
        "score": 0.5,
        "url": "/help/sv/returns",
    }
    assert [entry["text"] for entry in found["transcript"]] == [
        "Var är mina skor?",
        "Menar du ...",
        "en människa tack",
        "Handed to people: the customer asked for a person",
        "Jag hämtar någon",
    ]
    assert (found["transcript"][1]["intent"], found["transcript"][1]["confidence"]) == ("knowledge_unsure", 0.7)

    row = maria.says("Hej, jag tittar.")
    assert (row["holder"], row["taken_by"], row["waiting_since"]) == ("agent", maria.account.id, None)
    maria.notes("angry?")
    maria.does("labels", labels=["vip", " vip ", "late  order"])
    assert maria.lists(view="mine", label="late order") == [ANNA]
    resolved = maria.does("resolve", message="Hej då!")
    assert resolved["holder"] == "bot" and resolved["resolved_at"]
    assert maria.lists(view="resolved") == [ANNA] and maria.lists(view="bot") == []
    assert said_to(office.books)[-2:] == ["Hej, jag tittar.", "Hej då!"]
    assert maria.does("resolve") == resolved  # pressed twice

    told = [(entry["kind"], entry["text"]) for entry in maria.opens()["transcript"]][5:]
    assert told == [
        ("change", "Maria took it"),
        ("message", "Hej, jag tittar."),
        ("note", "angry?"),
        ("change", "Maria changed the labels: vip, late order"),
        ("message", "Hej då!"),
        ("change", "Maria resolved it"),
    ]


def test_two_agents_cannot_both_take_it(office: Office, maria: Agent, per: Agent) -> None:
    bot_calls(office.books, customer_says(office.books, "help"))
    maria.does("take")
    maria.does("take")  # twice by one is no fault

    for what, body in (
        ("take", {}),
        ("reply", {"id": str(uuid.uuid4()), "text": "hi"}),
        ("resolve", {}),
        ("return", {}),
    ):
        refused = per.tries(what, **body)
        assert refused.status_code == 409
        told = refused.json()
        assert (told["error"], told["taken_by"]) == ("HandoffTaken", {"id": maria.account.id, "name": "Maria"})
        assert told["message"].startswith("Maria is answering this conversation already.")
    assert said_to(office.books) == []
    assert per.notes("I know her")["taken_by"] == maria.account.id


def test_an_agent_steps_in_where_the_bot_answers_and_gives_it_back(office: Office, maria: Agent) -> None:
    asked = customer_says(office.books, "hej")
    bot_says(office.books, asked, "Hej!", "greet")
    assert maria.lists(view="bot") == [ANNA] and maria.opens()["card"] is None

    row = maria.does("take")
    assert (row["holder"], row["reason"], row["waiting_since"]) == ("agent", "taken_over", None)
    assert maria.does("return", message="The bot knows the rest.")["holder"] == "bot"
    assert maria.lists(view="bot") == [ANNA]
    words, farewell = said_to(office.books)[-2:]
    assert words == "The bot knows the rest." and "bot" in farewell


def test_an_id_says_a_thing_once(office: Office, maria: Agent, per: Agent) -> None:
    customer_says(office.books, "hej")
    customer_says(office.books, "hej", conversation("webchat", "bob"))
    id = str(uuid.uuid4())
    for _ in range(2):
        maria.does("reply", id=id, text="Hello")
        maria.does("note", id=id, text="Hm")

    assert said_to(office.books) == ["Hello"]
    assert [entry["kind"] for entry in maria.opens()["transcript"]].count("note") == 1
    assert maria.tries("reply", conversation("webchat", "bob"), id=id, text="Hello").status_code == 409
    maria.does("assign", to=None)
    assert per.tries("reply", id=id, text="Hello").status_code == 409


def test_a_conversation_goes_from_hand_to_hand(office: Office, maria: Agent, per: Agent) -> None:
    bot_calls(office.books, customer_says(office.books, "help"))
    maria.does("take")

    assert maria.does("assign", to=per.account.id)["taken_by"] == per.account.id
    assert maria.does("assign", to=None)["holder"] == "queue"
    row = per.does("transfer", team="t1", to=maria.account.id, note="she knows Swedish")
    assert (row["team"], row["taken_by"]) == ("t1", maria.account.id)
    told = [entry["text"] for entry in maria.opens()["transcript"]]
    assert told[2:] == [
        "Maria took it",
        "Maria gave it to Per",
        "Maria put it back for everybody",
        "Per handed it to team t1",
        "Per gave it to Maria",
        "she knows Swedish",
    ]
    assert maria.tries("assign", to="nobody").status_code == 400


def test_what_is_put_off_comes_back_when_the_customer_writes(office: Office, maria: Agent) -> None:
    bot_calls(office.books, customer_says(office.books, "help"))
    maria.does("take")
    until = (datetime.now(UTC) + timedelta(hours=2)).isoformat()
    maria.does("snooze", until=until)
    assert (maria.lists(view="mine"), maria.lists(view="snoozed")) == ([], [ANNA])

    customer_says(office.books, "still there?")
    assert (maria.lists(view="mine"), maria.lists(view="snoozed")) == ([ANNA], [])
    maria.does("snooze", until=until)  # the same time once more
    assert maria.lists(view="snoozed") == [ANNA]


def test_what_did_not_arrive_is_sent_again(office: Office, maria: Agent) -> None:
    customer_says(office.books, "help")
    id = str(uuid.uuid4())
    maria.does("reply", id=id, text="Hello")
    assert maria.tries("retry", message_id=id).status_code == 409
    with office.books.writing() as uow:
        (leased,) = uow.outbox.lease_heads("webchat", datetime.now(UTC) + timedelta(minutes=1))
        uow.outbox.save(leased, leased.dead("number is blocked"))
        uow.commit()
    (entry,) = (entry for entry in maria.opens()["transcript"] if entry["id"] == id)
    assert (entry["status"], entry["fault"]) == ("failed", "number is blocked")

    maria.does("retry", message_id=id)
    with office.books.reading() as uow:
        assert uow.outbox.dead() == []
    assert maria.tries("retry", conversation("webchat", "bob"), message_id=id).status_code == 404


def test_a_long_transcript_comes_in_parts_from_its_end(office: Office, maria: Agent) -> None:
    for number in range(7):
        customer_says(office.books, str(number))

    last = maria.opens(limit=3)
    assert [entry["text"] for entry in last["transcript"]] == ["4", "5", "6"]
    middle = maria.opens(limit=3, before=last["before"])
    first = maria.opens(limit=3, before=middle["before"])
    assert [entry["text"] for entry in middle["transcript"] + first["transcript"]] == ["1", "2", "3", "0"]
    assert first["before"] is None
    assert maria.asks(at(ANNA), before="nothing").status_code == 404


def test_all_that_one_person_said_anywhere_is_one_transcript(office: Office, maria: Agent) -> None:
    phone = conversation("whatsapp", "46701234567")
    verified: dict[str, Any] = {"data": {"verified": {"phone": "+46701234567"}}}
    customer_says(office.books, "on my phone", phone, **verified)
    customer_says(office.books, "and at my desk", **verified)

    found = maria.opens()
    assert [(entry["channel"], entry["text"]) for entry in found["transcript"]] == [
        ("whatsapp", "on my phone"),
        ("webchat", "and at my desk"),
    ]
    assert [row["conversation_id"] for row in found["others"]] == [phone]
    assert (found["contact"]["phone"], len(found["contact"]["identities"])) == ("+46701234567", 2)
    assert maria.lists(view="bot", q="4670123") == [ANNA, phone]


@pytest.mark.parametrize(
    ("media_type", "shown"),
    [
        ("image/png", True),
        ("IMAGE/PNG; x=1", True),
        ("audio/ogg; codecs=opus", True),
        ("image/svg+xml", False),
        ("text/html", False),
        ("application/pdf", False),
        ("text/plain", False),
        ("", False),
    ],
)
def test_a_customers_file_cannot_run(office: Office, maria: Agent, media_type: str, shown: bool) -> None:
    key = file_of(office.books, b"<svg onload=alert(1)>", media_type)
    file = Attachment(kind=MediaKind.DOCUMENT, source="x", media_type=media_type, name='"><script>.svg', key=key)
    customer_says(office.books, "look", attachments=(file,))
    (sent,) = maria.opens()["transcript"][0]["attachments"]

    answer = maria.browser.get(sent["url"])
    assert (answer.status_code, answer.content) == (200, b"<svg onload=alert(1)>")
    assert answer.headers["Content-Disposition"] == ("inline" if shown else "attachment")
    assert answer.headers["Content-Type"].startswith(
        media_type.partition(";")[0].lower() if shown else "application/octet-stream"
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["Cache-Control"] == "no-store"
    assert office.desk().get(sent["url"]).status_code == 401


@pytest.mark.parametrize("key", ["0" * 64, "x", "..%2f..%2fetc%2fpasswd", "%00", "A" * 64])
def test_a_file_that_is_not_there(maria: Agent, key: str) -> None:
    assert maria.asks(f"files/{key}").status_code == 404


@pytest.mark.parametrize("id", ["webchat%3Abob", "nothing", "%00", "a%3A%00", "x" * 300, "%F0%9F", "webchat%3A%0A"])
def test_a_conversation_that_is_not_there(maria: Agent, id: str) -> None:
    assert maria.asks(f"conversations/{id}").status_code == 404
    for what, body in (("take", b""), ("viewing", b""), ("labels", b'{"labels": []}'), ("resolve", b"{}")):
        answer = maria.posts(f"conversations/{id}/{what}", body)
        assert answer.status_code == 404, what


ID = "5b1f4d4e-3f0a-4c52-9d0e-8a6b7f1c2d3e"


def test_labels_of_two_at_once_are_all_there(office: Office, maria: Agent, per: Agent) -> None:
    customer_says(office.books, "hej")
    maria.does("labels", labels=["vip", "late"])
    maria.does("labels", add=["refund", "vip"])
    per.does("labels", add=["shoes"], remove=["late", "never there"])

    assert maria.opens()["conversation"]["labels"] == ["vip", "refund", "shoes"]


@pytest.mark.parametrize(
    ("what", "body", "status"),
    [
        ("reply", b"", 400),
        ("reply", b"[]", 400),
        ("reply", b"nothing", 400),
        ("reply", b"[" * 60_000, 400),
        ("reply", b"\xff", 400),
        ("reply", b'{"text": "hi"}', 400),
        ("reply", b'{"id": "webchat:anna:1/0", "text": "hi"}', 400),
        ("reply", b'{"id": "%s", "text": 5}' % ID.encode(), 400),
        ("reply", b'{"id": "%s", "text": " "}' % ID.encode(), 400),
        ("reply", b'{"id": "%s", "text": "\\u0000"}' % ID.encode(), 400),
        ("reply", b'{"id": "%s", "text": "\\ud800"}' % ID.encode(), 400),
        ("reply", b'{"id": "%s", "text": "%s"}' % (ID.encode(), b"x" * 4001), 413),
        ("reply", b'{"id": "%s", "text": "%s"}' % (ID.encode(), b"x" * 100_000), 413),
        ("note", b'{"id": "%s", "text": ""}' % ID.encode(), 400),
        ("labels", b'{"labels": "vip"}', 400),
        ("labels", b'{"add": "vip"}', 400),
        ("labels", b'{"remove": [7]}', 400),
        ("labels", b'{"labels": [["vip"]]}', 400),
        ("labels", b'{"labels": [" "]}', 400),
        ("labels", b'{"labels": ["%s"]}' % (b"x" * 41), 400),
        ("labels", b'{"labels": [%s]}' % ",".join(f'"{n}"' for n in range(21)).encode(), 400),
        ("snooze", b'{"until": "tomorrow"}', 400),
        ("snooze", b'{"until": "2020-01-01T00:00:00Z"}', 400),
        ("snooze", b'{"until": "2999-01-01T00:00:00Z"}', 400),
        ("snooze", b'{"until": "2027-01-01T00:00:00"}', 400),
        ("snooze", b'{"until": "0001-01-01T00:00:00+23:59"}', 400),
        ("assign", b'{"to": 5}', 400),
        ("retry", b'{"message_id": "nothing"}', 404),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    office: Office, maria: Agent, what: str, body: bytes, status: int
) -> None:
    customer_says(office.books, "hej")
    before = maria.opens()

    answer = maria.posts(f"{at(ANNA)}/{what}", body)
    assert (answer.status_code, set(answer.json())) == (status, {"error", "message"})
    assert maria.opens() == before


@pytest.mark.parametrize(
    "query",
    [
        {"view": "everything"},
        {"waiting": "-1"},
        {"waiting": "9" * 9},
        {"after": "nothing"},
        {"after": '[1e999, "x"]', "view": "bot"},
    ],
)
def test_a_list_that_makes_no_sense_is_refused(maria: Agent, query: dict[str, str]) -> None:
    assert maria.asks("conversations", **query).status_code == 400


@pytest.mark.parametrize(
    "query", [{"q": "\0"}, {"q": "%_'\"\\"}, {"q": "x " * 500}, {"limit": "x"}, {"limit": "0"}, {"label": "\0'"}]
)
def test_a_list_stands_what_is_typed(office: Office, maria: Agent, query: dict[str, str]) -> None:
    customer_says(office.books, "hej")
    assert maria.asks("conversations", view="bot", **query).status_code == 200


def test_script_is_handed_on_as_words_only(office: Office, maria: Agent) -> None:
    script = "<script>alert(1)</script>"
    asked = customer_says(office.books, script, name=script)
    bot_says(office.books, asked, f"{script} [x](javascript:alert(1)) *bold*", "greet")
    maria.notes(script)
    maria.does("labels", labels=[script])

    answer = maria.asks(at(ANNA))
    assert answer.headers["Content-Type"] == "application/json"
    for entry in answer.json()["transcript"]:
        if entry["author"] == "bot":
            assert "<em>bold</em>" in entry["html"]
            assert "<script" not in entry["html"] and 'href="javascript' not in entry["html"]
        else:
            assert entry["html"] is None


def test_a_voice_and_trouble_have_a_card_too(office: Office, maria: Agent) -> None:
    customer_says(office.books, "my order never came")
    bot_calls(office.books, customer_says(office.books, ""), Reason.VOICE)

    assert maria.opens()["card"]["wants"] == "my order never came"


def test_lists_are_paged_and_counted(office: Office, maria: Agent) -> None:
    ids = [conversation("webchat", f"c{number}") for number in range(5)]
    for id in ids:
        bot_calls(office.books, customer_says(office.books, "help", id))
    first = maria.sees("conversations", view="all", limit=3)
    second = maria.sees("conversations", view="all", limit=3, after=first["next"])

    rows = first["conversations"] + second["conversations"]
    assert [row["conversation_id"] for row in rows] == ids and second["next"] is None
    assert first["counts"] == {"mine": 0, "unassigned": 5, "all": 5, "bot": 0, "snoozed": 0}
    assert maria.lists(view="all", waiting="5") == []
