"""Texts as people type them, and what they are compared as."""

import unicodedata

import pytest

from kb.encoder import Encoder
from kb.folding import bare, fold, unstretched
from kb.index import Index
from kb.languages import LanguageReader, Standing
from kb.lexical import terms
from kb.ranking import rank


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Ｗｈｅｒｅ ｉｓ ｍｙ ｏｒｄｅｒ", "where is my order"),
        ("WHERE IS MY ORDER", "where is my order"),
        ("كي مي‌رسد", "کی می رسد"),
        ("سـفـارش", "سفارش"),
        ("۲۰۴٥১২௩౪", "20451234"),
        ("পাসওয\u09bcার্ড", "পাসও\u09dfার্ড"),
        ("ত\u09cd\u200d", "ৎ"),
        ("క\u200dత్త పాస్\u200cవర్డ్", "కత్త పాస్వర్డ్"),
        ("or\u00adder \u200bnow", "order now"),
    ],
)
def test_what_can_be_typed_in_many_ways_is_one(typed: str, written: str) -> None:
    assert fold(typed).split() == fold(written).split()


@pytest.mark.parametrize("word", ["জানালো", "பொருளோடு", "తీసుకోవై", "lösenord", "contraseña", "Việt"])
def test_letters_may_come_in_pieces(word: str) -> None:
    assert unicodedata.normalize("NFD", word) != word
    assert fold(unicodedata.normalize("NFD", word)) == fold(word)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("helloooo plsss", "hello pls"),
        ("pleeeease HELPPPP", "pleease HELP"),
        ("that is sooo cooool!!!", "that is so cool!!!"),
        ("خیلیییی", "خیلی"),
        ("ধন্যবাদদদদ নাাাা", "ধন্যবাদ না"),
        ("www XXXL 10000 ...", "www XXXL 10000 ..."),
        ("Nussschale book fall", "Nussschale book fall".replace("sss", "ss")),
    ],
)
def test_a_letter_held_down_is_let_go(typed: str, meant: str) -> None:
    assert unstretched(typed) == meant


@pytest.mark.parametrize(
    ("typed", "written"), [("återbetalning", "aterbetalning"), ("مسئول", "مسيول"), ("خانۀ", "خانه"), ("ہے", "هے")]
)
def test_marks_that_many_leave_out_are_not_compared(typed: str, written: str) -> None:
    assert bare(fold(typed)) == bare(fold(written))
    assert bare("কী") != bare("ক")  # a vowel sign is no mark


def test_a_word_without_its_marks_has_more_in_common_than_another() -> None:
    def shared(one: str, other: str) -> int:
        return len(terms(one).keys() & terms(other).keys())

    assert shared("lösenord", "losenord") > shared("lösenord", "lösgodis")
    assert shared("får", "får") > shared("får", "far")


@pytest.mark.parametrize(
    ("typed", "language", "slug"),
    [
        ("jag har glomt mitt losenorddd", "sv", "reset-password"),
        ("HABE MEIN PASSWORT VERGESSENNNN", "de", "reset-password"),
        ("ｏｌｖｉｄｅ　ｍｉ　ｃｏｎｔｒａｓｅｎａ", "es", "reset-password"),
        ("moechte das Passwort aendern, vergessen!!", "de", "reset-password"),
        ("رمـز عبورم رو فراموش كردممممم", "fa", "reset-password"),
        (unicodedata.normalize("NFD", "কোথায় আমার পার্সেল"), "bn", "track-order"),
        (unicodedata.normalize("NFD", "பொருளை திருப்பி அனுப்ப வேண்டும்"), "ta", "returns"),
    ],
)
def test_it_is_found_however_it_was_typed(demo: Index, encoder: Encoder, typed: str, language: str, slug: str) -> None:
    reader = LanguageReader(("en", "sv", "fa", "bn", "ta", "te", "es", "de"), "en")
    asked = unstretched(typed)
    found = rank(demo, asked, encoder.encode([asked])[0], language)

    assert reader.decide(typed, Standing(language="en")).language == language
    assert demo.articles[found.order[0]][0] == slug
