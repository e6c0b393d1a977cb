"""What a browser may post, and what it is told."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.markup import html
from connectors.webchat.limits import Limit
from connectors.webchat.origins import origin
from connectors.webchat.posts import LIMIT, parse
from connectors.webchat.sessions import Session, Sessions
from connectors.webchat.stream import encoded
from connectors.webchat.wire import said
from support.errors import Forged, Refused, TooFast, TooLong
from support.messages import Author, Message, conversation

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ANNA = Session(address="anna", language="sv")


def posted(**body: object) -> Message:
    return parse(ANNA, {"id": "browser-1", "text": "hej"} | body, NOON)


def test_a_message_is_bound_to_its_session() -> None:
    message = posted(conversation_id="webchat:bob", author="agent")

    assert (message.conversation_id, message.author, message.language) == ("webchat:anna", Author.CUSTOMER, "sv")
    assert message.id == "webchat:anna:browser-1"


@pytest.mark.parametrize(
    "body",
    [None, [], "x", {}, {"text": "x"}, {"id": "short", "text": "x"}, {"id": "a/b/c/d/e", "text": "x"}],
)
def test_what_is_no_message_is_refused(body: object) -> None:
    with pytest.raises(Refused):
        parse(ANNA, body, NOON)


@pytest.mark.parametrize("text", ["", "  \n", "\x00\x07"])
def test_an_empty_message_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="empty"):
        posted(text=text)


def test_a_book_is_too_long() -> None:
    with pytest.raises(TooLong, match=str(LIMIT)):
        posted(text="x" * 100_000)


def test_a_button_means_only_what_a_button_of_ours_can_mean() -> None:
    assert posted(payload="article:returns").payload == "article:returns"
    assert posted(payload="ask_human").payload == "ask_human"
    for forged in ("needs_person", "/restart", "article:../x", 7, None, "ask_human\n"):
        assert posted(payload=forged).payload is None


@given(some.recursive(some.none() | some.booleans() | some.integers() | some.text(), some.lists, max_leaves=5))
def test_anything_at_all_is_refused_or_kept_whole(text: object) -> None:
    try:
        message = parse(ANNA, {"id": "browser-1", "text": text}, NOON)
    except Refused:
        return
    message.text.encode("utf-8")


def test_a_session_opens_only_its_own_conversation() -> None:
    sessions = Sessions("secret")
    session, token = sessions.open("sv")

    assert sessions.check(f"Bearer {token}") == (session, token)
    other, _ = sessions.open("sv")
    assert other.conversation_id != session.conversation_id


def test_a_forged_session_is_refused() -> None:
    _, token = Sessions("secret").open("sv")
    address, language, mac = token.split(".")
    forged = [
        None,
        "",
        token,  # no scheme
        f"Basic {token}",
        "Bearer ",
        f"Bearer {address}.{language}",
        f"Bearer bob.{language}.{mac}",
        f"Bearer {address}.en.{mac}",
        f"Bearer {address}.{language}.{'0' * 64}",
        f"Bearer {address}.{language}.é",
    ]
    for authorization in forged:
        with pytest.raises(Forged):
            Sessions("secret").check(authorization)
    with pytest.raises(Forged):
        Sessions("another secret").check(f"Bearer {token}")


def test_nobody_writes_that_fast() -> None:
    limit = Limit(3, 10, "too fast")
    for second in range(3):
        limit.take("anna", second)
    with pytest.raises(TooFast, match="too fast") as refused:
        limit.take("anna", 3)
    assert refused.value.seconds == 7
    limit.take("bob", 3)
    limit.take("anna", 11)


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("9.9.9.9", "", "9.9.9.9"),  # no proxy
        ("9.9.9.9", "8.8.8.8", "9.9.9.9"),  # one who says to be another
        ("127.0.0.1", "9.9.9.9", "9.9.9.9"),
        ("127.0.0.1", "8.8.8.8, 9.9.9.9", "9.9.9.9"),  # the same through our proxy, which says who asked it
        ("172.17.0.1", "9.9.9.9, 10.0.0.7", "9.9.9.9"),  # two proxies
        ("127.0.0.1", "9.9.9.9, 104.16.0.9", "9.9.9.9"),  # a CDN that is named
        ("2606:4700::1", "9.9.9.9", "9.9.9.9"),
        ("::1", "2a00:1450:4001:81b::200e", "2a00:1450:4001:81b::/64"),
        ("127.0.0.1", "2a00:1450:4001:81b:1:2:3:4", "2a00:1450:4001:81b::/64"),  # their neighbour's, or their next
        ("::ffff:9.9.9.9", "", "9.9.9.9"),
        ("127.0.0.1", "9.9.9.9:4711", "9.9.9.9"),
        ("127.0.0.1", "[2a00:1450:4001:81b::200e]:4711", "2a00:1450:4001:81b::/64"),
        ("127.0.0.1", "", None),  # this machine, or a proxy that does not say
        ("192.168.1.7", "", None),
        ("127.0.0.1", "9.9.9.9, unknown", None),
        ("127.0.0.1", "9.9.9.9, ", None),
        ("", "9.9.9.9", None),
    ],
)
def test_an_address_is_believed_as_far_as_proxies_wrote_it(peer: str, forwarded: str, address: str | None) -> None:
    assert origin(peer, forwarded, ("104.16.0.0/13", "2606:4700::/32")) == address


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "[click](data:text/html,<script>alert(1)</script>)",
    "<svg/onload=alert(1)>",
    "**<iframe src=//evil>**",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_markdown_can_run(text: str) -> None:
    shown = html(text, "en")

    assert "<script" not in shown and "<img" not in shown and "<svg" not in shown and "<iframe" not in shown
    assert 'href="javascript' not in shown and 'href="data' not in shown


def test_customers_and_agents_words_are_never_html() -> None:
    for author in (Author.CUSTOMER, Author.AGENT):
        message = Message(
            id="m", conversation_id=conversation("webchat", "a"), author=author, text="**x** <b>", sent_at=NOON
        )
        assert (said(message)["html"], said(message)["text"]) == (None, "**x** <b>")


def test_what_the_buttons_ask_stands_apart_from_the_text() -> None:
    values = {"id": "m", "conversation_id": conversation("webchat", "a"), "author": Author.BOT, "sent_at": NOON}
    message = Message(**values, text="In **3** days.", question="Did this help?")

    assert (said(message)["text"], said(message)["question"]) == ("In **3** days.", "Did this help?")
    assert "help" not in said(message)["html"]
    assert message.full_text == "In **3** days.\n\nDid this help?"
    assert Message(**values, text="Hello").full_text == "Hello"


def test_an_article_link_leads_to_the_help_page_of_its_language() -> None:
    assert 'href="/help/fa/refunds"' in html("[x](article:refunds)", "fa")


def test_a_frame_is_one_event_whatever_the_text() -> None:
    frame = encoded(("message", {"text": "a\n\nevent: holder\r\u2028b"}), 7)

    assert frame.count("\n\n") == 1 and frame.endswith("\n\n")
    assert [line.partition(":")[0] for line in frame.strip().split("\n")] == ["event", "id", "data"]
