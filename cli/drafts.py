"""`parley kb drafts`: texts that wait for a person to publish them."""

import click

from app.wiring import books
from cli.preparing import encode


@click.group()
def drafts() -> None:
    """Imported and translated texts that nobody has published yet."""


@drafts.command("list")
def list_drafts() -> None:
    """Show each draft and what made it."""
    with books().reading() as uow:
        found = uow.drafts.all()
    for article, origin in found:
        click.echo(f"{article.slug} {article.language}: {article.title} ({origin})")
    if not found:
        click.echo("No drafts.")


@drafts.command()
@click.argument("slug")
@click.argument("language")
def show(slug: str, language: str) -> None:
    """Show a draft as a Markdown file."""
    from kb.importing.exporting import text

    with books().reading() as uow:
        article, _ = uow.drafts.get(slug, language)
    click.echo(text(article), nl=False)


@drafts.command()
@click.argument("slug")
@click.argument("language", required=False)
def publish(slug: str, language: str | None) -> None:
    """Make the drafts of an article what customers are answered from, in one LANGUAGE or in all."""
    from kb.importing.drafting import publish as live

    with books().writing() as uow:
        done = live(uow, slug, language)
        uow.commit()
    click.echo(f"{slug}: published in {', '.join(done)}.")
    encode()


@drafts.command()
@click.argument("slug")
@click.argument("language")
def drop(slug: str, language: str) -> None:
    """Throw a draft away."""
    with books().writing() as uow:
        uow.drafts.get(slug, language)
        uow.drafts.remove([(slug, language)])
        uow.commit()
    click.echo(f"{slug} in {language}: dropped.")
