"""`flask appointments import`: people to appoint from a file, by the operator."""

import sys
from collections import Counter
from pathlib import Path

import click
from flask import current_app

from admin.registry.reading import read_people
from foundation.accounts.keys import Keys
from foundation.audit.rules import SYSTEM
from foundation.config.private_files import private_opener, restrict_to_owner
from foundation.db.base import now
from foundation.db.cli import parts
from foundation.db.database import current_db
from foundation.permissions.bulk import REPORT, BadFileError, Import, RowReport, appoint_all
from foundation.permissions.cli import cli as appointments
from foundation.permissions.cli import tell_offer
from foundation.tables.writing import csv_writer

__all__ = ["appointments"]


@appointments.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would become of each row; keep nothing.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write every row's outcome as CSV.")
def import_command(file: Path, report: Path | None, *, dry_run: bool) -> None:
    """Offer everybody in a list their appointment; missing accounts are opened, by letter or code."""
    today = parts().today()
    try:
        with current_db().reading() as session:
            rows = read_people(session, file.read_bytes(), today)
    except BadFileError as error:
        raise click.ClickException(f"{file.name}: {error}") from error
    secret = Keys(str(current_app.config["SECRET_KEY"]))
    how = Import(SYSTEM, secret, now(), today, dry_run=dry_run, tells_codes=True, after=tell_offer)
    reports = list(appoint_all(current_db(), rows, how))
    if report:
        _write(report, reports)
    for told in reports:
        if told.outcome == "rejected":
            click.echo(f"row {told.row} ({told.identifier}) rejected: {' '.join(told.reasons)}")
    counts = Counter(told.outcome for told in reports)
    click.echo(("(dry run): " if dry_run else "") + ", ".join(f"{n} {name}" for name, n in sorted(counts.items())))
    sys.exit(1 if counts["rejected"] else 0)


def _write(path: Path, reports: list[RowReport]) -> None:
    # It holds codes that confirm accounts.
    with open(path, "w", encoding="utf-8", newline="", opener=private_opener) as file:
        restrict_to_owner(path)
        write = csv_writer(file)
        write(REPORT)
        for told in reports:
            write(told.cells())
