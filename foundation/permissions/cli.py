"""`flask appointments …`: appointments in bulk, and carried over from units that ended."""

import sys
from collections.abc import Callable

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from foundation.audit.rules import SYSTEM
from foundation.db.cli import parts
from foundation.db.database import current_db
from foundation.i18n.arguments import TypedArgument
from foundation.permissions.models import Appointment
from foundation.permissions.services import Term, carry_over

TELL_OFFER = "ocop_tell_offer"
"""How somebody is told of an offer; handed over by the root."""

cli = AppGroup("appointments", help="Who holds which role, where and until when.")


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
                tell_offer(session, told.offered)
    for told in carried:
        if told.why:
            click.echo(f"appointment {told.appointment_id} stays: {told.why}")
    click.echo(f"{sum(told.why is None for told in carried)} carried over, to hold when accepted")
    sys.exit(1 if any(told.why for told in carried) else 0)


def tell_offer(session: Session, offered: Appointment) -> None:
    """Let the person know what waits for their yes, in the words of the room above."""
    tell: Callable[[Session, Appointment], None] = current_app.extensions[TELL_OFFER]
    tell(session, offered)
