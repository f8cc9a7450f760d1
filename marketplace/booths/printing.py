"""Papers of those who take part: the worker freezes their facts after the decision, which waits for none of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.audit.rules import SYSTEM
from foundation.db.database import Database
from foundation.i18n.amounts import dong_in_words
from foundation.i18n.languages import DEFAULT, localized
from foundation.outbox.services import enqueue
from foundation.papers.rules import PaperKind, Qr
from foundation.papers.services import request_paper
from foundation.places.gazetteer import gazetteer
from foundation.places.locate import words_for
from marketplace.booths import papers
from marketplace.booths.allocation_rules import Allocation
from marketplace.booths.models import BoothFair, BoothPaper
from marketplace.booths.moving import last_charge_of
from marketplace.booths.queries import live_claims_of, registration_with_all
from marketplace.booths.registering_models import BoothClaim, BoothRegistration
from marketplace.booths.rules import TAKES_PART, Need
from marketplace.events.models import Event

PRINT_LIST = "booths.print-list"
Handler = Callable[[Database, Mapping[str, Any]], None]
_NEEDS = {Need.POWER: "điện", Need.COLD: "kho lạnh", Need.WATER: "nước"}
_PLACED_BY = {
    Allocation.FIRST_COME: "thứ tự đăng ký",
    Allocation.SELECTION: "tiêu chí đã công bố",
    Allocation.QUOTA: "chỉ tiêu của các tỉnh",
}
_FAIRS = localized("/{fairs}/")[DEFAULT]


def ask_for_list(session: Session, fair: BoothFair, *, now: datetime) -> None:
    """Have the list for the gate made as things stand, with all badges."""
    key = f"{fair.event_id} {now:%Y%m%d%H%M%S}"
    enqueue(session, PRINT_LIST, {"event": fair.event_id}, dedupe_key=key)


def printing_job(base_url: str, today: Callable[[], date], now: Callable[[], datetime]) -> Handler:
    """Build the job that asks for the papers of one registration."""

    def make(database: Database, payload: Mapping[str, Any]) -> None:
        with database.unit_of_work() as session:
            one = registration_with_all(session, payload["registration"])
            if one is None or one.state not in TAKES_PART:
                return
            claims = live_claims_of(session, one.id, now())
            for kind, facts in _own(session, one, claims, (base_url, today())):
                _keep(session, kind, facts, today(), one.event_id, one.id)

    return make


def list_job(base_url: str, today: Callable[[], date], now: Callable[[], datetime]) -> Handler:
    """Build the job that asks for the list for the gate and all badges."""

    def make(database: Database, payload: Mapping[str, Any]) -> None:
        with database.unit_of_work() as session:
            event = session.get_one(Event, payload["event"])
            fair, day = fair_of(session, event), today()
            numbers = select(BoothRegistration.id).filter_by(event_id=event.id)
            found = [
                (whole, live_claims_of(session, number, now()))
                for number in session.scalars(numbers.where(BoothRegistration.state.in_(TAKES_PART)))
                if (whole := registration_with_all(session, number))
            ]
            rows = tuple(sorted((_gate_row(one, claims) for one, claims in found), key=lambda row: row.booths))
            badges = tuple(one for known, claims in found for one in _badges(known, claims, base_url))
            _keep(session, papers.GATE, papers.GateList(fair, day, rows), day, event.id, None)
            if badges:
                _keep(session, papers.BADGES, papers.Badges(fair, badges), day, event.id, None)

    return make


def badge_address(base_url: str, event_id: int, code: str) -> str:
    """Return what the code of a badge says: the page that checks somebody in, for whoever keeps the gate."""
    return f"{base_url}/ho-so/hoi-cho/{event_id}/diem-danh?ma={code}"


def fair_of(session: Session, event: Event) -> papers.Fair:
    """Return the fair as papers name it."""
    units = words_for(gazetteer(session), event.place_id, event.starts_on).now
    venue = ", ".join(dict.fromkeys([*filter(None, (event.venue, event.address)), *(one.full_name for one in units)]))
    return papers.Fair(event.name, event.starts_on, event.last_on, venue, event.organiser or "")


def _own(
    session: Session, one: BoothRegistration, claims: Sequence[BoothClaim], told: tuple[str, date]
) -> list[tuple[PaperKind, object]]:
    base_url, day = told
    fair = fair_of(session, one.fair.event)
    page = Qr(f"{base_url}{_FAIRS}{one.fair.event.slug}-{one.event_id}")
    made: list[tuple[PaperKind, object]] = [(papers.CONFIRMATION, _confirmation(session, one, claims, fair, page, day))]
    if one.due_dong:
        made.append((papers.CONTRACT, _contract(session, one, claims, fair, day)))
    province = _province(session, one)
    for claim in claims:
        card = papers.BoothCard(fair, claim.booth.label, one.fascia, province, _products(one), page)
        made.append((papers.CARD, card))
    if one.staff:
        made.append((papers.BADGES, papers.Badges(fair, tuple(_badges(one, claims, base_url)))))
    return made


def _confirmation(
    session: Session,
    one: BoothRegistration,
    claims: Sequence[BoothClaim],
    fair: papers.Fair,
    page: Qr,
    day: date,
) -> papers.Confirmation:
    whole = sum(claim.booth.type.price_dong for claim in claims)
    watts = f" {one.power_watts} W" if one.power_watts else ""
    needs = tuple(_NEEDS[Need(need)] + (watts if need == Need.POWER else "") for need in one.needs)
    return papers.Confirmation(
        number=f"{one.id}/XN-HC",
        dated=day,
        fair=fair,
        exhibitor=one.producer.name,
        province=_province(session, one),
        fascia=one.fascia,
        booths=_booths(claims),
        products=_products(one),
        needs=needs,
        due_dong=one.due_dong or 0,
        subsidy_dong=max(0, whole - (one.due_dong or 0)),
        setting_up=one.fair.setting_up,
        asks=one.fair.asks or one.fair.event.phone or "",
        check=page,
    )


def _contract(
    session: Session, one: BoothRegistration, claims: Sequence[BoothClaim], fair: papers.Fair, day: date
) -> papers.Contract:
    terms, charge, due = one.fair, last_charge_of(session, one), one.due_dong or 0
    pay_by = charge.due_on if charge else day
    payee = terms.payee
    account = f"{payee.bank_account}, {payee.holder}" if payee and payee.bank_account else ""
    organiser = papers.Party(fair.organiser, fair.venue, "", payee.name if payee else "", "", account)
    address = words_for(gazetteer(session), one.producer.place_id, day).now
    where = ", ".join(unit.full_name for unit in address)
    hirer = papers.Party(one.producer.name, where, one.tax_code, one.contact_name, one.contact_position, "")
    return papers.Contract(
        number=f"{one.id}/HĐ-GH",
        dated=day,
        fair=fair,
        organiser=organiser,
        exhibitor=hirer,
        booths=_booths(claims),
        placed_by=_PLACED_BY[terms.allocation],
        price_dong=due,
        price_in_words=dong_in_words(due),
        vat_percent=terms.vat_percent,
        advance_percent=terms.advance_percent,
        advance_until=pay_by,
        rest_until=pay_by,
        cancel_until=terms.cancel_until or fair.first - timedelta(days=1),
        setting_up=terms.setting_up,
        clearing=terms.clearing,
    )


def _booths(claims: Sequence[BoothClaim]) -> tuple[papers.PaperBooth, ...]:
    return tuple(
        papers.PaperBooth(one.label, one.type.name, one.type.size, one.type.equipment, one.type.price_dong)
        for one in (claim.booth for claim in claims)
    )


def _products(one: BoothRegistration) -> tuple[papers.PaperProduct, ...]:
    return tuple(
        papers.PaperProduct(each.product.name, each.stars, each.certificate, each.valid_until) for each in one.products
    )


def _province(session: Session, one: BoothRegistration) -> str:
    unit = gazetteer(session).by_code(one.producer.province_code, one.fair.event.starts_on)
    return unit.name if unit else one.producer.province_code


def _badges(one: BoothRegistration, claims: Sequence[BoothClaim], base_url: str) -> list[papers.Badge]:
    labels = _labels(claims)
    return [
        papers.Badge(each.name, one.fascia, labels, each.short, Qr(badge_address(base_url, one.event_id, each.code)))
        for each in one.staff
    ]


def _gate_row(one: BoothRegistration, claims: Sequence[BoothClaim]) -> papers.GateRow:
    short = ", ".join(each.short for each in one.staff)
    return papers.GateRow(_labels(claims), one.producer.name, tuple(each.name for each in one.staff), short)


def _labels(claims: Sequence[BoothClaim]) -> str:
    return ", ".join(sorted(claim.booth.label for claim in claims))


def _keep(
    session: Session, kind: PaperKind, facts: object, day: date, event_id: int, registration_id: int | None
) -> None:
    paper = request_paper(session, SYSTEM, kind, facts, dated=day)
    session.add(BoothPaper(paper_id=paper.id, event_id=event_id, registration_id=registration_id))
    session.flush()
