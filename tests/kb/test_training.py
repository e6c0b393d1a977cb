"""From aligned texts to an encoder with its lexicon, small enough for a test."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from app.settings import ROOT
from kb.asked import Asked
from kb.encoder import StaticEncoder
from kb.lexicon import HOME, Lexicon, key
from kb.packing import pack, unpack
from kb.pieces import Pieces
from kb.training import __main__ as training
from kb.training import pieces, texts, vectors
from kb.training.alignment import align
from kb.training.corpus import Pair, pairs
from kb.training.own import own_pairs
from kb.training.synonyms import synonyms
from kb.training.vectors import Teacher
from support.articles import Article
from support.errors import Misconfigured

ENGLISH = ("red", "blue", "big", "old", "lamp", "chair", "shop")
WORDS = {
    "de": dict(zip(ENGLISH, ("rote", "blaue", "große", "alte", "Lampe", "Bank", "Stadt"), strict=True)),
    "sv": dict(zip(ENGLISH, ("röda", "blåa", "stora", "gamla", "lampan", "stolen", "butiken"), strict=True)),
}
HOWS, WHATS = ENGLISH[:4], ENGLISH[4:]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two words a text, each with each: only who counts what stands beside what finds out which means which."""
    file = tmp_path_factory.mktemp("corpus") / "pairs.tsv"
    lines = [
        f"{how} {what}\t{language}\t{words[what]} {words[how]}\tours"
        for language, words in WORDS.items()
        for how in HOWS
        for what in WHATS
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def trained(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("encoder")
    training.main(
        [str(corpus), "--to", str(folder), "--taught", "0", "--steps", "100", "--dim", "16", "--pieces", "90"]
    )
    return folder


def test_words_that_stand_together_translate_each_other() -> None:
    said = [(["das", "haus"], ["the", "house"]), (["das", "buch"], ["the", "book"]), (["ein", "buch"], ["a", "book"])]
    table = align(said, least=0.1, most=2)

    best = {word: table.english[table.links[row].argmax()] for row, word in enumerate(table.words)}
    assert best == {"das": "the", "haus": "house", "buch": "book", "ein": "a"}


def test_the_lexicon_says_what_a_word_means(trained: Path) -> None:
    meanings = Lexicon(trained).meanings("stolen", "sv")

    assert max(meanings, key=meanings.__getitem__) == key("chair", HOME)
    assert sum(meanings.values()) == pytest.approx(1)


def test_translations_are_near_each_other(trained: Path) -> None:
    encoder = StaticEncoder(trained)
    english = [f"{how} {what}" for how in HOWS for what in WHATS]
    german = [f"{WORDS['de'][what]} {WORDS['de'][how]}" for how in HOWS for what in WHATS]
    likeness = encoder.encode(german) @ encoder.encode(english).T

    assert (likeness.argmax(axis=1) == np.arange(len(english))).mean() > 0.8  # one in twelve by chance


def test_texts_are_read_as_they_were_in_training(trained: Path) -> None:
    """Training reads by the file alone, the encoder prepares texts itself."""
    file = trained / "tokenizer.json"
    text = "Große LAMPE, chair-12 röd\u00ada stolen:ⅣＢank كتاب آب ё"

    assert Pieces(file).ids(text) == pieces.of(file).encode(text, add_special_tokens=False).ids


def test_a_run_that_was_stopped_goes_on_and_ends_the_same(corpus: Path, trained: Path) -> None:
    tokenizer = pieces.of(trained / "tokenizer.json")
    read, english = texts.read(pairs([corpus]), tokenizer)
    nobody = Teacher(np.empty((0, 0), np.float16), np.full(len(english), -1))
    plan = vectors.Plan(steps=200, dim=16, batch=64)
    halves, whole = (vectors.start(tokenizer.get_vocab_size(), plan) for _ in range(2))

    def stop(state: vectors.State, _loss: float) -> None:
        if state.steps == 100:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        vectors.train(read, nobody, halves, plan, stop)
    vectors.train(read, nobody, halves, plan, lambda *_: None)
    vectors.train(read, nobody, whole, plan, lambda *_: None)

    assert torch.allclose(halves.vectors, whole.vectors, atol=1e-4)


def test_a_corpus_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="there is no corpus"):
        list(pairs([tmp_path / "none.tsv"]))

    (tmp_path / "bad.tsv").write_text("one\ttwo\n")
    with pytest.raises(Misconfigured, match=r"bad\.tsv:1 has 2 fields"):
        list(pairs([tmp_path / "bad.tsv"]))


def test_a_source_can_be_left_out(corpus: Path) -> None:
    assert list(pairs([corpus], without=frozenset({"ours"}))) == []
    assert next(pairs([corpus])) == Pair("red lamp", "de", "Lampe rote", "ours")


def test_four_bits_say_nearly_the_same() -> None:
    vectors = np.random.default_rng(0).normal(size=(50, 64)).astype(np.float32)
    rows, scales = unpack(*pack(vectors))
    back = rows * scales[:, None]

    likeness = (vectors * back).sum(1) / np.linalg.norm(vectors, axis=1) / np.linalg.norm(back, axis=1)
    assert likeness.min() > 0.98


def test_words_that_other_languages_translate_alike_are_synonyms() -> None:
    said = [(["paket"], ["parcel"]), (["paket"], ["package"]), (["lampa"], ["lamp"])]
    found = synonyms([align(said, least=0.01, most=5)])

    links = found.links.toarray()
    parcel, package, lamp = (found.english.index(word) for word in ("parcel", "package", "lamp"))
    assert links[parcel, parcel] > 0 and links[parcel, package] > 0
    assert links[parcel, lamp] == 0


def article(slug: str, title: str, *questions: str) -> Article:
    return Article(slug=slug, language="en", title=title, body="Ask us.", questions=questions)


def test_a_finished_encoder_learns_what_a_shop_calls_its_things(tmp_path: Path) -> None:
    """No corpus knows that a Blimbo is a suitcase."""
    bundled, folder = ROOT / "models" / "encoder", tmp_path / "articles" / "en"
    folder.mkdir(parents=True)
    for name, title, question in (("zip", "The suitcase does not close", "blimbo is open"), ("pay", "Paying", "card")):
        (folder / f"{name}.md").write_text(f"---\ntitle: {title}\nquestions: [{question}]\n---\nAsk us.\n")

    training.main(
        ["--start", str(bundled), "--articles", str(folder.parent), "--to", str(tmp_path / "own"), "--taught", "0"]
    )

    def likeness(folder: Path, one: str, other: str) -> float:
        vectors = StaticEncoder(folder).encode([one, other])
        return float(vectors[0] @ vectors[1])

    own = tmp_path / "own"
    assert likeness(own, "my blimbo", "suitcase") > likeness(bundled, "my blimbo", "suitcase") + 0.05
    assert likeness(own, "a dog in the park", "ein Hund") == pytest.approx(
        likeness(bundled, "a dog in the park", "ein Hund"), abs=0.02
    )
    assert Lexicon(own).meanings("hund", "de") == Lexicon(bundled).meanings("hund", "de")


def test_what_belongs_to_a_topic_is_paired_with_its_title() -> None:
    articles = [article("returns", "Returns", "send back"), replace(article("returns", "Retouren"), language="de")]
    asked = [Asked("kan nicht zurück?", "de", "returns"), Asked("jobs?", "en", None), Asked("old", "en", "gone")]

    assert [(pair.english, pair.language, pair.text) for pair in own_pairs(articles, asked)] == [
        ("Returns", "en", "send back"),
        ("Returns", "en", "Ask us."),
        ("Returns", "de", "Retouren"),
        ("Returns", "de", "Ask us."),
        ("Returns", "de", "kan nicht zurück?"),
    ]


def test_a_run_with_nothing_to_learn_from_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        training.main(["--to", str(tmp_path)])
    assert "nothing to learn from" in capsys.readouterr().err

    with pytest.raises(SystemExit):
        training.main(["--start", str(tmp_path), "--to", str(tmp_path), "--articles", str(tmp_path)])
    assert "name another folder" in capsys.readouterr().err
