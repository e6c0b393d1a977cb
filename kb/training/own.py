"""Pairs from your own articles and from what your customers asked: what belongs to a topic is drawn together.

A corpus teaches what words mean to everybody; these, that here "the black one" is the large parcel.
"""

from collections.abc import Iterator, Sequence

from kb.asked import Asked
from kb.passages import split
from kb.training.corpus import Pair
from support.articles import Article, Field

SOURCE = "own"


def own_pairs(articles: Sequence[Article], asked: Sequence[Asked]) -> Iterator[Pair]:
    """Yield each phrasing, each beginning of an answer and each question asked beside its topic's title.

    The title is the English one, where there is one: it stands for the topic in all its languages.
    """
    titles = _titles(articles)
    for article in articles:
        for text in _texts(article):
            if text != titles[article.slug]:
                yield Pair(titles[article.slug], article.language, text, SOURCE)
    for one in asked:
        if one.article in titles:
            yield Pair(titles[one.article], one.language, one.question, SOURCE)


def _titles(articles: Sequence[Article]) -> dict[str, str]:
    home = {article.slug: article.title for article in articles if article.language == "en"}
    return {article.slug: article.title for article in articles} | home


def _texts(article: Article) -> list[str]:
    passages = split(article)
    phrasings = [passage.text for passage in passages if passage.field is not Field.BODY]
    return phrasings + [passage.text for passage in passages if passage.field is Field.BODY][:1]
