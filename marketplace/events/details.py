"""What hangs on an event: its programme, the provinces that come, the registration, the results."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from foundation.audit.rules import Actor
from foundation.i18n.hygiene import cleaned
from foundation.i18n.text import normalize_spaces
from foundation.workflow.rules import Refused
from marketplace.events.models import (
    Event,
    EventResults,
    Filing,
    ProgrammeItem,
    TakingPart,
)
from marketplace.events.rules import (
    EVENTS,
    LINE_MAX,
    PROGRAMME_MAX,
    REASON_MAX,
    Refusal,
    State,
    Step,
    Verb,
    is_own_work,
)
from marketplace.events.services import note, sign


@dataclass(frozen=True, slots=True)
class ProgrammeInput:
    """An item of a programme as it is told."""

    day: date
    title: str
    starts: int | None = None
    room: str | None = None


@dataclass(frozen=True, slots=True)
class ResultsInput:
    """What came of an event; what nobody counted is None."""

    visitors: int | None = None
    exhibitors: int | None = None
    sales_dong: int | None = None
    mou: int | None = None
    agreements: int | None = None
    contracts: int | None = None
    contracts_dong: int | None = None
    note: str | None = None

    @property
    def says_something(self) -> bool:
        """Whether any number was told."""
        told = (self.visitors, self.exhibitors, self.sales_dong, self.mou, self.agreements, self.contracts)
        return any(one is not None for one in told)


def add_item(session: Session, actor: Actor, event: Event, item: ProgrammeInput) -> None:
    """Say what happens on one of its days. Raises `Refused`."""
    if len(event.programme) >= PROGRAMME_MAX:
        raise Refused(Refusal.TOO_MANY)
    if not event.starts_on <= item.day <= event.last_on:
        raise Refused(Refusal.OUTSIDE)
    EVENTS.apply(event, Verb.UPDATE)
    room = one_line(item.room or "") or None
    session.add(
        ProgrammeItem(event_id=event.id, day=item.day, starts=item.starts, title=one_line(item.title), room=room)
    )
    session.flush()
    session.expire(event, ["programme"])
    note_change(session, actor, event, "add-item")


def remove_item(session: Session, actor: Actor, event: Event, item_id: int) -> None:
    """Take an item out of the programme; told again nothing happens."""
    EVENTS.apply(event, Verb.UPDATE)
    session.execute(delete(ProgrammeItem).filter_by(event_id=event.id, id=item_id))
    session.expire(event, ["programme"])
    note_change(session, actor, event, "remove-item")


def set_province(
    session: Session, actor: Actor, event: Event, code: str, *, target: int | None, registered: int | None
) -> None:
    """Record that a province takes part, how many were aimed at and have registered; told again it is corrected."""
    EVENTS.apply(event, Verb.UPDATE)
    session.merge(TakingPart(event_id=event.id, province_code=code, target=target, registered=registered))
    session.flush()
    session.expire(event, ["provinces"])
    note_change(session, actor, event, "set-province", province=code)


def remove_province(session: Session, actor: Actor, event: Event, code: str) -> None:
    """Remove a province that does not take part; told again nothing happens."""
    EVENTS.apply(event, Verb.UPDATE)
    session.execute(delete(TakingPart).filter_by(event_id=event.id, province_code=code))
    session.expire(event, ["provinces"])
    note_change(session, actor, event, "remove-province", province=code)


def set_filing(
    session: Session, actor: Actor, event: Event, step: Step, done_on: date | None, *, number: str = "", words: str = ""
) -> None:
    """Record that a step with the Department of Industry and Trade was taken on a day; without a day it was not."""
    EVENTS.apply(event, Verb.UPDATE)
    kept = session.scalar(select(Filing).filter_by(event_id=event.id, step=step))
    if kept and done_on is None:
        session.delete(kept)
    elif done_on:
        kept = kept or Filing(event_id=event.id, step=step)
        kept.done_on, kept.number, kept.note = done_on, one_line(number) or None, one_line(words)[:REASON_MAX] or None
        session.add(kept)
    session.flush()
    session.expire(event, ["filings"])
    note_change(session, actor, event, "set-filing", step=step)


def record_results(session: Session, actor: Actor, event: Event, told: ResultsInput, *, now: datetime) -> None:
    """Tell what came of it; nobody reads that before somebody else has published it. Raises `Refused`."""
    EVENTS.apply(event, Verb.RECORD)
    if not told.says_something:
        raise Refused(Refusal.NO_RESULTS)
    made = event.results or EventResults(event_id=event.id)
    for name in ResultsInput.__slots__:
        setattr(made, name, getattr(told, name))
    made.entered_at, made.entered_by_id, made.entered_for_id = now, actor.account_id, actor.acting_for_id
    made.published_at = made.published_by_id = None
    session.add(made)
    session.flush()
    session.expire(event, ["results"])
    note_change(session, actor, event, Verb.RECORD)


def publish_results(session: Session, actor: Actor, event: Event, *, now: datetime) -> None:
    """Show the results to everybody: somebody who did not tell them. Raises `Refused`."""
    EVENTS.next(event.state, Verb.PUBLISH_RESULTS)
    if event.results is None or event.results.published_at:
        raise Refused(Refusal.NO_RESULTS)
    told_by = (event.results.entered_by_id, event.results.entered_for_id)
    if is_own_work([one for one in told_by if one is not None], actor):
        raise Refused(Refusal.OWN_WORK)
    EVENTS.apply(event, Verb.PUBLISH_RESULTS)
    event.results.published_at, event.results.published_by_id = now, actor.account_id
    note(session, actor, event, Verb.PUBLISH_RESULTS, is_public=True)


def note_change(session: Session, actor: Actor, event: Event, verb: str, **facts: Any) -> None:
    """Note a change; whoever made it in a draft is one of its writers."""
    if event.state is State.DRAFT:
        sign(session, actor, event)
    note(session, actor, event, verb, **facts)


def one_line(text: str) -> str:
    """Return a text as one line, clean and no longer than a line may be."""
    return normalize_spaces(cleaned(text))[:LINE_MAX]
