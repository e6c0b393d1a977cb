"""What we know: articles, the passages search finds, and the answer made of them."""

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article in one language; `slug` names the topic across languages, `body` is Markdown."""

    slug: str
    language: str
    title: str
    body: str
    questions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


class Field(str, Enum):
    """Which part of an article a passage was taken from."""

    TITLE = "title"
    QUESTION = "question"
    BODY = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A piece of an article that search can find.

    `text` is what is matched; `answer` is what a customer is shown when it matches (Markdown).
    """

    id: str
    slug: str
    language: str
    title: str
    field: Field
    text: str
    answer: str
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article found: its best passage, the fused score, and the two signals behind it (cosine; lexical in 0..1)."""

    passage: Passage
    score: float
    dense: float
    lexical: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Articles found, best first, one hit an article; `confidence` in 0..1 that the first one answers."""

    hits: tuple[Hit, ...]
    confidence: float
