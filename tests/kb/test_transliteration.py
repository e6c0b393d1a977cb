"""Questions in Latin letters, articles in their own."""

import pytest

from kb.encoder import Encoder
from kb.index import Index
from kb.latin import apart, frames, in_latin, spoken
from kb.ranking import rank
from kb.transliteration import Transliterator

PERSIAN = Transliterator(["سفارش من کجاست؟ سفارش را لغو کنم", "هزینهٔ ارسال چقدر است؟"])
TAMIL = Transliterator(["கடவுச்சொல் மறந்துவிட்டது", "பணம் திரும்ப எப்போது வரும்?"])


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("sefaresh kojast", ["سفارش", "کجاست"]),
        ("SEFARESH lagv konam", ["سفارش", "لغو", "کنم"]),
        ("hazineye ersal chaghadr", ["هزینهٔ", "ارسال", "چقدر"]),
        ("PostNord 204518 سفارش", []),
        ("", []),
    ],
)
def test_words_are_read_as_they_sound(typed: str, read: list[str]) -> None:
    assert PERSIAN.read(typed) == read


@pytest.mark.parametrize("typed", ["panam thirumba eppo varum", "pannam tirumpa eppodhu varum"])
def test_spellings_differ_and_sound_alike(typed: str) -> None:
    assert {"பணம்", "திரும்ப", "வரும்"} <= set(TAMIL.read(typed))


def test_two_words_may_be_one() -> None:
    assert "கடவுச்சொல்" in TAMIL.read("kadavu chol") and "மறந்துவிட்டது" in TAMIL.read("maranthu vittathu")


def test_languages_in_latin_letters_have_nothing_to_read() -> None:
    assert Transliterator(["återbetalning", "över"]).read("aterbetalning over") == []


@pytest.mark.parametrize("script", ["সাপোর্ট", "సపోర్ట్", "सपोर्ट", "саппорт", "σαππόρτ"])
def test_a_loan_sounds_alike_in_every_script(script: str) -> None:
    assert frames("support") & frames(in_latin(script))


def test_vowels_weigh_less_than_consonants() -> None:
    assert apart(spoken("kothay"), spoken("kotay")) < apart(spoken("kothay"), spoken("kotam"))
    assert apart("", "a") == apart("a", "") > apart("", "") == 0


@pytest.mark.parametrize(
    ("question", "language", "slug"),
    [
        ("kadavu chol maranthu vittathu", "ta", "reset-password"),
        ("mugavari maatha venum", "ta", "change-delivery-address"),
        ("videsalaku pampistara", "te", "international-delivery"),
        ("bideshe pathano jay ki", "bn", "international-delivery"),
        ("az hamsayeha porsidam, daftare post ham raftam, baste nist", "fa", "parcel-late-or-lost"),
        ("আমার parcel koi, track korbo kivabe", "bn", "track-order"),
        ("order cancel pannanum", "ta", "change-or-cancel-order"),
        ("mera password bhul gaya", "hi", "reset-password"),
    ],
)
def test_a_question_in_latin_letters_finds_an_article_that_is_not(
    demo: Index, encoder: Encoder, question: str, language: str, slug: str
) -> None:
    order = rank(demo, question, encoder.encode([question])[0], language).order

    assert demo.articles[order[0]][0] == slug
