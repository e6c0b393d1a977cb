"""A knowledge base of any size, made of the bundled articles: their titles, phrasings and sentences, words exchanged.

The same number gives the same topic everywhere. A topic is in one to three of the eight languages, follows one bundled
article in all of them, and speaks of a thing with a name of its own, as shops' articles do; a third of its words is
exchanged for others of the language. Questions are phrasings of a topic with words left out and letters mistyped, half
of them without the name.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bench.processes import ROOT
from kb.importing.markdown import read_folder
from support.articles import Article

_EXCHANGED = 0.33
_PHRASINGS = 3
_PARAGRAPHS = 3
_MOST_LANGUAGES = 3
_MARKED = re.compile(r"[*_`\[\]()#>|.,:;?!-]")
_SYLLABLES = ("ba", "ke", "lo", "mi", "nu", "pra", "ste", "vi", "zo", "dal", "fer", "gin", "hol", "jus", "rek", "tam")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, its language and the topic it was made from."""

    text: str
    language: str
    slug: str


@lru_cache(maxsize=1)
def _bundled() -> dict[str, dict[str, Article]]:
    found: defaultdict[str, dict[str, Article]] = defaultdict(dict)
    for article in read_folder(ROOT / "kb" / "articles"):
        found[article.slug][article.language] = article
    return {slug: found[slug] for slug in sorted(found) if len(found[slug]) >= _MOST_LANGUAGES}


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, list[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for versions in _bundled().values():
        for language, article in versions.items():
            found[language] |= {word for word in f"{article.title} {article.body}".split() if not _MARKED.search(word)}
    return {language: sorted(words) for language, words in found.items()}


def topic(number: int, edition: int = 0) -> list[Article]:
    """Return a topic's articles, by language; another edition says something else under the same slug."""
    chance = random.Random(f"{number}/{edition}")
    name = "".join(chance.choices(_SYLLABLES, k=3)).capitalize()
    versions = chance.choice(list(_bundled().values()))
    languages = sorted(chance.sample(sorted(versions), chance.randint(1, _MOST_LANGUAGES)))
    return [_article(f"{number:07}", versions[language], name, chance) for language in languages]


def _article(slug: str, model: Article, name: str, chance: random.Random) -> Article:
    asked = chance.sample(model.questions, min(_PHRASINGS, len(model.questions)))
    paragraphs = [part for part in model.body.split("\n\n") if not part.startswith("#")]
    told = chance.sample(paragraphs, min(_PARAGRAPHS, len(paragraphs)))
    return Article(
        slug=slug,
        language=model.language,
        title=f"{name}: {_exchanged(model.title, model.language, chance)}",
        questions=tuple(f"{_exchanged(one, model.language, chance)} {name}" for one in asked),
        body="\n\n".join(_exchanged(one, model.language, chance) for one in told),
    )


def _exchanged(text: str, language: str, chance: random.Random) -> str:
    words = _vocabulary()[language]
    return " ".join(chance.choice(words) if chance.random() < _EXCHANGED else word for word in text.split(" "))


def topics(begin: int, end: int) -> Iterator[list[Article]]:
    """Yield these topics."""
    return (topic(number) for number in range(begin, end))


def questions(count: int, among: int) -> list[Asked]:
    """Return questions about topics among so many."""
    chance = random.Random("questions")
    return [_question(topic(chance.randrange(among)), chance) for _ in range(count)]


def _question(articles: list[Article], chance: random.Random) -> Asked:
    article = chance.choice(articles)
    *words, name = chance.choice([one for one in article.questions if " " in one] or [f"{article.title} ?"]).split()
    if len(words) > 2:
        words.pop(chance.randrange(len(words)))
    place = chance.randrange(len(words))
    words[place] = _mistyped(words[place], chance)
    told = [*words, name] if chance.random() < 0.5 else words
    return Asked(" ".join(told), article.language, article.slug)


def _mistyped(word: str, chance: random.Random) -> str:
    place = chance.randrange(len(word))
    return word if len(word) < 5 else word[:place] + word[place + 1 :]
