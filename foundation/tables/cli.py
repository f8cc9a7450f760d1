"""`flask tables read`: what a file was understood as."""

import json
import sys
from pathlib import Path

import click
from flask.cli import AppGroup

from foundation.i18n.arguments import TypedArgument
from foundation.tables.faults import UnreadableFile
from foundation.tables.reading import read_book
from foundation.tables.registry import current_lists
from foundation.tables.understanding import ParsedTable, ReadingChoices, parse_table

cli = AppGroup("tables", help="Lists as provinces send them.")


@cli.command("read")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One object instead of a summary.")
@click.option("--sheet", type=TypedArgument(), help="The sheet to read; the first with a list by default.")
@click.option("--head-row", type=click.IntRange(min=1), help="The row in which the heads begin.")
def read_command(file: Path, *, as_json: bool, sheet: str | None, head_row: int | None) -> None:
    """Tell what a list was understood as; nothing is taken in."""
    try:
        found = parse_table(read_book(file), current_lists(), ReadingChoices(sheet, head_row))
    except UnreadableFile as refusal:
        click.echo(refusal.sentence(file.name), err=True)
        if as_json:
            click.echo(json.dumps({"refused": refusal.fault.code}))
        sys.exit(1)
    click.echo(json.dumps(found.as_facts(), ensure_ascii=False) if as_json else _summary(found))


def _summary(found: ParsedTable) -> str:
    lines = [f"{len(found.rows)} rows of a list of {found.schema.name}, sheet {found.sheet or '-'}"]
    lines += [f"  {column.key}: {column.meaning}" for column in found.columns]
    lines += [f"  row {row} left out: {why}" for row, why in found.left_out]
    lines += [f"  {note}" for note in found.notes]
    return "\n".join(lines)
