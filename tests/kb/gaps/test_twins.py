"""Articles that say the same are found, and where their numbers differ."""

import pytest

from app.settings import settings
from kb.encoder import Encoder, load_encoder
from kb.gaps.numbers import numbers
from kb.gaps.twins import twins
from kb.importing.markdown import read_folder
from kb.passages import split
from support.articles import Article, Passage
from support.twins import Twin

RETURNS = Article(
    slug="sent-back",
    language="en",
    title="Sending things back",
    questions=("can I return an item", "return policy"),
    body="You may send back any item within 14 days of delivery. Use the label from your account and leave the parcel "
    "at a pick-up point.",
)
DELIVERY = Article(
    slug="arrival",
    language="en",
    title="When will my parcel arrive?",
    questions=("delivery time", "how many days until delivery"),
    body="Parcels arrive in 3 to 5 working days. Express orders arrive the next working day.",
)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder(settings().encoder, settings().encoder_folder)


def found(encoder: Encoder, *more: Article) -> list[Twin]:
    passages: list[Passage] = [
        passage for article in [*read_folder(settings().articles), *more] for passage in split(article)
    ]
    passages.sort(key=lambda passage: (passage.slug, passage.language, passage.position))
    return twins(passages, encoder.encode([passage.text for passage in passages]))


def test_articles_about_different_things_are_no_twins(encoder: Encoder) -> None:
    assert found(encoder) == []


@pytest.mark.parametrize(
    ("again", "pair", "differing"),
    [(RETURNS, ("returns", "sent-back"), {"14", "30"}), (DELIVERY, ("arrival", "delivery-times"), {"3", "5"})],
)
def test_one_that_was_written_again_is_found_with_what_it_says_otherwise(
    encoder: Encoder, again: Article, pair: tuple[str, str], differing: set[str]
) -> None:
    (only,) = found(encoder, again)

    assert (only.language, only.one, only.other) == ("en", *pair)
    assert differing <= set(only.differing)


def test_a_copy_contradicts_nothing(encoder: Encoder) -> None:
    (returns,) = (each for each in read_folder(settings().articles) if (each.slug, each.language) == ("returns", "en"))
    copy = Article(slug="zz-copy", language="en", title=returns.title, body=returns.body, questions=returns.questions)
    (pair,) = found(encoder, copy)

    assert pair.likeness > 0.95 and pair.differing == ()


def test_numbers_are_the_same_in_any_script() -> None:
    assert numbers("۳۰ روز، ৪,৯০ ইউরো, 14:00") == {"30", "4.90", "14:00"}
    assert numbers("no number") == set()
