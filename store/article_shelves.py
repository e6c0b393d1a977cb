"""Articles, their passages and the confidence fitted to them, in SQL; vectors lie beside the text they came from."""

import hashlib
import json
from collections.abc import Collection, Sequence

from sqlalchemy import Table, and_, delete, exists, func, insert, select, true
from sqlalchemy.engine import Connection
from sqlalchemy.sql.elements import ColumnElement

from store import tables, writing_tables
from store.records import article_from, dump, passage_from
from store.shelves import upsert
from support.articles import Article, Passage
from support.errors import NotFound
from support.shelves import Fitted
from support.writing import Audience


class SqlArticleShelf:
    """See support.shelves.ArticleShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, slug: str, language: str) -> Article:
        """Raises: NotFound."""
        query = select(tables.articles.c.body).where(_is(tables.articles, slug, language))
        body = self._connection.execute(query).scalar()
        if body is None:
            raise NotFound(f"there is no article {slug} in {language}")
        return article_from(json.loads(body))

    def all(self) -> list[Article]:
        """Return every article, by slug and language."""
        query = select(tables.articles.c.body).order_by(tables.articles.c.slug, tables.articles.c.language)
        return [article_from(json.loads(body)) for body in self._connection.execute(query).scalars()]

    def public(self, slugs: Collection[str] | None = None) -> list[Article]:
        """Return those that everybody may read, of these topics or of all, by slug and language."""
        these = true() if slugs is None else tables.articles.c.slug.in_(slugs)
        query = select(tables.articles.c.body).where(these, ~_is_kept_back(tables.articles))
        bodies = self._connection.execute(query.order_by(tables.articles.c.slug, tables.articles.c.language))
        return [article_from(json.loads(body)) for body in bodies.scalars()]

    def holding(self, words: Collection[str], language: str, most: int) -> list[Article]:
        """Return articles in `language` that everybody may read and that hold each of the words somewhere."""
        table = tables.articles
        each = [func.lower(table.c.body).contains(word.lower(), autoescape=True) for word in words]
        own = and_(table.c.language == language, ~_is_kept_back(table), *each)
        bodies = self._connection.execute(select(table.c.body).where(own).order_by(table.c.slug).limit(most))
        return [article_from(json.loads(body)) for body in bodies.scalars()]

    def digests(self, slugs: Collection[str] | None = None) -> dict[tuple[str, str], int]:
        """Return 64 bits of each public article's content by slug and language; of these topics, or of all."""
        table = tables.articles
        these = true() if slugs is None else table.c.slug.in_(slugs)
        rows = self._connection.execute(
            select(table.c.slug, table.c.language, table.c.body).where(these, ~_is_kept_back(table))
        )
        return {(row.slug, row.language): _digest(row.body) for row in rows}

    def titles(self, slugs: Sequence[str], language: str) -> dict[str, str]:
        """Return the titles of those of `slugs` that everybody may read in `language`."""
        own = and_(tables.articles.c.slug.in_(slugs), tables.articles.c.language == language)
        query = select(tables.articles.c.slug, tables.articles.c.body).where(own, ~_is_kept_back(tables.articles))
        return {row.slug: json.loads(row.body)["title"] for row in self._connection.execute(query)}

    def tags(self, slugs: Collection[str]) -> frozenset[str]:
        """Return the tags of these articles, in all languages."""
        query = select(tables.articles.c.body).where(tables.articles.c.slug.in_(slugs))
        found = self._connection.execute(query).scalars() if slugs else ()
        return frozenset(tag for body in found for tag in json.loads(body).get("tags", ()))

    def put(self, article: Article) -> None:
        """Insert or replace."""
        row = {"slug": article.slug, "language": article.language, "body": dump(article)}
        upsert(self._connection, tables.articles, row)

    def remove(self, slug: str, language: str) -> None:
        """Take it off the shelf; its passages go with it."""
        self._connection.execute(delete(tables.passages).where(_is(tables.passages, slug, language)))
        self._connection.execute(delete(tables.articles).where(_is(tables.articles, slug, language)))


