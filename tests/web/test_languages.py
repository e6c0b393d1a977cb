"""Which language a browser would like, whatever it writes."""

from time import process_time

import pytest

from web.languages import preferred


@pytest.mark.parametrize(
    ("wish", "language"),
    [
        ("sv-SE,sv;q=0.9,en;q=0.8", "sv"),
        ("fr-FR, en;q=0.2, ta;q=0.7", "ta"),
        ("de ; q=0.3 , es_MX\t;q=0.4", "es"),
        ("te;q=0, BN-Beng-IN", "bn"),
        ("svenska, *;q=0.1", "en"),
        (";;q=x,,-", "en"),
        ("", "en"),
    ],
)
def test_the_language_liked_best_that_we_speak(wish: str, language: str) -> None:
    assert preferred(wish) == language


@pytest.mark.parametrize("long", ["a" * 8000 + "!", "sv" + " " * 8000 + "!", "sv-" + "-" * 8000 + "!", "a," * 4000])
def test_a_long_wish_is_read_at_once(long: str) -> None:
    began = process_time()
    assert preferred(long) == "en"
    assert process_time() - began < 0.5
