"""What differs between two texts."""

import time

import pytest

from kb.writing.differences import Fate, change, differences
from support.writing import Words

TEXTS = [
    ("You have 30 days.", "You have 60 days, always."),
    ("## A\n\nOne two.\n\n- x\n- y\n", "## A\n\nOne, three.\n- y\n"),
    ("۳۰ روز فرصت دارید", "۶۰ روز فرصت دارید، همیشه"),
    ("", "All of it is new"),
    ("Nothing is left", ""),
    ("same", "same"),
    ("e\u0301te\u0301", "été"),
]


def pieces(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.fate.value, piece.text) for piece in differences(before, after)]


@pytest.mark.parametrize(("before", "after"), TEXTS)
def test_both_texts_are_in_it_whole(before: str, after: str) -> None:
    found = differences(before, after)

    assert "".join(piece.text for piece in found if piece.fate is not Fate.NEW) == before
    assert "".join(piece.text for piece in found if piece.fate is not Fate.GONE) == after


def test_only_the_words_that_differ_are_marked() -> None:
    assert pieces("You have 30 days.", "You have 60 days.") == [
        ("same", "You have "),
        ("gone", "30"),
        ("new", "60"),
        ("same", " days."),
    ]


def test_a_word_is_never_cut_at_its_marks() -> None:
    """Vowels of Tamil and Bengali are marks on the letters."""
    assert pieces("திருப்பி அனுப்பு", "திருப்ப அனுப்பு") == [
        ("gone", "திருப்பி"),
        ("new", "திருப்ப"),
        ("same", " அனுப்பு"),
    ]


def test_scripts_without_spaces_are_compared_sign_by_sign() -> None:
    assert pieces("三十天内退货", "六十天内退货") == [("gone", "三"), ("new", "六"), ("same", "十天内退货")]


PARAGRAPHS = 1000


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("word " * 40_000, "word other " * 20_000),
        ("".join(f"x{n}\n\n" for n in range(PARAGRAPHS)), "".join(f"y{n}\n\n" for n in range(PARAGRAPHS))),
        ("a\n" * 100_000, "b\n" * 100_000),
        ("a\nb\n" * 1000, "b\na\na\n" * 600),
    ],
    ids=["one line", "all paragraphs written anew", "one line over and over", "two lines over and over"],
)
def test_a_very_long_text_takes_no_time_to_speak_of(before: str, after: str) -> None:
    began = time.monotonic()
    found = differences(before, after)
    assert time.monotonic() - began < 4
    assert "".join(piece.text for piece in found if piece.fate is not Fate.GONE) == after


def test_one_word_of_a_very_long_text_is_found() -> None:
    before = "word " * 40_000
    assert pieces(f"{before}a {before}", f"{before}b {before}")[1:3] == [("gone", "a"), ("new", "b")]


def test_what_a_revision_changed_in_figures() -> None:
    before = Words(title="Returns", body="You have 30 days.", tags=("returns",))
    after = Words(title="Returns", body="You have 60 whole days.", tags=("returns", "money"))

    assert change(before, after).parts == ("body", "tags")
    assert (change(before, after).more, change(before, after).fewer) == (3, 1)
    assert change(None, before).parts == ("title", "body", "questions", "tags")
