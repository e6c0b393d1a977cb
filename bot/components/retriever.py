"""Pipeline: what the knowledge base says to the message; same vector, same process, no HTTP hop."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from app.knowledge import encoder, search
from app.texts import texts
from bot.attestation import ATTESTED, ENOUGH
from bot.choosing import ARTICLE
from bot.components.base import Component
from bot.components.choices import PRESSED
from bot.components.featurizer import VECTOR
from bot.components.language import LANGUAGE, TEXT_LANGUAGE
from bot.components.tokenizer import question_of
from bot.evidence import CORRECTION, FIND_NUMBER, ORDER_STATUS, OUT_OF_SCOPE, QUESTION, TAKE_BACK, TELLING
from bot.standing import standing
from kb.encoder import Matrix
from kb.folding import fold
from kb.names import stem_of
from support.articles import Answer, Hit, Passage

KNOWLEDGE = "knowledge"
ORDER_FOLLOWED = "order_followed"
_ASKING = {QUESTION, ORDER_STATUS, OUT_OF_SCOPE, FIND_NUMBER, TAKE_BACK}
"""Intents that a few words about an order are taken for; "cancel it" and "don't cancel it" are near each other."""
_FEW_WORDS = 4
"""Words; "cancel it" leans on the order just spoken of, a whole sentence names what it is about."""
_MOST_WORDS_OF_MORE = 6
"""Words that ask for more of what was just answered."""
_SPEAKS_OF = 0.15
"""Of an article's passages; in eight languages cancelling, tracking, invoices lie above it, contact, privacy below."""
_CORRECTED = 0.35
_SECOND_BEST = 0.3
"""The confidence was the first article's; what comes after it is offered, not given for an answer."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class KnowledgeRetriever(Component):
    """Sets `knowledge`: {confidence, hits: [{slug, language, title, answer, score, dense, lexical}]}, best first."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Search with the vector the message carries, or open the article whose button was pressed."""
        for message in messages:
            pressed = message.get(PRESSED) or ""
            article = pressed.removeprefix(ARTICLE) if pressed.startswith(ARTICLE) else ""
            if (found := search().article(article, message.get(LANGUAGE))) is not None:
                answer = _opened(found)
            else:  # typed, or the article of an old button is gone: its title is as good a question as any
                answer = _without_given(_about_the_order(message, _in_context(message, _found(message))), message)
            message.set(KNOWLEDGE, _record(answer), add_to_output=True)
        return messages


def _found(message: Message) -> Answer:
    return _ask(question_of(message), message.get(VECTOR), message)


def _ask(question: str, vector: Matrix, message: Message) -> Answer:
    return search().ask(question, vector, message.get(TEXT_LANGUAGE), message.get(LANGUAGE))


def _in_context(message: Message, plain: Answer) -> Answer:
    """Return what a few words mean together with the question just answered, where they say too little alone.

    "And how long do I have?" after a question about returns; what has nothing to do with it, triage refuses.
    """
    question, before = question_of(message), standing.get().latest
    sure = search().confidence.sure
    is_asking = (message.get(INTENT) or {}).get("name") in _ASKING or message.get(ATTESTED, 1.0) < ENOUGH
    is_short = 0 < len(question.split()) <= _MOST_WORDS_OF_MORE
    if before.intent not in TELLING or not is_asking or not is_short or plain.confidence >= sure:
        return plain
    together = f"{before.text} {question}"
    answer = _ask(together, encoder().encode([together])[0], message)
    return answer if answer.confidence >= sure else plain


def _about_the_order(message: Message, plain: Answer) -> Answer:
    """Return what a few words right after an order's state say of it, where that makes more sense of them."""
    question = question_of(message)
    intent = (message.get(INTENT) or {}).get("name")
    if standing.get().order is None or intent not in _ASKING or not 0 < len(question.split()) <= _FEW_WORDS:
        return plain
    order = texts(message.get(TEXT_LANGUAGE)).group("choices").get("order", "")
    spelled_out = f"{question} {order}".strip()
    answer = _ask(spelled_out, encoder().encode([spelled_out])[0], message)
    is_better = answer.confidence > plain.confidence and (
        _is_about_orders(answer) or plain.confidence < search().confidence.sure
    )
    best = answer if is_better else plain
    message.set(ORDER_FOLLOWED, _is_about_orders(best))
    return best


def _is_about_orders(answer: Answer) -> bool:
    """Whether the first article speaks of orders, in its own language: their opening hours no order has."""
    if not answer.hits:
        return False
    first = answer.hits[0].passage
    order = texts(first.language).group("choices").get("order", "")
    parts = search().index.article_parts(first.slug, first.language)
    return sum(stem_of(order) in fold(part.text) for part in parts) >= _SPEAKS_OF * len(parts)


def _without_given(answer: Answer, message: Message) -> Answer:
    """Return the answer without what has just been given, where the customer says that it was not meant."""
    guesses = {guess["name"]: guess["confidence"] for guess in message.get(INTENT_RANKING_KEY, [])}
    given = standing.get().latest.given if guesses.get(CORRECTION, 0.0) >= _CORRECTED else ()
    hits = tuple(hit for hit in answer.hits if hit.passage.slug not in given)
    if hits[:1] == answer.hits[:1]:
        return replace(answer, hits=hits)
    return Answer(hits=hits, confidence=min(answer.confidence, _SECOND_BEST) if hits else 0.0)


def _opened(passage: Passage) -> Answer:
    return Answer(hits=(Hit(passage=passage, score=1.0, dense=1.0, lexical=1.0),), confidence=1.0)


def _record(answer: Answer) -> dict[str, Any]:
    """Return the answer as JSON for the tracker: numbers rounded, for people read them at the desk."""
    hits = [
        {
            "slug": hit.passage.slug,
            "language": hit.passage.language,
            "title": hit.passage.title,
            "answer": hit.passage.answer,
            "score": round(hit.score, 3),
            "dense": round(hit.dense, 3),
            "lexical": round(hit.lexical, 3),
        }
        for hit in answer.hits
    ]
    return {"confidence": round(answer.confidence, 3), "hits": hits}
