"""One message, many channels: cut where a reader would pause, written out where a channel shows less."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.plain import Marks, plain
from connectors.rendering import numbered, shortened, split, utf16_units, whole_text
from support.messages import Author, Button, Link, Message, conversation

FAMILY = "👨‍👩‍👧‍👦"


def a_reply(text: str, **more: object) -> Message:
    values = {"author": Author.BOT, "sent_at": datetime.now(UTC), "language": "sv"} | more
    return Message(id="m1/0", conversation_id=conversation("telegram", "1"), text=text, **values)  # type: ignore[arg-type]


def test_a_short_text_stays_whole() -> None:
    assert split("Hello.", 4096) == ["Hello."]
    assert split("  ", 10) == []


def test_a_long_text_is_cut_at_paragraphs_then_sentences_then_words() -> None:
    assert split("One two three.\n\nFour five six seven.", 24) == ["One two three.", "Four five six seven."]
    assert split("One two three. Four five six.", 20) == ["One two three.", "Four five six."]
    assert split("نخستین جمله است. این جملهٔ دوم است.", 20) == ["نخستین جمله است.", "این جملهٔ دوم است."]
    assert split("one two three four", 10) == ["one two", "three four"]


def test_nothing_that_is_seen_as_one_is_torn_apart() -> None:
    assert set(split(FAMILY * 20, 40, utf16_units)) == {FAMILY * 3, FAMILY * 2}
    for piece in split("நிகழ்ச்சி" * 40, 50):
        assert piece.startswith(("நி", "க", "ழ்", "ச்", "சி"))


@settings(deadline=None)
@given(st.text(max_size=300), st.integers(min_value=1, max_value=40), st.sampled_from([len, utf16_units]))
def test_pieces_fit_and_lose_nothing_but_white_space(text: str, limit: int, measure: object) -> None:
    limit = max(limit, 2)  # one letter may be two units
    pieces = split(text, limit, measure)  # type: ignore[arg-type]

    assert all(piece and measure(piece) <= limit for piece in pieces)  # type: ignore[operator]
    assert "".join("".join(pieces).split()) == "".join(text.split())


@settings(deadline=None)
@given(st.text(max_size=60), st.integers(min_value=4, max_value=40))
def test_a_title_is_shortened_within_its_limit(title: str, limit: int) -> None:
    short = shortened(title, limit, utf16_units)

    assert utf16_units(short) <= limit
    assert short == title or short.endswith("…")


def test_markdown_becomes_text_that_reads_well() -> None:
    markdown = "**Yes.** See [returns](article:returns):\n\n1. Pack it\n2. Send it\n\n- *soon*\n- [mail](mailto:a@b.se)"

    assert plain(markdown, "sv") == "Yes. See returns:\n\n1. Pack it\n2. Send it\n\n• soon\n• mail (a@b.se)"
    assert plain(markdown, "sv", Marks("*", "_")).startswith("*Yes.*")


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("[write to us](mailto:help@x.se)", "write to us (help@x.se)"),
        ("[**write** to us](MAILTO:help@x.se?subject=Hej)", "write to us (help@x.se)"),
        ("[Help@X.se](mailto:help@x.se)", "Help@X.se"),
        ("<help@x.se>", "help@x.se"),
        ("[call](tel:+46812345)", "call (+46812345)"),
        ("[+46 8 123-45](tel:+46812345)", "+46 8 123-45"),
        ("<https://a.example>", "https://a.example"),
        ("<https://å.example/räka>", "https://å.example/räka"),
        ("[a.example](https://a.example/)", "a.example"),
        ("[a.example](https://b.example/)", "a.example (https://b.example/)"),
        ("[`code`](https://b.example)", "code (https://b.example)"),
    ],
)
def test_a_link_says_where_it_leads_unless_its_words_do(markdown: str, text: str) -> None:
    assert plain(markdown, "sv") == text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("# **Bold** head\n\nand *more*", "*Bold head*\n\nand _more_"),
        ("**one __two__ three**", "*one two three*"),
        ("# A *soft* head", "*A _soft_ head*"),
        ("- # Head\n- **b**", "• *Head*\n• *b*"),
    ],
)
def test_marks_stand_around_the_whole_and_never_within(markdown: str, text: str) -> None:
    assert plain(markdown, "sv", Marks("*", "_")) == text


def test_links_to_our_pages_need_an_address_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    from app.settings import settings as read_settings

    message = a_reply("Så här gör du.", link=Link(title="Läs mer", url="/help/sv/returns"))
    assert whole_text(message) == "Så här gör du."

    monkeypatch.setenv("PARLEY_PUBLIC_URL", "https://help.example.com/")
    read_settings.cache_clear()
    try:
        assert whole_text(message) == "Så här gör du.\n\nLäs mer\nhttps://help.example.com/help/sv/returns"
    finally:
        read_settings.cache_clear()


def test_buttons_become_numbers() -> None:
    buttons = (Button(title="Returer", payload="article:returns"), Button(title="En person", payload="ask_human"))

    assert numbered(a_reply("Vilken?", buttons=buttons)) == (
        "Vilken?\n\n1. Returer\n2. En person\n\nSvara med siffran för ditt val."
    )


def test_numbers_we_write_are_those_of_the_language() -> None:
    reply = a_reply("1. یک\n2. دو", language="fa", buttons=(Button(title="بله", payload="y"),))

    assert numbered(reply).startswith("۱. یک\n۲. دو\n\n۱. بله\n\n")


def test_what_a_person_wrote_is_left_as_it_is() -> None:
    assert whole_text(a_reply("2 * 3 * 4 = 24", author=Author.AGENT)) == "2 * 3 * 4 = 24"
