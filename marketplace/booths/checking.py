"""What must hold of booths: a sentence for each thing that does not."""

from collections.abc import Iterator

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from marketplace.booths.claim_rules import ClaimState
from marketplace.booths.registering_models import BoothClaim, BoothRegistration, BoothWait
from marketplace.booths.rules import LIVE_REGISTRATIONS, RegistrationState

_PLACED = (RegistrationState.CONFIRMED, RegistrationState.CHECKED_IN, RegistrationState.AWAITING_PAYMENT)


def check_booths(session: Session) -> Iterator[str]:
    """Sentences for booths had by whoever is gone, for whoever takes part without one, and for ends that wait."""
    live = BoothClaim.state != ClaimState.RELEASED
    kept = select(BoothClaim.booth_id, BoothRegistration.id).join(
        BoothRegistration, BoothRegistration.id == BoothClaim.registration_id
    )
    for booth, number in session.execute(kept.where(live, BoothRegistration.state.not_in(LIVE_REGISTRATIONS))):
        yield f"booth {booth}: registration {number} is over and still has it"
    has = exists().where(BoothClaim.registration_id == BoothRegistration.id, live)
    without = select(BoothRegistration.id).where(BoothRegistration.state.in_(_PLACED), ~has)
    for number in session.scalars(without.order_by(BoothRegistration.id)):
        yield f"booth registration {number}: it takes part and has no booth"
    waits = select(BoothRegistration.id).join(BoothWait, BoothWait.registration_id == BoothRegistration.id)
    waits = waits.where(BoothWait.ended_at.is_(None), BoothRegistration.state.not_in(LIVE_REGISTRATIONS))
    for number in session.scalars(waits):
        yield f"booth registration {number}: it is over and still waits"
