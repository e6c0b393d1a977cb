"""What writers may read of customers' words."""

import pytest

from kb.gaps.masking import LONGEST, masked


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("write to Anna.Berg@example.co.uk please", "write to … please"),
        ("my number is +46 70-123 45 67, call me", "my number is …, call me"),
        ("card 4111 1111 1111 1111 was refused", "card … was refused"),
        ("where is TM-204518?", "where is …?"),
        ("see https://shop.example/me?token=abc now", "see … now"),
        ("شماره من ۰۹۱۲۳۴۵۶۷۸۹ است", "شماره من … است"),
        ("আমার নম্বর ০১৭১২৩৪৫৬৭৮", "আমার নম্বর …"),
        ("30 days, 4.90 euro, 2026 and size 42", "30 days, 4.90 euro, 2026 and size 42"),
        ("two\n lines", "two lines"),
    ],
)
def test_what_says_who_it_was_is_left_out(said: str, read: str) -> None:
    assert masked(said) == read


def test_a_story_is_cut() -> None:
    assert len(masked("word " * 500)) <= LONGEST + 1
