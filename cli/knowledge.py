"""`parley kb`: the knowledge base from the command line."""

import click

from app.fitting import is_due
from app.settings import settings
from cli.preparing import import_folder
from cli.trying import run_tests, try_question


@click.group("kb")
def knowledge() -> None:
    """Articles the bot answers from."""


@knowledge.command("import")
@click.option("--force", is_flag=True, help="Overwrite what writers have changed in the editor, too.")
def import_articles(force: bool) -> None:
    """Take in the article folder; a running bot answers from it a second later."""
    import_folder(force=force)
    click.echo("Done.")
    if is_due():
        click.echo("How sure to be follows in the background where Parley runs; else `./parley calibrate` fits it.")


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
