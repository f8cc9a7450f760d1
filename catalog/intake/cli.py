"""`flask catalog import|export`."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click
from flask.cli import AppGroup
from rich.progress import Progress

from catalog.intake.communes import communes_like
from catalog.intake.export import export_file
from catalog.intake.reading import read_map
from catalog.intake.rules import MEANINGS, Outcome
from catalog.intake.services import REPORT_COLUMNS, Report, import_file, report_rows
from foundation.db.cli import parts
from foundation.db.database import current_db
from foundation.i18n.arguments import TypedArgument
from foundation.i18n.text import slug
from foundation.places.gazetteer import gazetteer
from foundation.tables.faults import UnreadableFile
from foundation.tables.writing import write_file

cli = AppGroup("catalog", help="Lists of products in and out.")
_FILE = click.Path(path_type=Path)
_GIVEN = click.Path(exists=True, dir_okay=False, path_type=Path)
PLACES_TOLD = 20
_SILENT = {"formula_without_value": "holds a formula without a result", "error_value": "holds an error"}
_NOT_READ = {
    "hidden_sheet": "a hidden sheet was not read",
    "other_lists": "other sheets hold lists too and were not read; import each as a file of its own",
    "filtered_rows": "hidden rows were read like the others",
    "hidden_columns": "hidden columns were read like the others",
}
"""What is told of a file beside its rows."""


@cli.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Tell what would happen and keep nothing.")
@click.option("--report", type=_FILE, help="Write what became of each row to this CSV.")
@click.option("--list", "list_key", type=TypedArgument(), help="Name of the list; the file's own name by default.")
@click.option("--map", "map_file", type=_GIVEN, help="What headings mean: lines of heading,field.")
@click.option("--repair", is_flag=True, help="Mend decomposed text and letters like Ð instead of refusing.")
def import_command(
    file: Path, *, dry_run: bool, report: Path | None, list_key: str | None, map_file: Path | None, repair: bool
) -> None:
    """Take in a list of products from a spreadsheet, a text or a page."""
    key = list_key or slug(file.stem)
    try:
        with Progress(disable=not sys.stdout.isatty(), transient=True) as bar:
            task = bar.add_task("import", total=None)
            found = import_file(
                current_db(),
                file,
                list_key=key,
                today=parts().today(),
                repair=repair,
                named=read_map(map_file) if map_file else None,
                dry_run=dry_run,
                progress=lambda rows: bar.advance(task, rows),
            )
    except UnreadableFile as refusal:
        raise click.ClickException(refusal.sentence(file.name)) from refusal
    if report:
        _write(found, report)
    click.echo(f"{file.name} as list “{key}”{' (dry run)' if dry_run else ''}: {found.summary()}")
    for line in _remarks(found):
        click.echo(f"  {line}", err=True)
    sys.exit(1 if found.counts()[Outcome.REJECTED] else 0)


def _remarks(found: Report) -> Iterator[str]:
    """Yield what a person should know of the file: what was not read, what was rejected, what is not certain."""
    for code, _, cell in (note.partition(":") for note in found.notes):
        if code in _NOT_READ:
            yield _NOT_READ[code]
        elif cell and (code.endswith("_unread") or code in _SILENT):
            yield f"cell {cell} {_SILENT.get(code, 'cannot be read')}"
    if found.left:
        yield f"columns that were not taken in (name them with --map FILE): {', '.join(found.left)}"
    for row in found.rows:
        if row.outcome is Outcome.REJECTED:
            meanings = " ".join(MEANINGS[reason] for reason in row.reasons)
            yield f"row {row.row} ({row.id or row.name}) rejected: {meanings}"
    yield from _places(found)


def _places(found: Report) -> Iterator[str]:
    """Yield the rows whose commune is not certain, with those it may be."""
    told = [(row, *row.lies) for row in found.rows if row.lies]
    with current_db().reading() as session:
        for row, code, commune in told[:PLACES_TOLD]:
            like = ", or ".join(one.title for one in communes_like(gazetteer(session), code, commune))
            yield f"row {row.row} ({row.id or row.name}): “{commune}” is not certain{f': {like}?' if like else ''}"
    if len(told) > PLACES_TOLD:
        yield f"{len(told) - PLACES_TOLD} more rows lie in a commune that is not certain: see the report"


@cli.command("export")
@click.argument("file", type=_FILE)
def export_command(file: Path) -> None:
    """Write the products of the catalogue to a CSV or XLSX file with the same columns."""
    with current_db().reading() as session:
        count = export_file(session, file)
    click.echo(f"{file.name}: {count} products")


def _write(found: Report, path: Path) -> None:
    """Write the report; CSV without the mark, which programs that read it by its contract do not expect."""
    write_file(path, REPORT_COLUMNS, report_rows(found), mark=False)
