"""An article in another language, as a machine says it: words change, and nothing else."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from kb.translating.markdown import in_line, lines
from kb.translating.port import Limits, Translator
from kb.translating.protecting import Protected, protected
from support.articles import Article

_SENTENCES = re.compile(r"(?<=[.!?\u3002\u06d4\u0964])\s+")
_TAG_ROOM = 0.8
"""Of a service's limit; escapes and tags make a request longer than what was counted."""


def translated(article: Article, target: str, translator: Translator) -> Article:
    """Return the article in another language, its structure, links, placeholders and numbers as they were."""
    body = list(lines(article.body))
    plain = [article.title, *article.questions]
    texts = [*plain, *(words for _, words, _ in body)]
    said = iter(_translated(texts, article.language, target, translator))
    title, questions = next(said), tuple(next(said) for _ in article.questions)
    rows = [f"{before}{_line(words, next(said))}{after}" for before, words, after in body]
    return replace(article, language=target, title=title, questions=questions, body="\n".join(rows))


def _line(words: str, said: str) -> str:
    """Return a translation that begins a line no otherwise than its source."""
    return said if in_line(words) != words else in_line(said)


def _translated(texts: Sequence[str], source: str, target: str, translator: Translator) -> Iterator[str]:
    """Yield the translations. A text whose parts did not come back whole is translated in pieces between them."""

    def ask(asked: Sequence[str]) -> list[str]:
        return _asked(asked, lambda batch: translator.translate(batch, source, target), translator.limits)

    kept = [protected(text) for text in texts]
    answers = ask([one.text for one in kept])
    for text, one, answer in zip(texts, kept, answers, strict=True):
        whole = _restored(one, answer)
        yield whole if whole is not None else _in_pieces(text, one, ask)


def _restored(kept: Protected, answer: str) -> str | None:
    """Return a translation as one line with its parts back, or None."""
    return kept.restored(" ".join(answer.split()))


def _in_pieces(text: str, kept: Protected, ask: Callable[[Sequence[str]], list[str]]) -> str:
    """Return a text whose pieces between its parts were translated each by itself; what still goes wrong stays."""
    pieces = _between(text, kept.parts)
    said = ask([protected(piece.strip()).text for piece in pieces])
    whole = "".join(
        part
        for piece, answer, kept_part in zip(pieces, said, (*kept.parts, ""), strict=True)
        for part in (_spaced(piece, answer), kept_part)
    )
    return whole if protected(whole).parts == kept.parts else text


def _between(text: str, parts: Sequence[str]) -> list[str]:
    pieces, at = [], 0
    for part in parts:
        begins = text.index(part, at)
        pieces.append(text[at:begins])
        at = begins + len(part)
    return [*pieces, text[at:]]


def _spaced(piece: str, answer: str) -> str:
    """Return a piece's translation between the spaces it stood between; a piece without words as it was."""
    words = protected(piece.strip()).restored(" ".join(answer.split()))
    if words is None or not piece.strip():
        return piece
    return f"{piece[: len(piece) - len(piece.lstrip())]}{words}{piece[len(piece.rstrip()) :]}"


def _asked(texts: Sequence[str], ask: Callable[[Sequence[str]], list[str]], limits: Limits) -> list[str]:
    """Return what was answered to each text, in as many requests as the limits ask for; empty ones are not sent."""
    parts = [(at, piece) for at, text in enumerate(texts) if text.strip() for piece in _pieces(text, limits)]
    answers: dict[int, list[str]] = {}
    for batch in _batches(parts, limits):
        for (at, _), answer in zip(batch, ask([piece for _, piece in batch]), strict=True):
            answers.setdefault(at, []).append(answer)
    return [" ".join(answers.get(at, [])) for at in range(len(texts))]


def _pieces(text: str, limits: Limits) -> Iterator[str]:
    """Yield a text, or where it is too long for one request, its sentences in as few pieces as fit."""
    piece = ""
    for sentence in _SENTENCES.split(text) if not _fits([text], limits) else [text]:
        if piece and not _fits([f"{piece} {sentence}"], limits):
            yield piece
            piece = ""
        piece = f"{piece} {sentence}" if piece else sentence
    yield piece


def _batches(parts: Sequence[tuple[int, str]], limits: Limits) -> Iterator[list[tuple[int, str]]]:
    batch: list[tuple[int, str]] = []
    for part in parts:
        if batch and not _fits([text for _, text in (*batch, part)], limits):
            yield batch
            batch = []
        batch.append(part)
    if batch:
        yield batch


def _fits(texts: Sequence[str], limits: Limits) -> bool:
    length = sum(map(len, texts))
    size = sum(len(text.encode()) + 8 for text in texts)
    return len(texts) <= limits.texts and length <= limits.characters * _TAG_ROOM and size <= limits.bytes * _TAG_ROOM
