"""What is done with events: preparing, publishing, correcting, moving, calling off, holding."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from foundation.audit.rules import Actor
from foundation.audit.services import record
from foundation.i18n.hygiene import cleaned
from foundation.i18n.text import find_key, normalize_spaces, slug, sort_key
from foundation.places.addresses import Address, Placement, names_of, place_address, place_on_map
from foundation.places.gazetteer import gazetteer
from foundation.places.points import MapPoint
from foundation.search.services import mark_changed
from foundation.workflow.rules import Refused
from marketplace.events import notices
from marketplace.events.models import EVENT, Event, EventGroup, EventWriter
from marketplace.events.rules import (
    EVENTS,
    REASON_MAX,
    EventKind,
    Refusal,
    Verb,
    days_refused,
    is_own_work,
    last_day,
)
from marketplace.events.wording import KIND_PHRASES


@dataclass(frozen=True, slots=True)
class EventInput:
    """What is said of an event: its name, days and place, the groups it is about, all else by column."""

    kind: EventKind
    name: str
    starts_on: date
    ends_on: date | None
    address: Address
    point: MapPoint | None = None
    groups: frozenset[int] = frozenset()
    facts: tuple[tuple[str, Any], ...] = ()


def add(
    session: Session, actor: Actor, told: EventInput, *, office_id: int | None = None, is_demo: bool = False
) -> Event:
    """Enter an event as a draft of an office, wherever it happens. Raises `Refused`."""
    made = Event(uid=uuid4().hex, office_place_id=office_id, is_demo=is_demo)
    _write(session, made, told)
    session.add(made)
    session.flush()
    sign(session, actor, made)
    note(session, actor, made, "add")
    return made


def save(session: Session, actor: Actor, event: Event, told: EventInput, *, revision: int | None = None) -> None:
    """Keep what somebody wrote in a draft; they are one of its writers from now on. Raises `Refused`."""
    EVENTS.apply(event, Verb.SAVE)
    _as_seen(event, revision)
    _write(session, event, told)
    sign(session, actor, event)
    note(session, actor, event, Verb.SAVE)


def submit(session: Session, actor: Actor, event: Event, *, now: datetime, today: date) -> None:
    """Ask a second officer to publish it."""
    EVENTS.apply(event, Verb.SUBMIT)
    event.submitted_at, event.submitted_by_id, event.remark = now, actor.account_id, None
    sign(session, actor, event)
    note(session, actor, event, Verb.SUBMIT)
    notices.tell_approvers(session, event, now=now, today=today)


def send_back(session: Session, actor: Actor, event: Event, *, remark: str, now: datetime) -> None:
    """Make a draft of it again, with a word on what is missing; whoever wrote it is told."""
    EVENTS.apply(event, Verb.RETURN)
    event.submitted_at = event.submitted_by_id = None
    event.remark = cleaned(remark).strip()[:REASON_MAX] or None
    note(session, actor, event, Verb.RETURN)
    notices.tell_writers(session, actor, event, notices.SENT_BACK, now=now)


def publish(
    session: Session, actor: Actor, event: Event, *, revision: int | None = None, now: datetime, today: date
) -> None:
    """Show it to everybody: somebody who wrote nothing of it, and who saw it as it is. Raises `Refused`."""
    EVENTS.next(event.state, Verb.PUBLISH)
    if is_own_work([one.account_id for one in event.writers], actor):
        raise Refused(Refusal.OWN_WORK)
    _as_seen(event, revision)
    EVENTS.apply(event, Verb.PUBLISH)
    event.published_at, event.published_by_id = now, actor.account_id
    note(session, actor, event, Verb.PUBLISH, is_public=True)
    notices.tell_writers(session, actor, event, notices.PUBLISHED, now=now)
    if event.last_on >= today:
        notices.announce(session, event)


def discard(session: Session, actor: Actor, event: Event) -> None:
    """Give up a draft; it is seen nowhere any more."""
    EVENTS.apply(event, Verb.DISCARD)
    note(session, actor, event, Verb.DISCARD)


def correct(session: Session, actor: Actor, event: Event, told: EventInput) -> None:
    """Correct what everybody reads of it; its days are moved by `reschedule`, which is told. Raises `Refused`."""
    EVENTS.apply(event, Verb.CORRECT)
    if (told.starts_on, told.ends_on) != (event.starts_on, event.ends_on):
        raise Refused(Refusal.SAME_DAYS)
    _write(session, event, told)
    event.sequence += 1
    note(session, actor, event, Verb.CORRECT, is_public=True)


def postpone(session: Session, actor: Actor, event: Event, *, reason: str, now: datetime, today: date) -> None:
    """Postpone an event: it does not happen on its days, and the new ones are not known; all concerned are told."""
    _say_why(event, Verb.POSTPONE, reason, today)
    note(session, actor, event, Verb.POSTPONE, reason=event.status_reason, is_public=True)
    notices.tell_concerned(session, event, notices.POSTPONED, now=now, today=today)


def reschedule(
    session: Session, actor: Actor, event: Event, days: tuple[date, date | None], *, now: datetime, today: date
) -> None:
    """Move an event to other days: same page, same name in calendars; all concerned are told. Raises `Refused`."""
    _refuse_days(*days)
    if days == (event.starts_on, event.ends_on) and EVENTS.allows(event.state, Verb.POSTPONE):
        raise Refused(Refusal.SAME_DAYS)  # what was postponed may yet happen on the days it had
    EVENTS.apply(event, Verb.RESCHEDULE)
    event.moved_from = event.starts_on if days[0] != event.starts_on else event.moved_from
    event.starts_on, event.ends_on, event.last_on = days[0], days[1], last_day(*days)
    event.status_reason = event.status_on = None
    if any(day and day > event.last_on for day in event.window):
        event.register_from = event.register_until = None
    event.sequence += 1
    note(session, actor, event, Verb.RESCHEDULE, is_public=True, starts_on=event.starts_on)
    notices.tell_concerned(session, event, notices.MOVED, now=now, today=today)


def cancel(session: Session, actor: Actor, event: Event, *, reason: str, now: datetime, today: date) -> None:
    """Cancel an event that does not happen at all; its page stays and says so; all concerned are told."""
    _say_why(event, Verb.CANCEL, reason, today)
    note(session, actor, event, Verb.CANCEL, reason=event.status_reason, is_public=True)
    notices.tell_concerned(session, event, notices.CANCELLED, now=now, today=today)


def hold(session: Session, actor: Actor, event: Event, *, today: date) -> None:
    """Record that it took place: nobody can know that before its last day. Raises `Refused`."""
    if today < event.last_on:
        raise Refused(Refusal.NOT_OVER)
    EVENTS.apply(event, Verb.HOLD)
    note(session, actor, event, Verb.HOLD, is_public=True)


def sign(session: Session, actor: Actor, event: Event) -> None:
    """Note who wrote in it, and in whose stead: neither publishes it."""
    for one in sorted(actor.people):
        session.merge(EventWriter(event_id=event.id, account_id=one))


def note(
    session: Session,
    actor: Actor,
    event: Event,
    verb: str,
    *,
    reason: str | None = None,
    is_public: bool = False,
    **facts: Any,
) -> None:
    """Count the change, keep it in the audit and have the event searched anew."""
    event.revision = (event.revision or 0) + 1
    session.flush()
    session.expire(event, ["writers"])
    after = {"state": event.state, "kind": event.kind, **facts}
    record(
        session,
        actor,
        f"event:{verb}",
        event.id,
        after=after,
        reason=reason,
        place_id=event.place_id,
        is_public=is_public,
    )
    mark_changed(session, EVENT, [event.id])


def _say_why(event: Event, verb: Verb, reason: str, today: date) -> None:
    EVENTS.next(event.state, verb)
    said = normalize_spaces(cleaned(reason))[:REASON_MAX]
    if not said:
        raise Refused(Refusal.NO_REASON)
    event.status_reason, event.status_on = said, today
    EVENTS.apply(event, verb)
    event.sequence += 1


def _refuse_days(starts_on: date, ends_on: date | None) -> None:
    if why := days_refused(starts_on, ends_on):
        raise Refused(why)


def _as_seen(event: Event, revision: int | None) -> None:
    if revision is not None and revision != event.revision:
        raise Refused(Refusal.CHANGED_MEANWHILE)


def _write(session: Session, event: Event, told: EventInput) -> None:
    """Bring a row to what is told."""
    _refuse_days(told.starts_on, told.ends_on)
    places, name = gazetteer(session), normalize_spaces(cleaned(told.name))
    where = place_address(places, told.address)
    if where is None:
        raise Refused(Refusal.NO_PLACE)
    event.kind, event.name, event.slug, event.sort_key = told.kind, name, slug(name), sort_key(name)
    for column, value in told.facts:
        setattr(event, column, value)
    event.starts_on, event.ends_on, event.last_on = told.starts_on, told.ends_on, last_day(told.starts_on, told.ends_on)
    _locate(event, told, where)
    _about(event, told.groups)
    words = (name, event.name_en, event.theme, event.venue, event.organiser, *KIND_PHRASES[event.kind])
    event.find_key = find_key(*words, event.address, *names_of(places, where.unit))


def _locate(event: Event, told: EventInput, where: Placement) -> None:
    """Say where it happens, and where on the map."""
    said, before = told.address, (event.address, event.commune_text, event.district_text, event.place_id)
    moved = (said.street or None, said.commune or None, said.district or None, where.unit.id)
    event.address, event.commune_text, event.district_text, event.place_id = moved
    event.province_code, event.former_province_code = where.province_code, where.former_province_code
    at = place_on_map(told.point, event.point, where.unit, has_moved=moved != before)
    if at and not at.point.is_in_vietnam:
        raise Refused(Refusal.ABROAD)
    event.lat, event.lon, event.precision = (at.point.lat, at.point.lon, at.precision) if at else (None, None, None)


def _about(event: Event, groups: frozenset[int]) -> None:
    kept = {one.group_id: one for one in event.groups}
    event.groups = [kept.get(number) or EventGroup(group_id=number) for number in sorted(groups)]
