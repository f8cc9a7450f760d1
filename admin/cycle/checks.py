"""Replaying every dossier from what was done to it: the record must say the same."""

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from admin.cycle.courses import course_of
from admin.cycle.models import Dossier, DossierEvent
from admin.cycle.rules import Stage, Standing, Verb
from foundation.workflow.rules import Refused

BATCH = 5000


def check_dossiers(session: Session) -> Iterator[str]:
    """Yield a sentence for each dossier whose events do not lead to where it stands."""
    asked = select(DossierEvent).order_by(DossierEvent.dossier_id, DossierEvent.number)
    told = groupby(session.scalars(asked.execution_options(yield_per=BATCH)), key=lambda one: one.dossier_id)
    replayed = {number: replay(list(events)) for number, events in told}
    for dossier in session.scalars(select(Dossier).order_by(Dossier.id).execution_options(yield_per=BATCH)):
        found = replayed.get(dossier.id, "nothing says that it was opened")
        if isinstance(found, str):
            yield f"dossier {dossier.id}: {found}"
        elif found != (dossier.standing, dossier.version):
            yield f"dossier {dossier.id}: it stands otherwise than its events lead"


def replay(events: list[DossierEvent]) -> tuple[Standing, int] | str:
    """Return where events lead and how many there are, or what is wrong with one."""
    standing = Standing(events[0].to_step, Stage.PRODUCER)
    for number, event in enumerate(events, start=1):
        if event.number != number:
            return f"event {number} is missing"
        if event.verb is not Verb.OPEN:
            if event.before != standing:
                return f"event {number} begins where it did not stand"
            try:
                standing = course_of(event.edition).after(standing, event.verb)
            except Refused:
                return f"event {number} is no move of edition {event.edition}"
        if event.after != standing:
            return f"event {number} leads elsewhere than edition {event.edition} says"
    return standing, len(events)
