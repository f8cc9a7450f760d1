"""The days of a fair: somebody comes to the gate, a booth tells its day, all of it becomes the event's results."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from foundation.audit.rules import Actor
from foundation.audit.services import record
from foundation.config.settings import VIETNAM
from foundation.i18n.messages import gettext as _
from foundation.web.receiving import Receipt
from foundation.workflow.rules import Refused
from marketplace.booths.day_models import BoothCheckin, BoothDay
from marketplace.booths.day_queries import Report, by_code
from marketplace.booths.day_rules import (
    NUMBERS,
    DayNumbers,
    DayRefusal,
    days_so_far,
    happened_at,
    is_expected,
    read_code,
)
from marketplace.booths.labels import state_label
from marketplace.booths.models import BoothFair
from marketplace.booths.moving import Moment, move
from marketplace.booths.queries import registration_by_id
from marketplace.booths.registering_models import BoothRegistration
from marketplace.booths.rules import TAKES_PART, RegistrationState, RegistrationVerb
from marketplace.events.details import ResultsInput, record_results


@dataclass(frozen=True, slots=True)
class Sighting:
    """What whoever keeps the gate sent: what was scanned or typed, and when by the clock of the device."""

    code: str
    at: datetime | None = None


def check_in(session: Session, actor: Actor, fair: BoothFair, seen: Sighting, at: Moment) -> Receipt:
    """Note that somebody came. One whose registration does not stand is noted too, and not let in. Raises `Refused`.

    The words name nobody: they are kept with the number of the entry.
    """
    found = by_code(session, fair.event_id, read_code(seen.code))
    if found is None:
        raise Refused(DayRefusal.UNKNOWN_CODE)
    event, came_at = fair.event, happened_at(seen.at, at.now)
    if not is_expected(event.starts_on, event.last_on, came_at.astimezone(VIETNAM).date()):
        raise Refused(DayRefusal.NOT_TODAY)
    registration = registration_by_id(session, found.registration_id, lock=True)
    if registration is None:
        raise Refused(DayRefusal.UNKNOWN_CODE)
    state = registration.state
    session.add(
        BoothCheckin(
            event_id=fair.event_id,
            registration_id=registration.id,
            staff_id=found.staff_id,
            found=state,
            at=came_at,
            received_at=at.now,
        )
    )
    session.flush()
    if state is RegistrationState.CONFIRMED:
        move(session, actor, registration, RegistrationVerb.CHECK_IN, at)
    if state in TAKES_PART:
        return Receipt(is_done=True, words=_("Checked in."))
    words = _("Noted, but do not let in: the registration is “%(state)s”.", state=state_label(state))
    return Receipt(is_done=False, words=words)


def tell_day(
    session: Session, actor: Actor, registration: BoothRegistration, day: date, told: DayNumbers, at: Moment
) -> Receipt:
    """Tell what came of a day at a booth; what was told before is replaced. Raises `Refused`."""
    event = registration.fair.event
    if registration.state not in TAKES_PART:
        raise Refused(DayRefusal.TAKES_NO_PART)
    if day not in days_so_far(event.starts_on, event.last_on, at.today):
        raise Refused(DayRefusal.NOT_A_DAY)
    if not told.says_something:
        raise Refused(DayRefusal.NOTHING_TOLD)
    kept = session.get(BoothDay, (registration.id, day)) or BoothDay(registration_id=registration.id, day=day)
    for name in NUMBERS:
        setattr(kept, name, getattr(told, name))
    kept.told_at = at.now
    session.add(kept)
    session.flush()
    facts = {"fair": registration.event_id, "day": day.isoformat()}
    record(session, actor, "booth-registration:tell-day", registration.id, after=facts, place_id=event.place_id)
    return Receipt(is_done=True, words=_("Saved."))


def use_as_results(session: Session, actor: Actor, fair: BoothFair, report: Report, *, now: datetime) -> None:
    """Make what booths told the results of the event, which a second person publishes. Raises `Refused`.

    Visitors of booths are no visitors of the fair: whoever looked at ten booths was counted ten times. That number
    stays what the gate counted, and the booths' is told in the remark.
    """
    known, summed = fair.event.results, report.all
    note = known.note if known else None
    if summed.visitors is not None:
        note = f"Tổng lượt khách ghé các gian do chủ thể đếm: {summed.visitors}."
    told = ResultsInput(
        visitors=known.visitors if known else None,
        exhibitors=report.came,
        sales_dong=summed.sales_dong,
        mou=summed.mou,
        agreements=summed.agreements,
        contracts=summed.contracts,
        contracts_dong=summed.contracts_dong,
        note=note,
    )
    record_results(session, actor, fair.event, told, now=now)
