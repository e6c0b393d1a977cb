"""Articles of several languages in one order."""

from dataclasses import replace

import numpy as np
import pytest

from kb.encoder import Encoder
from kb.index import SIGNALS, Index
from kb.lexicon import Lexicon
from kb.passages import split
from kb.ranking import Ranking, rank
from tests.kb.conftest import ARTICLES


def ranked(index: Index, encoder: Encoder, question: str, language: str) -> Ranking:
    return rank(index, question, encoder.encode([question])[0], language)


def found(index: Index, encoder: Encoder, question: str, language: str) -> list[str]:
    return [index.articles[place][0] for place in ranked(index, encoder, question, language).order[:3]]


@pytest.mark.parametrize(
    ("question", "language", "slug"),
    [
        ("får man slänga kartongen i pappersinsamlingen?", "sv", "recycling-packaging"),
        ("Muss man Gusseisen von Hand spülen?", "de", "care-instructions"),
        ("¿Me lo pueden envolver para un cumpleaños?", "es", "gift-wrapping"),
        ("چطور از خبرنامه خارج شوم؟", "fa", "newsletter"),
        ("পয়েন্ট কতদিন থাকে?", "bn", "loyalty-points"),
        ("சரியான அளவை எப்படி கண்டுபிடிப்பது?", "ta", "size-guide"),
        ("స్టోర్ నుంచి తీసుకోవచ్చా?", "te", "store-pickup"),
    ],
)
def test_an_article_in_english_only_is_among_three_in_any_language(
    demo: Index, encoder: Encoder, question: str, language: str, slug: str
) -> None:
    assert slug in found(demo, encoder, question, language)


@pytest.mark.parametrize(
    ("question", "language", "slug"),
    [
        ("jag vill lämna tillbaka en lampa", "sv", "returns"),
        ("Mein Paket ist nicht gekommen", "de", "parcel-late-or-lost"),
        ("பணம் எப்போது திரும்ப வரும்?", "ta", "refunds"),
    ],
)
def test_the_customers_language_goes_first_where_it_has_the_topic(
    demo: Index, encoder: Encoder, question: str, language: str, slug: str
) -> None:
    ranking = ranked(demo, encoder, question, language)

    assert demo.articles[ranking.order[0]] == (slug, language)
    others = [place for place, (_, spoken) in enumerate(demo.articles) if spoken not in (language, "en")]
    assert np.isinf(ranking.scores[others]).all()


def test_a_text_with_nothing_readable_speaks_for_nothing(encoder: Encoder, lexicon: Lexicon) -> None:
    smiling = replace(ARTICLES[2], slug="smile", title="😀", questions=(), body="😀")
    passages = [*split(ARTICLES[2]), *split(smiling)]
    index = Index(passages, encoder.encode([passage.text for passage in passages]), lexicon)

    assert ranked(index, encoder, "where do I sign in", "en").signals[1] == pytest.approx([0] * len(SIGNALS))


@pytest.mark.parametrize("vague", ["tell me more", "jag undrar", "es geht nicht", "কাজ হয় না"])
def test_who_says_little_has_not_said_enough(demo: Index, vague: str) -> None:
    assert demo.fullness(vague) < 0.9
    assert demo.fullness("how many days do I have to send a lamp back to you") == 1.0
