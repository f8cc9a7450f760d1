"""`flask appointments …`: appointments in bulk, and carried over from units that ended."""

import csv
import sys
from collections import Counter
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from foundation.accounts.keys import Keys
from foundation.audit.rules import SYSTEM
from foundation.db.base import now
from foundation.db.cli import parts
from foundation.db.database import current_db
from foundation.i18n.arguments import Typed
from foundation.permissions.bulk import REPORT, BadFileError, Import, RowReport, appoint_all, read_rows
from foundation.permissions.services import Term, carry_over

cli = AppGroup("appointments", help="Who holds which role, where and until when.")


@cli.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would become of each row; keep nothing.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write every row's outcome as CSV.")
def import_command(file: Path, report: Path | None, *, dry_run: bool) -> None:
    """Appoint everybody in a CSV file; accounts that do not exist are opened, with codes to hand over."""
    try:
        rows = read_rows(file)
    except BadFileError as error:
        raise click.ClickException(f"{file.name}: {error}") from error
    how = Import(SYSTEM, Keys(str(current_app.config["SECRET_KEY"])), now(), dry_run=dry_run)
    reports = list(appoint_all(current_db(), rows, how))
    if report:
        _write(report, reports)
    for told in reports:
        if told.outcome == "rejected":
            click.echo(f"row {told.row} ({told.identifier}) rejected: {' '.join(told.reasons)}")
    counts = Counter(told.outcome for told in reports)
    click.echo(("(dry run): " if dry_run else "") + ", ".join(f"{n} {name}" for name, n in sorted(counts.items())))
    sys.exit(1 if counts["rejected"] else 0)


@cli.command("carry-over")
@click.option("--decision", type=Typed(), required=True, help="Number of the decision the new appointments rest on.")
def carry_over_command(decision: str) -> None:
    """Carry appointments at units that have ended over to their successors."""
    today = parts().today()
    with current_db().unit_of_work() as session:
        carried = list(carry_over(session, SYSTEM, term=Term(today, decision=decision, decided_on=today), today=today))
    for told in carried:
        if told.why:
            click.echo(f"appointment {told.appointment_id} stays: {told.why}")
    click.echo(f"{sum(told.why is None for told in carried)} carried over")
    sys.exit(1 if any(told.why for told in carried) else 0)


def _write(path: Path, reports: list[RowReport]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        path.chmod(0o600)  # it holds codes that confirm accounts
        out = csv.DictWriter(file, REPORT)
        out.writeheader()
        out.writerows(told.cells() for told in reports)
