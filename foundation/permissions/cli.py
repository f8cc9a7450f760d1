"""`flask appointments …`: appointments in bulk, and carried over from units that ended."""

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from foundation.accounts.keys import Keys
from foundation.audit.rules import SYSTEM
from foundation.config.private_files import private_opener, restrict_to_owner
from foundation.db.base import now
from foundation.db.cli import parts
from foundation.db.database import current_db
from foundation.i18n.arguments import TypedArgument
from foundation.permissions.bulk import REPORT, BadFileError, Import, RowReport, appoint_all, read_rows
from foundation.permissions.models import Appointment
from foundation.permissions.services import Term, carry_over
from foundation.web.spreadsheets import csv_writer

TELL_OFFER = "ocop_tell_offer"
"""How somebody is told of an offer; handed over by the root."""

cli = AppGroup("appointments", help="Who holds which role, where and until when.")


@cli.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would become of each row; keep nothing.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write every row's outcome as CSV.")
def import_command(file: Path, report: Path | None, *, dry_run: bool) -> None:
    """Offer everybody in a CSV file their appointment; missing accounts are opened, by letter or code."""
    try:
        rows = read_rows(file)
    except BadFileError as error:
        raise click.ClickException(f"{file.name}: {error}") from error
    how = Import(
        SYSTEM,
        Keys(str(current_app.config["SECRET_KEY"])),
        now(),
        parts().today(),
        dry_run=dry_run,
        tells_codes=True,
        after=_tell,
    )
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
@click.option(
    "--decision", type=TypedArgument(), required=True, help="Number of the decision the new appointments rest on."
)
def carry_over_command(decision: str) -> None:
    """Offer whoever is appointed at a unit that has ended the same at its successor; with their yes the former ends."""
    today = parts().today()
    with current_db().unit_of_work() as session:
        carried = list(carry_over(session, SYSTEM, term=Term(today, decision=decision, decided_on=today), today=today))
        for told in carried:
            if told.offered:
                _tell(session, told.offered)
    for told in carried:
        if told.why:
            click.echo(f"appointment {told.appointment_id} stays: {told.why}")
    click.echo(f"{sum(told.why is None for told in carried)} carried over, to hold when accepted")
    sys.exit(1 if any(told.why for told in carried) else 0)


def _tell(session: Session, offered: Appointment) -> None:
    """Let the person know what waits for their yes, in the words of the room above."""
    tell: Callable[[Session, Appointment], None] = current_app.extensions[TELL_OFFER]
    tell(session, offered)


def _write(path: Path, reports: list[RowReport]) -> None:
    # It holds codes that confirm accounts.
    with open(path, "w", encoding="utf-8", newline="", opener=private_opener) as file:
        restrict_to_owner(path)
        write = csv_writer(file)
        write(REPORT)
        for told in reports:
            write(told.cells())
