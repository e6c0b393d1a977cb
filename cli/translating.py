"""`parley kb translate`: drafts in another language, by a machine that the operator chose."""

from collections.abc import Sequence
from datetime import UTC, datetime

import click

from app.settings import settings
from app.translating import machine
from app.wiring import books
from kb.translating.staging import has_text, stage_translation, to_translate
from support.errors import BrokenContent, NotFound
from support.staff import Act


@click.command()
@click.option("--to", required=True, help="The language to translate to.")
@click.option("--from", "source", default=lambda: settings().default_language, help="The language to translate from.")
@click.option("--only", multiple=True, help="An article's slug; may be given several times.")
def translate(to: str, source: str, only: Sequence[str]) -> None:
    """Have a machine translate articles that a language lacks; each is a draft until a person publishes it."""
    from kb.importing.tags import code_of
    from kb.translating.articles import translated

    language = code_of(to)
    if not language:
        raise BrokenContent(f"--to {to}: is no language; write its code, e.g. fa")
    service = machine()
    wanted = _lacking(source, language, only)
    for slug in wanted:
        with books().reading() as uow:
            article, revision = to_translate(uow, slug, source)
        draft = translated(article, language, service)
        with books().writing() as uow:  # one by one: a quota may end in between, and what was paid for is kept
            stage_translation(uow, draft, revision, Act(at=datetime.now(UTC)))
            uow.commit()
        click.echo(f"{slug} {language}: {draft.title}")
    click.echo(f"{len(wanted)} drafts; read and publish them in the editor.")


def _lacking(source: str, target: str, only: Sequence[str]) -> list[str]:
    """Return the articles in one language that have no text in the other, live or staged. Raises: NotFound."""
    with books().reading() as uow:
        articles = uow.articles.all()
        there = {each.slug for each in uow.manuscripts.all() if each.language == target and has_text(uow, each)}
    found = [article for article in articles if article.language == source and (not only or article.slug in only)]
    if unknown := set(only) - {article.slug for article in found}:
        raise NotFound(f"there is no article {', '.join(sorted(unknown))} in {source}")
    return [article.slug for article in found if article.slug not in there]
