"""Numbers that are put into a text look like those that stand in it."""

import pytest

from app.digits import in_digits_of


@pytest.mark.parametrize(
    ("language", "shown"),
    [("fa", "۲۴ نوامبر"), ("bn", "২৪ নভেম্বর"), ("ta", "24 நவம்பர்"), ("en", "24 November"), ("sv", "24 november")],
)
def test_a_date_has_the_digits_of_its_text(language: str, shown: str) -> None:
    _, month = shown.split()
    assert in_digits_of(language, f"24 {month}") == shown
