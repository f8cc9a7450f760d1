"""What is done with points of sale: entering, approving, confirming, closing, their hours and stock."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.products.models import Product
from foundation.audit.rules import Actor
from foundation.audit.services import record
from foundation.i18n.text import find_key, fold, normalize_spaces, slug, sort_key
from foundation.places.addresses import Address, Placement, names_of, place_address, place_on_map
from foundation.places.gazetteer import gazetteer
from foundation.places.points import MapPoint
from foundation.search.services import mark_changed
from foundation.workflow.rules import Refused
from marketplace.outlets.hours import Hours
from marketplace.outlets.models import OUTLET, Outlet, OutletDay, OutletHours, Stock
from marketplace.outlets.rules import NOTE_MAX, OUTLETS, OutletKind, Refusal, State, Verb


@dataclass(frozen=True, slots=True)
class OutletInput:
    """What is said of a point of sale: its name and address, a point where somebody set one, all else by column."""

    kind: OutletKind
    name: str
    address: Address
    point: MapPoint | None = None
    facts: tuple[tuple[str, Any], ...] = ()


def add(session: Session, actor: Actor, told: OutletInput, *, is_demo: bool = False) -> Outlet:
    """Enter a point of sale as a draft. Raises `Refused`."""
    made = Outlet(name="", name_key="", slug="", sort_key=b"", find_key="", is_demo=is_demo)
    _write(session, made, told)
    session.add(made)
    note(session, actor, made, "outlet:add")
    return made


def edit(session: Session, actor: Actor, outlet: Outlet, told: OutletInput) -> bool:
    """Correct what is said of it; whether anything changed. Raises `Refused`."""
    before = _facts(outlet)
    _write(session, outlet, told)
    changed = sorted(name for name, value in _facts(outlet).items() if before[name] != value)
    if changed:
        note(session, actor, outlet, "outlet:edit", fields=changed)
    return bool(changed)


def approve(session: Session, actor: Actor, outlet: Outlet, *, confirmed_on: date | None) -> None:
    """Make it public; that it is there may be known as of a day, or not."""
    if outlet.place_id is None and outlet.kind is not OutletKind.ONLINE:
        raise Refused(Refusal.NO_PLACE)
    OUTLETS.apply(outlet, Verb.APPROVE)
    outlet.confirmed_on = confirmed_on
    note(session, actor, outlet, "outlet:approve")


def discard(session: Session, actor: Actor, outlet: Outlet) -> None:
    """Give up a draft; it is seen nowhere any more."""
    OUTLETS.apply(outlet, Verb.DROP)
    note(session, actor, outlet, "outlet:drop")


def confirm(session: Session, actor: Actor, outlet: Outlet, *, today: date) -> None:
    """Confirm that it is still open as recorded."""
    OUTLETS.apply(outlet, Verb.CONFIRM)
    outlet.confirmed_on = today
    note(session, actor, outlet, "outlet:confirm")


def close(session: Session, actor: Actor, outlet: Outlet, *, on: date, reason: str, today: date) -> None:
    """Close it for good: its page stays and says so, no list has it."""
    if on > today:
        raise Refused(Refusal.IN_FUTURE)
    if not reason.strip():
        raise Refused(Refusal.NO_REASON)
    OUTLETS.apply(outlet, Verb.CLOSE)
    outlet.closed_on, outlet.closed_reason = on, normalize_spaces(reason)[:NOTE_MAX]
    note(session, actor, outlet, "outlet:close")


def reopen(session: Session, actor: Actor, outlet: Outlet, *, today: date) -> None:
    """Reopen it."""
    OUTLETS.apply(outlet, Verb.REOPEN)
    outlet.closed_on = outlet.closed_reason = None
    outlet.confirmed_on = today
    note(session, actor, outlet, "outlet:reopen")


def set_hours(session: Session, actor: Actor, outlet: Outlet, hours: Hours, *, today: date) -> None:
    """Say when it is open; that confirms it, where it is public."""
    if outlet.state is not State.DRAFT:
        OUTLETS.apply(outlet, Verb.CONFIRM)
        outlet.confirmed_on = today
    outlet.weekly.clear()
    outlet.exceptions.clear()
    session.flush()
    outlet.weekly += [OutletHours(weekday=day, opens=span[0], closes=span[1]) for day, span in hours.weekly]
    for day, span in hours.exceptions:
        opens, closes = span or (None, None)
        outlet.exceptions.append(OutletDay(day=day, opens=opens, closes=closes))
    outlet.on_holidays = hours.on_holidays
    note(session, actor, outlet, "outlet:set-hours")


def add_to_stock(session: Session, actor: Actor, outlet: Outlet, product: Product | None, *, today: date) -> Stock:
    """Return it has this product; told again it is confirmed. A product that was removed is none."""
    if product is None or product.removed_at or product.is_demo is not outlet.is_demo:
        raise Refused(Refusal.NO_PRODUCT)
    held = session.get(Stock, (outlet.id, product.id))
    if held is None:
        held = Stock(outlet_id=outlet.id, product_id=product.id, confirmed_on=today)
        session.add(held)
        note(session, actor, outlet, "outlet:put-in", product=product.id)
    held.confirmed_on = today
    session.flush()
    return held


def remove_from_stock(session: Session, actor: Actor, outlet: Outlet, product_id: int) -> None:
    """Remove a product from its stock; nothing happens the second time."""
    held = session.get(Stock, (outlet.id, product_id))
    if held:
        session.delete(held)
        note(session, actor, outlet, "outlet:take-out", product=product_id)


_AUDITED = (
    *("kind", "name", "operator", "address", "commune_text", "district_text", "place_id", "lat", "lon", "precision"),
    *("phone", "website", "setting", "facilities", "area_m2", "ocop_share", "turnover_dong", "turnover_year"),
    *("decision_number", "decision_body", "support", "opened_on", "opened_year", "source"),
)


def _facts(outlet: Outlet) -> dict[str, Any]:
    return {name: getattr(outlet, name) for name in _AUDITED}


def _write(session: Session, outlet: Outlet, told: OutletInput) -> None:
    """Bring a row to what is told; a name is used once in a province."""
    places, name = gazetteer(session), normalize_spaces(told.name)
    where = place_address(places, told.address) if told.address.province else None
    if told.address.province and where is None:
        raise Refused(Refusal.NO_PLACE)
    outlet.kind = told.kind
    for column, value in told.facts:
        setattr(outlet, column, value)
    _move(outlet, told, where)
    outlet.name, outlet.name_key, outlet.slug, outlet.sort_key = name, fold(name), slug(name), sort_key(name)
    named = names_of(places, where.unit) if where else ()
    outlet.find_key = find_key(name, outlet.operator, outlet.address, outlet.commune_text, outlet.district_text, *named)
    _refuse_twins(session, outlet)


def _move(outlet: Outlet, told: OutletInput, where: Placement | None) -> None:
    """Say where it lies, and where on the map."""
    said, before = told.address, (outlet.address, outlet.commune_text, outlet.district_text, outlet.place_id)
    moved = (said.street or None, said.commune or None, said.district or None, where.unit.id if where else None)
    outlet.address, outlet.commune_text, outlet.district_text, outlet.place_id = moved
    outlet.province_code = where.province_code if where else None
    outlet.former_province_code = where.former_province_code if where else None
    at = place_on_map(told.point, outlet.point, where.unit if where else None, has_moved=moved != before)
    if at and not at.point.is_in_vietnam:
        raise Refused(Refusal.ABROAD)
    outlet.lat, outlet.lon, outlet.precision = (at.point.lat, at.point.lon, at.precision) if at else (None, None, None)


def _refuse_twins(session: Session, outlet: Outlet) -> None:
    with session.no_autoflush:
        same = select(Outlet.id).filter_by(name_key=outlet.name_key, former_province_code=outlet.former_province_code)
        if session.scalars(same.where(Outlet.id != (outlet.id or 0)).limit(1)).first():
            raise Refused(Refusal.TAKEN)


def note(session: Session, actor: Actor, outlet: Outlet, verb: str, **facts: Any) -> None:
    """Keep it in the audit and have it searched anew."""
    session.flush()
    after = {"state": outlet.state, "kind": outlet.kind, **facts}
    record(session, actor, verb, outlet.id, after=after, place_id=outlet.place_id)
    mark_changed(session, OUTLET, [outlet.id])
