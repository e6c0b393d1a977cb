"""The subwords: a unigram model over all languages at once (Kudo 2018, arXiv:1804.10959)."""

import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

from kb.pieces import FOLDED, SILENT, START
from kb.training.corpus import Pair

COUNT = 128_000
_TEXTS_A_LANGUAGE = 130_000
_ENGLISH_SHARE = 0.06
"""English stands beside every language: a sample of it is plenty."""
_LONGEST = 16


def learn(pairs: Iterable[Pair], seed: int, count: int = COUNT) -> Any:
    """Return a tokenizer with at most `count` pieces."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = _normalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"[^\p{L}\p{M}\p{N}]+"), "removed"),
            pre_tokenizers.Split(Regex(r"\p{N}+"), "isolated"),
            pre_tokenizers.Metaspace(replacement=START, prepend_scheme="always"),
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
    # As kb.pieces does it with strings.
    replaced = [normalizers.Replace(letter, folded) for letter, folded in FOLDED.items()]
    return normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Lowercase(), normalizers.Replace(Regex(SILENT), ""), *replaced]
    )


def _sample(pairs: Iterable[Pair], chance: random.Random) -> Iterator[str]:
    """Yield texts of every language, of the larger ones a sample spread over all of it."""
    texts: dict[str, list[str]] = {}
    for pair in pairs:
        texts.setdefault(pair.language, []).append(pair.text)
        if chance.random() < _ENGLISH_SHARE:
            texts.setdefault("en", []).append(pair.english)
    for language in sorted(texts):
        yield from chance.sample(texts[language], min(len(texts[language]), _TEXTS_A_LANGUAGE))
