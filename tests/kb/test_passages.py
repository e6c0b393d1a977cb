"""An article cut into passages."""

from dataclasses import replace

import pytest

from kb.passages import plain, split
from support.articles import Field
from tests.kb.conftest import ARTICLES


def test_title_and_phrasings_answer_with_the_first_paragraph() -> None:
    asked = [passage for passage in split(ARTICLES[0]) if passage.field is not Field.BODY]

    assert [passage.text for passage in asked] == [
        "How do I return something?",
        "send it back",
        "is sending back free",
    ]
    assert {passage.answer for passage in asked} == {"You have **30 days**. Print the label."}


def test_a_headed_part_keeps_its_heading_where_it_is_found_and_shown() -> None:
    last = split(ARTICLES[0])[-1]

    assert last.text.split() == ["What", "can't", "be", "returned", "Gift", "cards", "Opened", "food"]
    assert last.answer == "**What can't be returned**\n\n- Gift cards\n- Opened food"


def test_of_a_long_part_only_what_was_found_is_shown() -> None:
    article = replace(ARTICLES[0], body="Short.\n\n## Rules\n" + "This is one of many rules. " * 60)
    windows = [passage for passage in split(article) if passage.text.startswith("Rules\n")]

    assert len(windows) > 2
    for window in windows:
        assert window.answer.startswith("**Rules**\n\nThis is one")
        assert len(window.answer) < 800


def test_an_article_that_is_one_long_paragraph_answers_with_its_beginning() -> None:
    title = split(replace(ARTICLES[0], body="First of all, pack it. " + "Then there is more to do. " * 60))[0]

    assert title.answer.startswith("First of all, pack it. Then")
    assert len(title.answer) < 800


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "This sentence is whole and stays whole, whatever else happens around it."),
        ("bn", "এই বাক্যটি সম্পূর্ণ এবং চারপাশে যাই ঘটুক না কেন সম্পূর্ণই থাকবে।"),
        ("fa", "این جمله کامل است و هر چه در اطرافش رخ دهد کامل می‌ماند؟"),
        ("ta", "இந்த வாக்கியம் முழுமையானது, சுற்றி என்ன நடந்தாலும் முழுமையாகவே இருக்கும்."),
    ],
)
def test_a_cut_never_falls_inside_a_sentence(language: str, sentence: str) -> None:
    article = replace(ARTICLES[0], language=language, questions=(), body=" ".join([sentence] * 40))
    windows = [passage for passage in split(article) if passage.field is Field.BODY]

    assert len(windows) > 1
    assert all(window.text.count(sentence) * (len(sentence) + 1) - 1 == len(window.text) for window in windows)


def test_ids_and_places_are_unique_and_in_order() -> None:
    passages = split(ARTICLES[0])

    assert [passage.position for passage in passages] == list(range(len(passages)))
    assert len({passage.id for passage in passages}) == len(passages)


def test_markdown_becomes_running_text() -> None:
    assert plain("See [refunds](article:refunds).\n\n1. **Pack** it\n- `send` it") == "See refunds.\nPack it\nsend it"
