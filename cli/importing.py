"""How an import shows itself on the command line."""

from collections.abc import Iterator
from pathlib import Path

import click

from cli.preparing import encode
from kb.importing.drafts import Found
from kb.importing.judging import What
from kb.importing.planning import Plan, Step
from support.errors import BrokenContent
from support.imports import Source

_SHOWN = (What.NEW, What.CHANGED, What.GONE, What.KEPT)


def source_of(address: str, format: str | None, language: str, name: str | None, *, is_draft: bool) -> Source:
    """Return a source as it was named on the command line, its format found out where it was not."""
    from kb.importing.formats import FORMATS, format_of, is_address

    whole = address if is_address(address) else str(Path(address).resolve())
    kind = format or format_of(whole)
    if kind not in FORMATS:
        raise BrokenContent(f"--format {kind}: is none of {', '.join(FORMATS)}")
    return Source(name=name or whole, address=whole, format=kind, language=language, is_draft=is_draft)


def import_source(source: Source, *, is_dry: bool, is_forced: bool) -> None:
    """Take it in, or show what would change."""
    from app.importing import look, summary, take_in

    plan = look(source, is_forced=is_forced, watch=_watched)
    for line in lines(plan):
        click.echo(line)
    for fault in plan.faults:
        click.secho(f"left out  {fault}", err=True, fg="yellow")
    if is_dry:
        click.echo(f"Would be: {summary(plan)}. Nothing was changed.")
        return
    take_in(plan, is_draft=source.is_draft)
    click.echo(f"{'Staged for writers' if source.is_draft else 'Imported'}: {summary(plan)}.")
    if not source.is_draft:
        encode()


def _watched(found: Iterator[Found]) -> Iterator[Found]:
    """Show how many were read; how many there are nobody knows before the end."""
    with click.progressbar(found, label="Reading", show_pos=True) as bar:
        yield from bar


def lines(plan: Plan) -> Iterator[str]:
    """Yield what becomes of each article that does not stay as it is."""
    for step in sorted(plan.of(*_SHOWN), key=lambda step: (step.what.value, step.imported.slug)):
        yield _line(step)
        yield from (f"            {why}" for why in step.why)


def _line(step: Step) -> str:
    return f"{step.what.value:8}  {step.imported.language:3} {step.imported.slug}: {step.title}"
