"""`parley kb`: the knowledge base from the command line."""

from pathlib import Path

import click

from app.fitting import is_due
from app.settings import settings
from app.wiring import books
from cli.gaps import gaps
from cli.importing import import_source, source_of
from cli.preparing import import_folder
from cli.sources import sources
from cli.translating import translate
from cli.trying import run_tests, try_question


@click.group("kb")
def knowledge() -> None:
    """Articles the bot answers from."""


knowledge.add_command(gaps)
knowledge.add_command(sources)
knowledge.add_command(translate)


@knowledge.command("import")
@click.argument("source", required=False)
@click.option("--format", help="markdown, html, csv, xlsx, zendesk, wordpress, confluence or site; else found out.")
@click.option("--language", default="", help="The language of articles that do not say theirs; else found out.")
@click.option("--name", help="What to remember the source by, where its file is called otherwise each time.")
@click.option("--draft", is_flag=True, help="Lay new and changed articles aside for a person to publish.")
@click.option("--force", is_flag=True, help="Overwrite what was changed here since.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
def import_articles(
    source: str | None, format: str | None, language: str, name: str | None, draft: bool, force: bool, dry_run: bool
) -> None:
    """Take in the article folder, or a SOURCE; a running bot answers from it a second later."""
    if source is None or Path(source).resolve() == settings().articles.resolve():
        import_folder(force=force)
        click.echo("Done.")
    else:
        import_source(source_of(source, format, language, name, is_draft=draft), is_dry=dry_run, is_forced=force)
    if not dry_run and is_due():
        click.echo("How sure to be follows in the background where Parley runs; else `./parley calibrate` fits it.")


@knowledge.command("export")
@click.argument("to", type=click.Path(path_type=Path))
def export(to: Path) -> None:
    """Write all articles to a folder of Markdown, or to a table where TO ends in .csv."""
    from kb.importing.exporting import export_folder, export_table

    with books().reading() as uow:
        articles = uow.articles.all()
    if to.suffix.lower() == ".csv":
        export_table(to, articles)
        click.echo(f"{to}: {len(articles)} articles.")
        return
    with click.progressbar(export_folder(to, articles), length=len(articles), label="Writing") as written:
        changed = sum(has_changed for _, has_changed in written)
    click.echo(f"{to}: {len(articles)} articles, {changed} files written.")


@knowledge.command()
@click.argument("question")
@click.option("--language", default=lambda: settings().default_language, help="The customer's language.")
def ask(question: str, language: str) -> None:
    """Show what would be found for a question: article, language, score."""
    from app.knowledge import encoder, library

    answer = library().search.ask(question, encoder().encode([question])[0], language)
    for hit in answer.hits:
        click.echo(f"{hit.score:6.2f}  {hit.passage.language}  {hit.passage.slug}: {hit.passage.title}")
    if not answer.hits:
        click.echo("Nothing found.")


knowledge.add_command(try_question)
knowledge.add_command(run_tests)
