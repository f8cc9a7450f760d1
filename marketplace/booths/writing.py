"""An organiser writes to those who registered for a fair, by where they stand."""

from datetime import datetime

from sqlalchemy.orm import Session

from foundation.audit.rules import Actor
from foundation.i18n.hygiene import cleaned
from foundation.i18n.text import normalize_spaces
from marketplace.booths.desk_queries import registrations_for
from marketplace.booths.models import BoothFair, BoothLetter
from marketplace.booths.notices import tell_letter
from marketplace.booths.planning import note
from marketplace.booths.rules import RegistrationState


def write_letter(
    session: Session,
    actor: Actor,
    fair: BoothFair,
    *,
    subject: str,
    body: str,
    state: RegistrationState | None,
    now: datetime,
) -> BoothLetter:
    """Write to everybody who registered, or to those whose registration stands somewhere; each is told once."""
    found = registrations_for(session, fair.event_id, state=state, most=None)
    letter = BoothLetter(
        event_id=fair.event_id,
        subject=normalize_spaces(cleaned(subject)),
        body=cleaned(body).strip(),
        state=state.value if state else None,
        sent_by_id=actor.account_id,
        sent_at=now,
        recipients=[one.id for one in found],
    )
    session.add(letter)
    session.flush()
    for registration in found:
        tell_letter(session, registration.account, registration, letter)
    note(session, actor, fair, "write", count=len(found))
    return letter
