"""What officers, organisers and readers are told of events."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from foundation.accounts.models import Account
from foundation.audit.rules import Actor
from foundation.i18n.languages import DEFAULT, localized
from foundation.i18n.messages import gettext as _
from foundation.notices.models import Notice
from foundation.notices.rules import Facts, NoticeText, Words
from foundation.notices.services import notify
from foundation.outbox.services import enqueue
from foundation.permissions.models import Appointment
from foundation.permissions.queries import holders, holds
from marketplace.events.doors import PUBLISHERS
from marketplace.events.models import Event, EventWriter
from marketplace.events.roles import FAIR_ORGANISER

ANNOUNCE = "events.announce"
"""The job that tells those who agreed to hear of fairs."""

WAITS, PUBLISHED, SENT_BACK = "event.waits", "event.published", "event.sent-back"
NEW, POSTPONED, MOVED, CANCELLED = "event.new", "event.postponed", "event.moved", "event.cancelled"
TITLE_SHOWN = 150
_PUBLIC = localized("/{fairs}/")[DEFAULT]


def announce(session: Session, event: Event) -> None:
    """Have those told who agreed to it, once this change is there; illustrations are no news."""
    if not event.is_demo:
        enqueue(session, ANNOUNCE, {"event_id": event.id}, dedupe_key=f"{event.id}.{event.revision}")


def tell_approvers(session: Session, event: Event, *, now: datetime, today: date) -> None:
    """Tell everybody who may publish it, but for those who wrote it."""
    wrote = set(session.scalars(select(EventWriter.account_id).filter_by(event_id=event.id)))
    for officer in holders(session, PUBLISHERS.roles, event.place_id, today):
        if officer.id not in wrote:
            _tell(session, officer, WAITS, event, now)


def tell_writers(session: Session, actor: Actor, event: Event, kind: str, *, now: datetime) -> None:
    """Tell those who wrote it what another did with it."""
    for writer in _writers(session, event):
        if writer.id != actor.account_id:
            _tell(session, writer, kind, event, now)


def tell_concerned(session: Session, event: Event, kind: str, *, now: datetime, today: date) -> None:
    """Tell everybody an event concerns: who wrote it, who organises it, its officers, who heard of it."""
    people = {one.id: one for one in (*_writers(session, event), *organisers(session, event.id, today))}
    for place_id in dict.fromkeys(filter(None, (event.place_id, event.office_place_id))):
        people |= {one.id: one for one in holders(session, PUBLISHERS.roles, place_id, today)}
    heard = select(Account).join(Notice, Notice.account_id == Account.id).where(Notice.dedupe_key == once_new(event))
    people |= {one.id: one for one in session.scalars(heard)}
    for _number, account in sorted(people.items()):
        _tell(session, account, kind, event, now)


def organisers(session: Session, event_id: int, today: date) -> list[Account]:
    """Return those who organise an event today."""
    wanted = select(Appointment).filter_by(role=FAIR_ORGANISER, object_id=event_id)
    rows = session.scalars(wanted.options(joinedload(Appointment.account)).order_by(Appointment.id))
    return [row.account for row in rows if holds(row, today)]


def once_new(event: Event) -> str:
    """Return the key by which somebody hears of a new event once."""
    return f"{NEW} {event.id}"


def facts_of(event: Event) -> dict[str, object]:
    """Return what a notice says of an event."""
    return {"event": event.id, "title": event.name[:TITLE_SHOWN], "slug": event.slug}


def _writers(session: Session, event: Event) -> list[Account]:
    wrote = select(Account).join(EventWriter, EventWriter.account_id == Account.id)
    return list(session.scalars(wrote.where(EventWriter.event_id == event.id).order_by(Account.id)))


def _tell(session: Session, account: Account, kind: str, event: Event, now: datetime) -> None:
    key = f"{kind} {event.id}.{event.revision}"
    notify(session, account, kind, facts=facts_of(event), dedupe_key=key, now=now)


def _desk(facts: Facts) -> str:
    return f"/admin/su-kien/{facts['event']}"


def _own(facts: Facts) -> str:
    """Officers and organisers alike may work there."""
    return f"/ho-so/su-kien/{facts['event']}"


def _page(facts: Facts) -> str:
    return f"{_PUBLIC}{facts['slug']}-{facts['event']}"


def _said(facts: Facts) -> str:
    return str(facts["title"])


def _waits(facts: Facts) -> NoticeText:
    return NoticeText(_("An event waits for a second officer"), _said(facts), _desk(facts))


def _published(facts: Facts) -> NoticeText:
    return NoticeText(_("Your event was published"), _said(facts), _page(facts))


def _sent_back(facts: Facts) -> NoticeText:
    return NoticeText(_("Your event is a draft again: something is missing"), _said(facts), _own(facts))


def _new(facts: Facts) -> NoticeText:
    return NoticeText(_("A new fair or event"), _said(facts), _page(facts))


def _postponed(facts: Facts) -> NoticeText:
    return NoticeText(_("An event is postponed"), _said(facts), _page(facts))


def _moved(facts: Facts) -> NoticeText:
    return NoticeText(_("An event has new days"), _said(facts), _page(facts))


def _cancelled(facts: Facts) -> NoticeText:
    return NoticeText(_("An event is cancelled"), _said(facts), _page(facts))


WORDS: Words = {
    WAITS: _waits,
    PUBLISHED: _published,
    SENT_BACK: _sent_back,
    NEW: _new,
    POSTPONED: _postponed,
    MOVED: _moved,
    CANCELLED: _cancelled,
}
