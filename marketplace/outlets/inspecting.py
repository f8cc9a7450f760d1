"""What offices keep of a point of sale: inspections line by line with their photos, and public money it got."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from foundation.audit.rules import Actor
from foundation.files.models import StoredFile
from foundation.files.services import PreparedFile, discard, keep
from foundation.i18n.text import normalize_spaces
from foundation.workflow.rules import Refused
from marketplace.outlets.models import Inspection, InspectionLine, InspectionPhoto, Outlet, OutletSupport
from marketplace.outlets.photo_rules import PHOTOS_MAX
from marketplace.outlets.rules import ADDRESS_MAX, NOTE_MAX, OUTLETS, Criterion, Refusal, Verb
from marketplace.outlets.services import note

FIRST_YEAR = 1990


@dataclass(frozen=True, slots=True)
class Sheet:
    """What an officer found on a day; lines that nobody looked at are left out."""

    on: date
    is_fine: bool
    words: str = ""
    lines: Mapping[Criterion, bool] = field(default_factory=dict)


def inspect(session: Session, actor: Actor, outlet: Outlet, sheet: Sheet, *, today: date) -> Inspection:
    """Keep what an officer found there; what was seen open is confirmed with that. Raises `Refused`."""
    words = sheet.words.strip()[:NOTE_MAX] or None
    if sheet.on > today:
        raise Refused(Refusal.IN_FUTURE)
    if sheet.is_fine and not all(sheet.lines.values()):
        raise Refused(Refusal.NOT_FINE)
    if not sheet.is_fine and words is None:
        raise Refused(Refusal.NO_REASON)
    OUTLETS.apply(outlet, Verb.INSPECT)
    lines = [InspectionLine(criterion=one, is_met=is_met) for one, is_met in sheet.lines.items()]
    told = {"inspected_on": sheet.on, "is_fine": sheet.is_fine, "note": words, "lines": lines}
    made = Inspection(outlet_id=outlet.id, inspector_id=actor.account_id, **told)
    session.add(made)
    if sheet.is_fine:
        outlet.confirmed_on = max(sheet.on, outlet.confirmed_on or sheet.on)
    note(session, actor, outlet, "outlet:inspect", is_fine=sheet.is_fine)
    return made


def inspection_at(session: Session, outlet: Outlet, inspection_id: int) -> Inspection | None:
    """Return an inspection of this point of sale with its sheet and its photos, or None."""
    wanted = select(Inspection).filter_by(id=inspection_id, outlet_id=outlet.id)
    pictures = selectinload(Inspection.photos).joinedload(InspectionPhoto.file).selectinload(StoredFile.renditions)
    return session.scalars(wanted.options(pictures, joinedload(Inspection.inspector))).one_or_none()


def add_evidence(
    session: Session, actor: Actor, outlet: Outlet, inspection: Inspection | None, *, photo: PreparedFile
) -> InspectionPhoto:
    """Keep a photo of an inspection, for offices only. Raises `Refused`."""
    if inspection is None:
        raise Refused(Refusal.NOT_THERE)
    if len(inspection.photos) >= PHOTOS_MAX:
        raise Refused(Refusal.TOO_MANY_PHOTOS)
    added = InspectionPhoto(file=keep(session, actor, photo, public=False))
    inspection.photos.append(added)
    note(session, actor, outlet, "outlet:add-evidence")
    return added


def remove_evidence(
    session: Session, actor: Actor, outlet: Outlet, inspection: Inspection | None, photo_id: int, *, now: datetime
) -> None:
    """Take a photo of an inspection away; told again nothing happens."""
    for one in [one for one in inspection.photos if one.id == photo_id] if inspection else ():
        session.delete(one)
        session.flush()
        discard(session, actor, one.file, now=now)
        session.expire(inspection, ["photos"])
        note(session, actor, outlet, "outlet:remove-evidence")


def supports_of(session: Session, outlet_id: int) -> list[OutletSupport]:
    """Return the public money a point of sale got, the latest first."""
    wanted = select(OutletSupport).filter_by(outlet_id=outlet_id)
    return list(session.scalars(wanted.order_by(OutletSupport.year.desc(), OutletSupport.id.desc())))


def add_support(
    session: Session, actor: Actor, outlet: Outlet, *, year: int, dong: int, purpose: str, basis: str, today: date
) -> OutletSupport:
    """Record public money it got in a year, what for, and by which decision. Raises `Refused`."""
    what = normalize_spaces(purpose)[:ADDRESS_MAX]
    if year > today.year:
        raise Refused(Refusal.IN_FUTURE)
    if dong <= 0 or year < FIRST_YEAR or not what:
        raise Refused(Refusal.NO_SUM)
    made = OutletSupport(outlet_id=outlet.id, year=year, dong=dong, purpose=what)
    made.basis = normalize_spaces(basis)[:ADDRESS_MAX] or None
    session.add(made)
    note(session, actor, outlet, "outlet:add-support", dong=dong)
    return made


def remove_support(session: Session, actor: Actor, outlet: Outlet, support_id: int) -> None:
    """Take back a support that was recorded by mistake; told again nothing happens."""
    found = session.get(OutletSupport, support_id)
    if found and found.outlet_id == outlet.id:
        session.delete(found)
        note(session, actor, outlet, "outlet:remove-support", dong=found.dong)