class SqlPassageShelf:
    """See support.shelves.PassageShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def replace(self, article: Article, passages: Sequence[Passage], vectors: Sequence[bytes], encoder: str) -> None:
        """Put the article's passages in place of those that were; a vector is `dim` little-endian float32."""
        own = _is(tables.passages, article.slug, article.language)
        self._connection.execute(delete(tables.passages).where(own))
        if self._is_kept_back(article.slug):  # since it was read
            return
        rows = [
            {
                "id": passage.id,
                "slug": passage.slug,
                "language": passage.language,
                "position": passage.position,
                "encoder": encoder,
                "body": dump(passage),
                "vector": vector,
            }
            for passage, vector in zip(passages, vectors, strict=True)
        ]
        self._connection.execute(insert(tables.passages), rows)

    def all(self) -> tuple[list[Passage], bytes]:
        """Return every passage, and their vectors one after the other."""
        return self._read(true())

    def count(self) -> int:
        """Return how many passages there are."""
        return int(self._connection.execute(select(func.count()).select_from(tables.passages)).scalar() or 0)

    def of(self, slugs: Collection[str]) -> tuple[list[Passage], bytes]:
        """Return these topics' passages, as `all` does."""
        return self._read(tables.passages.c.slug.in_(slugs))

    def after(self, slug: str, topics: int) -> tuple[list[Passage], bytes]:
        """Return the passages of so many topics that follow one, as `all` does; all of them piece by piece."""
        column = tables.passages.c.slug
        following = select(column).where(column > slug).distinct().order_by(column).limit(topics)
        last = max(self._connection.execute(following).scalars(), default="")
        return self._read(and_(column > slug, column <= last))

    def _read(self, wanted: ColumnElement) -> tuple[list[Passage], bytes]:
        table = tables.passages
        order = (table.c.slug, table.c.language, table.c.position)
        rows = self._connection.execute(select(table.c.body, table.c.vector).where(wanted).order_by(*order)).all()
        return [passage_from(json.loads(row.body)) for row in rows], b"".join(row.vector for row in rows)

    def missing(self, encoder: str, slugs: Collection[str] | None = None) -> list[Article]:
        """Return the articles for customers, of these topics or of all, whose passages this encoder has not seen."""
        seen = exists().where(
            and_(
                tables.passages.c.slug == tables.articles.c.slug,
                tables.passages.c.language == tables.articles.c.language,
                tables.passages.c.encoder == encoder,
            )
        )
        these = true() if slugs is None else tables.articles.c.slug.in_(slugs)
        query = select(tables.articles.c.body).where(~seen, these, ~_is_kept_back(tables.articles))
        bodies = self._connection.execute(query).scalars()
        return [article_from(json.loads(body)) for body in bodies]

    def _is_kept_back(self, slug: str) -> bool:
        topics = writing_tables.topics
        audience = self._connection.execute(select(topics.c.audience).where(topics.c.slug == slug)).scalar()
        return audience not in (None, Audience.PUBLIC.value)


_CONFIDENCES_KEPT = 5
"""Each new encoder or version has one of its own; beside today's, another Parley's, and those one may go back to."""


class SqlConfidenceShelf:
    """See support.shelves.ConfidenceShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, recipe: str) -> Fitted | None:
        """Return it, or None where none was ever fitted by this recipe."""
        table = tables.confidences
        row = self._connection.execute(select(table).where(table.c.recipe == recipe)).first()
        return None if row is None else Fitted(recipe=row.recipe, basis=row.basis, body=row.body)

    def put(self, fitted: Fitted) -> None:
        """Insert or replace, and forget all but those fitted last."""
        table = tables.confidences
        place = (self._connection.execute(select(func.max(table.c.place))).scalar() or 0) + 1
        row = {"recipe": fitted.recipe, "basis": fitted.basis, "body": fitted.body, "place": place}
        upsert(self._connection, table, row)
        newest = select(table.c.recipe).order_by(table.c.place.desc(), table.c.recipe).limit(_CONFIDENCES_KEPT)
        self._connection.execute(delete(table).where(table.c.recipe.not_in(newest)))


def _digest(body: str) -> int:
    return int.from_bytes(hashlib.blake2b(body.encode(), digest_size=8).digest(), "big")


def _is(table: Table, slug: str, language: str) -> ColumnElement:
    return and_(table.c.slug == slug, table.c.language == language)


def _is_kept_back(table: Table) -> ColumnElement:
    """Return the condition for what is not everybody's to read."""
    topics = writing_tables.topics
    return exists().where(topics.c.slug == table.c.slug, topics.c.audience != Audience.PUBLIC.value)
