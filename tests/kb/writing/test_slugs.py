"""Titles as names in addresses."""

import re

import pytest

from kb.writing.slugs import own_slug, slug_of
from support.errors import Refused


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("How do I return something?", "how-do-i-return-something"),
        ("Can\u2019t log in", "cant-log-in"),
        ("Größe & Maße – 30 %", "grosse-masse-30"),
        ("Återköp på nätet", "aterkop-pa-natet"),
        ("??? !!!", "article"),
        ("../../etc/passwd", "etc-passwd"),
        ("۳۰ روز", "30-rwz"),
    ],
)
def test_a_title_in_latin_letters(title: str, slug: str) -> None:
    assert slug_of(title) == slug


@pytest.mark.parametrize(
    "title", ["چگونه کالا را پس بدهم؟", "ஒரு பொருளை எப்படித் திருப்பி அனுப்புவது?", "如何退货", "Возврат", "x" * 500]
)
def test_every_script_makes_an_address(title: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug_of(title)) and 3 < len(slug_of(title)) <= 60


def test_two_titles_alike_get_two_names() -> None:
    assert slug_of("Returns", {"returns", "returns-2"}.__contains__) == "returns-3"


@pytest.mark.parametrize("typed", ["", "-", "a b", "a--b", "Ä", "a/b", "x" * 129])
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        own_slug(typed)


def test_what_is_typed_is_taken_in_small_letters() -> None:
    assert own_slug(" Returns-2 ") == "returns-2"


def test_no_article_stands_where_the_help_centre_has_a_page_of_its_own() -> None:
    assert slug_of("Search") == "search-2"
    with pytest.raises(Refused, match="choose another"):
        own_slug("Topics")
