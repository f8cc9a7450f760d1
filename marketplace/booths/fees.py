"""What fees of booths are for, as payments ask it: a registration follows where its charge stands."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from babel.support import LazyProxy
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.audit.rules import SYSTEM
from foundation.config.settings import VIETNAM
from foundation.db.base import now
from marketplace.booths import notices
from marketplace.booths.claims import lock_fair
from marketplace.booths.moving import PURPOSE, Moment, confirm, move
from marketplace.booths.queries import live_claims_of, live_registration, registration_by_id
from marketplace.booths.registering_models import BoothRegistration
from marketplace.booths.rules import RegistrationState, RegistrationVerb
from marketplace.payments.purposes import Belief
from marketplace.payments.rules import KEPT, State

_BELIEFS: Mapping[RegistrationState, Belief] = {
    RegistrationState.AWAITING_PAYMENT: Belief.WAITS,
    RegistrationState.CONFIRMED: Belief.PAID,
    RegistrationState.CHECKED_IN: Belief.PAID,
    RegistrationState.NO_SHOW: Belief.PAID,
}
"""Whoever did not come had a booth all the same; every other state has none to pay for."""

_OVER = frozenset({State.EXPIRED, State.CANCELLED, State.PAID_LATE})
_BACK = frozenset({State.REFUND_DUE, State.REFUNDED})


@dataclass(frozen=True, slots=True)
class BoothFees:
    """Fees of booths: the number of what is paid for is that of a registration."""

    kind: str = PURPOSE

    @property
    def words(self) -> LazyProxy:
        """What it is called."""
        found: LazyProxy = _l("Booth fee")
        return found

    def follow(self, session: Session, purpose_id: int, state: State) -> Belief:
        """Take in where its charge stands. Money was entered before; nothing here can undo that."""
        known = registration_by_id(session, purpose_id)
        if known is None:
            return Belief.GONE
        lock_fair(session, known.event_id)
        session.refresh(known)
        at = Moment(moment := now(), moment.astimezone(VIETNAM).date())
        if state in KEPT:
            _paid(session, known, at)
        elif state in _OVER and known.state is RegistrationState.AWAITING_PAYMENT:
            move(session, SYSTEM, known, RegistrationVerb.EXPIRE, at)
            notices.tell_owner(session, known, notices.EXPIRED, once=at.now, now=at.now)
        elif state in _BACK and _BELIEFS.get(known.state) is Belief.PAID:
            move(session, SYSTEM, known, RegistrationVerb.CANCEL, at)
        return _belief(known)

    def beliefs(self, session: Session, ids: Collection[int]) -> Mapping[int, Belief]:
        """Return what each takes itself for."""
        rows = session.scalars(select(BoothRegistration).where(BoothRegistration.id.in_(ids)))
        return {row.id: _belief(row) for row in rows}


def _paid(session: Session, registration: BoothRegistration, at: Moment) -> None:
    """Confirm what waited for its money; where the booth is gone the money finds it without one."""
    if registration.state is RegistrationState.AWAITING_PAYMENT:
        if live_claims_of(session, registration.id, at.now):
            confirm(session, SYSTEM, registration, at)
        else:
            move(session, SYSTEM, registration, RegistrationVerb.LOSE_BOOTH, at)
        return
    anew = live_registration(session, registration.event_id, registration.producer_id)
    if registration.state is RegistrationState.EXPIRED and anew is None:
        move(session, SYSTEM, registration, RegistrationVerb.PAY_LATE, at)


def _belief(registration: BoothRegistration) -> Belief:
    return _BELIEFS.get(registration.state, Belief.GONE)


FEES = BoothFees()
