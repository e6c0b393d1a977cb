"""The subwords: a unigram model over all languages at once (Kudo 2018, arXiv:1804.10959)."""

import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

from kb.training.corpus import Pair

COUNT = 128_000
_TEXTS_A_LANGUAGE = 130_000
_ENGLISH_SHARE = 0.06
"""English stands beside every language: a sample of it is plenty."""
_LONGEST = 16
_FOLDED = {"ي": "ی", "ك": "ک", "ى": "ی", "ة": "ه", "ё": "е", "ß": "ss"}  # noqa: RUF001
_SILENT = "[\u064b-\u065f\u0670\u0640\u0591-\u05c7\u200b-\u200f\u00ad\u202a-\u202e\u2066-\u2069\ufeff]"
"""Vowel marks of Arabic and Hebrew, and what nobody sees."""


def learn(pairs: Iterable[Pair], seed: int, count: int = COUNT) -> Any:
    """Return a tokenizer with at most `count` pieces."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = _normalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"[^\p{L}\p{M}\p{N}]+"), "removed"),
            pre_tokenizers.Split(Regex(r"\p{N}+"), "isolated"),
            pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always"),
        ]
    )
    trainer = trainers.UnigramTrainer(
        vocab_size=count,
        special_tokens=["[PAD]", "[UNK]"],
        unk_token="[UNK]",
        max_piece_length=_LONGEST,
        show_progress=False,
    )
    tokenizer.train_from_iterator(_sample(pairs, random.Random(seed)), trainer)
    return tokenizer


def of(file: Path) -> Any:
    """Return a tokenizer that was kept."""
    return Tokenizer.from_file(str(file))


def _normalizer() -> Any:
    replaced = [normalizers.Replace(mark, folded) for mark, folded in _FOLDED.items()]
    silent = normalizers.Replace(Regex(_SILENT), "")
    alef = normalizers.Replace(Regex("[\u0622\u0623\u0625]"), "\u0627")
    return normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase(), silent, *replaced, alef])


def _sample(pairs: Iterable[Pair], chance: random.Random) -> Iterator[str]:
    """Yield texts of every language, of the larger ones a sample spread over all of it."""
    texts: dict[str, list[str]] = {}
    for pair in pairs:
        texts.setdefault(pair.language, []).append(pair.text)
        if chance.random() < _ENGLISH_SHARE:
            texts.setdefault("en", []).append(pair.english)
    for language in sorted(texts):
        yield from chance.sample(texts[language], min(len(texts[language]), _TEXTS_A_LANGUAGE))
