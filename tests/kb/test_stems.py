"""Words and their inflections, scripts without spaces, names in other scripts."""

import pytest

from app.settings import ROOT
from kb.lexicon import HOME, Lexicon, key
from kb.sounds import heard, sounds
from kb.stems import inside, stems


@pytest.fixture(scope="module")
def bundled() -> Lexicon:
    return Lexicon(ROOT / "models" / "encoder")


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("sv", "leveranser", "leverans"),
        ("de", "Bestellungen", "Bestellung"),
        ("es", "devoluciones", "devolución"),
        ("ar", "الطلبات", "طلب"),
        ("ta", "ஆர்டர்கள்", "ஆர்டர்"),
        ("zh", "訂單", "订单"),
    ],
)
def test_forms_of_a_word_have_one_stem(language: str, one: str, other: str) -> None:
    assert stems(one, language) == stems(other, language)


def test_marks_that_customers_leave_out_do_not_count() -> None:
    assert stems("återbetalning", "sv") == stems("aterbetalning", "sv")
    assert stems("ngân hàng", "vi") != stems("ngan hang", "vi")  # here the marks are the word


def test_text_without_spaces_is_cut_at_its_words() -> None:
    words = {"订单", "什么时候"}

    assert stems("我的订单什么时候到 ABC-12", "zh", words.__contains__) == [
        "我",
        "的",
        "订单",
        "什么时候",
        "到",
        "abc",
        "12",
    ]


@pytest.mark.parametrize(
    ("language", "word", "english"),
    [
        ("sv", "återbetalning", "refund"),
        ("de", "Lösenord Passwort", "password"),
        ("fa", "رمز عبور", "password"),
        ("hi", "वापसी", "return"),
        ("zh", "密码", "password"),
        ("ja", "パスワード", "password"),
        ("te", "సంకేతపదం", "password"),
    ],
)
def test_words_of_many_languages_mean_english_ones(bundled: Lexicon, language: str, word: str, english: str) -> None:
    (stem,) = stems(english, HOME)

    assert bundled.meanings(word, language).get(key(stem, HOME), 0) > 0.1


def test_english_means_itself_and_an_unknown_name_too(bundled: Lexicon) -> None:
    assert bundled.meanings("Xyzzot", "sv") == {key("xyzzot", HOME): 1.0}
    assert bundled.meanings("xyzzot", "en") == {key("xyzzot", HOME): 1.0}


def test_english_words_mean_their_synonyms_too(bundled: Lexicon) -> None:
    meanings = bundled.meanings("parcel", HOME)

    assert max(meanings, key=meanings.__getitem__) == key("parcel", HOME)
    assert key("packag", HOME) in meanings and sum(meanings.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("language", "grown", "word"),
    [("ko", "비밀번호를", "비밀번호"), ("he", "לסיסמה", "סיסמה"), ("te", "సంకేతపదానికి", "సంకేతపదం")],
)
def test_a_word_is_known_by_what_is_left_without_what_has_grown_onto_it(
    bundled: Lexicon, language: str, grown: str, word: str
) -> None:
    assert bundled.meanings(grown, language).keys() & bundled.meanings(word, language).keys()


def test_a_name_in_latin_letters_is_not_cut() -> None:
    assert list(inside("parley", "sv")) == []


@pytest.mark.parametrize("name", ["Tesla", "تسلا", "特斯拉", "टेस्ला", "டெஸ்லா", "Тесла"])
def test_a_name_sounds_alike_in_every_script(name: str) -> None:
    assert heard(name) == ("tsl",)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Luther", "لوثر"),
        ("Broncos", "برونكوس"),
        ("Friedrich", "فريدريش"),
        ("Newton", "ניוטון"),
        ("Cyprus", "साइप्रस"),
        ("Gregory", "جريجوري"),
        ("George", "जॉर्ज"),
    ],
)
def test_a_letter_with_two_sounds_is_heard_as_either(name: str, written: str) -> None:
    assert set(heard(name)) & set(heard(written))


def test_short_words_sound_like_too_many_others() -> None:
    assert heard("the") == heard("au") == ()


def test_a_word_with_its_article_sounds_like_the_word_too() -> None:
    assert sounds(["الطاولة"], "ar").keys() > sounds(["طاولة"], "ar").keys() != set()
    assert sounds(["والدنمارك"], "ar").keys() > sounds(["دنمارك"], "ar").keys() != set()


def test_who_is_no_word_may_be_a_name(bundled: Lexicon) -> None:
    assert bundled.strangers("Wo ist Xyzzots Bestellung?", "de") == ["xyzzots"]
    assert bundled.strangers("什么时候到", "zh") == ["什么时候到"]
