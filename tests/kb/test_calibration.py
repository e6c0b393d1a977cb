"""The confidence, fitted to a knowledge base."""

from kb.calibration import calibrate
from kb.encoder import Encoder
from kb.index import Index
from kb.lexicon import Lexicon
from kb.passages import split
from kb.search import Search
from support.articles import Answer
from tests.kb.conftest import ARTICLES

STRANGERS = (("tell me a joke", "en"), ("vem vann matchen igår", "sv"), ("what is the capital of Peru", "en"))


def fitted(encoder: Encoder, lexicon: Lexicon) -> Search:
    passages = [
        passage for article in sorted(ARTICLES, key=lambda a: (a.slug, a.language)) for passage in split(article)
    ]
    index = Index(passages, encoder.encode([passage.text for passage in passages]), lexicon)
    return Search(index, calibrate(index, encoder, STRANGERS))


def asked(search: Search, encoder: Encoder, question: str, language: str) -> Answer:
    return search.ask(question, encoder.encode([question])[0], language)


def test_a_small_knowledge_base_of_uneven_languages_can_be_fitted(encoder: Encoder, lexicon: Lexicon) -> None:
    search = fitted(encoder, lexicon)

    right = asked(search, encoder, "can I send it back", "en").confidence
    foreign = asked(search, encoder, "jag har glömt mitt lösenord", "sv").confidence
    stranger = asked(search, encoder, "sing me a song", "en").confidence
    assert stranger < foreign < right
