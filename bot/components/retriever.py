"""Pipeline: what the knowledge base says to the message; same vector, same process, no HTTP hop."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from app.knowledge import library
from bot.choosing import ARTICLE
from bot.components.base import Component
from bot.components.choices import PRESSED
from bot.components.featurizer import VECTOR
from bot.components.language import LANGUAGE, TEXT_LANGUAGE
from bot.components.tokenizer import question_of
from support.articles import Answer, Hit, Passage

KNOWLEDGE = "knowledge"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class KnowledgeRetriever(Component):
    """Sets `knowledge`: {confidence, hits: [{slug, language, title, answer, score, dense, lexical}]}, best first."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Search with the vector the message carries, or open the article whose button was pressed."""
        for message in messages:
            pressed = message.get(PRESSED) or ""
            article = pressed.removeprefix(ARTICLE) if pressed.startswith(ARTICLE) else ""
            if (found := library().search.article(article, message.get(LANGUAGE))) is not None:
                answer = _opened(found)
            else:  # typed, or the article of an old button is gone: its title is as good a question as any
                answer = library().search.ask(
                    question_of(message), message.get(VECTOR), message.get(TEXT_LANGUAGE), message.get(LANGUAGE)
                )
            message.set(KNOWLEDGE, _record(answer), add_to_output=True)
        return messages


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
