"""Texts to vectors, just as the `tokenizers` library alone would have it."""

import random
import unicodedata
from collections.abc import Sequence
from threading import Thread

import numpy as np
import pytest
from tokenizers import Tokenizer

from app.settings import ROOT
from kb.encoder import TOKENIZER, WEIGHTS, Encoder, Matrix, StaticEncoder, unit_rows
from kb.importing.markdown import read_folder
from kb.packing import LEVELS
from kb.passages import split
from kb.pieces import Pieces

FOLDER = ROOT / "models" / "encoder"
MARKS = ("́", "̈", "َ", "़", "ั", "\u200d", "\u200c", "ـ", " ", "", ".", "-", "1", "२", "Ⅳ")


@pytest.fixture(scope="module")
def library() -> Tokenizer:
    return Tokenizer.from_file(str(FOLDER / TOKENIZER))


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return Pieces(FOLDER / TOKENIZER)


def articles() -> list[str]:
    return [passage.text for article in read_folder(ROOT / "kb" / "articles") for passage in split(article)]


def by_hand(texts: Sequence[str], library: Tokenizer) -> Matrix:
    """Return vectors by the long way: every piece's own, straight from the file."""
    with np.load(FOLDER / WEIGHTS) as arrays:
        codes, scales = arrays["codes"], arrays["scales"].astype(np.float32)
    step = LEVELS[-1] / 127
    whole = np.rint(LEVELS / step) * step
    sums = [np.zeros(2 * codes.shape[1], np.float32) for _ in texts]
    for total, text in zip(sums, texts, strict=True):
        for piece in library.encode(text, add_special_tokens=False).ids:
            total[::2] += whole[codes[piece] >> 4] * scales[piece]
            total[1::2] += whole[codes[piece] & 15] * scales[piece]
    return unit_rows(np.stack(sums))


def test_vectors_are_those_of_the_library_and_the_file(encoder: Encoder, library: Tokenizer) -> None:
    texts = [*articles()[:100], "", "😀"]

    assert encoder.encode(texts) == pytest.approx(by_hand(texts, library), abs=1e-6)


@pytest.mark.parametrize(
    "text",
    [
        "ΟΔΥΣΣΕΥΣ ὈΔΥΣΣΕΎΣ",  # no final sigma
        "İstanbul'da IŞIK STRASSE GROẞ",
        "ﷺ ﬁnd №5 x² ½kg Ⅳ ㍿ ＴＭ－１０２３４５",
        "TM-10234 a1b2c3 ۱۲۳کتاب १२३किताब 〇二",
        "كِتَابٌ أحمد إلى آب ى ة ی ک می‌خواهم",
        "हिन्दी தமிழ் తెలుగు বাংলা ภาษาไทย 日本語のテキスト 中文文本没有空格 한국어",
        "a\u0301e\u0308 \u0301start ё е\u0308 zero\u200bwidth so\u00adft",
        "▁word ▁ [x] <s> \x00\x1c\x85 \u2028tabs\tand\nlines",
        "ꙮ𐎀𐎁 𝓯𝓪𝓷𝓬𝔂 👩‍👩‍👧 ⵣ",
        "a" * 500 + "吃" * 100,
    ],
)
def test_texts_fall_into_the_librarys_pieces(pieces: Pieces, library: Tokenizer, text: str) -> None:
    assert pieces.ids(text) == library.encode(text, add_special_tokens=False).ids


def test_jumbled_letters_of_all_scripts_fall_into_the_librarys_pieces(pieces: Pieces, library: Tokenizer) -> None:
    chance = random.Random(0)
    known = sorted({letter for piece in library.get_vocab() for letter in piece} - {"[", "]"})
    known += [letter for one in known if len(letter := one.upper()) == 1]
    for _ in range(2000):
        text = "".join(chance.choice(MARKS if chance.random() < 0.3 else known) for _ in range(20))
        assert pieces.ids(text) == library.encode(text, add_special_tokens=False).ids, ascii(text)


def test_what_looks_like_a_mark_of_the_models_own_is_words(pieces: Pieces) -> None:
    assert pieces.ids("[PAD] [UNK]") == pieces.ids("pad unk")


def test_half_a_character_is_nothing(encoder: Encoder) -> None:
    """JSON can carry one, UTF-8 cannot; the library refuses the whole text."""
    assert np.array_equal(*encoder.encode(["lost \ud83d parcel", "lost parcel"]))


def test_every_character_of_older_unicode_reads_as_in_the_library(pieces: Pieces, library: Tokenizer) -> None:
    """Of Unicode 3.2; of the newest the library and Python know different ones, and no language here is written so."""
    old = [chr(code) for code in range(0x110000) if unicodedata.ucd_3_2_0.category(chr(code)) not in ("Cs", "Cn", "Co")]
    texts = [f"a{one}b {one}" for one in old]
    expected = [encoding.ids for encoding in library.encode_batch_fast(texts, add_special_tokens=False)]

    different = [one for one, text, ids in zip(old, texts, expected, strict=True) if pieces.ids(text) != ids]
    assert different == []


def test_a_text_is_read_the_same_alone_among_others_again_and_side_by_side() -> None:
    texts = articles()[:200]
    encoder = StaticEncoder(FOLDER)
    found: list[Matrix] = []
    threads = [Thread(target=lambda: found.append(encoder.encode(texts))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.append(np.concatenate([encoder.encode([text]) for text in texts]))

    assert len(found) == 5
    for vectors in found[1:]:
        assert np.array_equal(vectors, found[0])
