"""What buyers need: their organisations, opened by a first member, and demands."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.accounts.models import Account, AccountSession
from foundation.audit.rules import SYSTEM, Actor
from foundation.audit.services import record
from foundation.i18n.text import normalize_spaces, slug
from foundation.permissions.rules import different_people
from foundation.permissions.services import RoleSubject, Term, appoint
from foundation.places.gazetteer import Unit
from foundation.workflow.rules import Refused
from marketplace.matching import notices
from marketplace.matching.buyer_rules import BUYERS, BuyerKind, BuyerVerb
from marketplace.matching.listing_rules import LISTINGS, REASON_MAX, Refusal
from marketplace.matching.models import HOME, Buyer, BuyerDemand
from marketplace.matching.roles import BUYER_MEMBER
from marketplace.matching.services import save


@dataclass(frozen=True, slots=True)
class BuyerInput:
    """What is said of a buyer's organisation; `seat` is its province where it is of Vietnam."""

    name: str
    kind: BuyerKind
    country: str
    register_number: str
    seat: Unit | None = None
    website: str | None = None
    about: str | None = None


def open_buyer(
    session: Session,
    account: Account,
    told: BuyerInput,
    *,
    now: datetime,
    today: date,
    is_demo: bool = False,
    keep: AccountSession | None = None,
) -> Buyer:
    """Open an organisation; whoever does is its first member, and goes on in the session `keep`. Raises `Refused`."""
    made = Buyer(opened_by_id=account.id, is_demo=is_demo, state=BUYERS.start)
    _write(session, made, told)
    session.add(made)
    session.flush()
    actor = Actor(account.id)
    record(session, actor, "buyer:open", made.id, after={"country": made.country}, place_id=made.place_id)
    held_for = RoleSubject(None, made.id)
    appoint(session, SYSTEM, account, role=BUYER_MEMBER, term=Term(today), held_for=held_for, keep=keep)
    notices.tell_buyers_desk(session, made, now=now, today=today)
    return made


def edit_buyer(session: Session, actor: Actor, buyer: Buyer, told: BuyerInput, *, now: datetime, today: date) -> None:
    """Correct what is said of it; it is looked at again. Raises `Refused`."""
    BUYERS.apply(buyer, BuyerVerb.EDIT)
    buyer.answer = None
    _write(session, buyer, told)
    session.flush()
    record(session, actor, "buyer:edit", buyer.id, after={"country": buyer.country}, place_id=buyer.place_id)
    notices.tell_buyers_desk(session, buyer, now=now, today=today)


def approve_buyer(session: Session, actor: Actor, buyer: Buyer, *, now: datetime) -> None:
    """Approve it: its demands can be published. Raises `Refused`."""
    _decide(actor, buyer, BuyerVerb.APPROVE, None, now)
    record(session, actor, "buyer:approve", buyer.id, place_id=buyer.place_id)
    notices.tell_opener(session, buyer, notices.BUYER_APPROVED, now=now)


def send_back_buyer(session: Session, actor: Actor, buyer: Buyer, *, answer: str, now: datetime) -> None:
    """Return it with what has to be corrected. Raises `Refused`."""
    words = normalize_spaces(answer)[:REASON_MAX]
    if not words:
        raise Refused(Refusal.NO_WORDS)
    _decide(actor, buyer, BuyerVerb.SEND_BACK, words, now)
    record(session, actor, "buyer:send-back", buyer.id, reason=words, place_id=buyer.place_id)
    notices.tell_opener(session, buyer, notices.BUYER_SENT_BACK, now=now)


def begin_demand(
    session: Session, actor: Actor, buyer: Buyer, said: dict[str, Any], *, now: datetime, today: date
) -> BuyerDemand:
    """Begin a demand with what was typed."""
    made = BuyerDemand(
        state=LISTINGS.start,
        buyer=buyer,
        title=said["title"],
        slug=slug(said["title"]),
        find_key="",
        place_id=said["place_id"],
        province_code=said["province_code"],
        is_demo=buyer.is_demo,
        certifications=[],
    )
    session.add(made)
    save_demand(session, actor, made, said, now=now, today=today)
    return made


def save_demand(
    session: Session, actor: Actor, demand: BuyerDemand, said: dict[str, Any], *, now: datetime, today: date
) -> None:
    """Keep what was typed of a demand."""
    save(session, actor, demand, said, now=now, today=today)
    demand.slug = slug(demand.title) or "nhu-cau"
    session.flush()


def _decide(actor: Actor, buyer: Buyer, verb: BuyerVerb, answer: str | None, now: datetime) -> None:
    BUYERS.next(buyer.state, verb)
    if buyer.opened_by_id is not None and not different_people(Actor(buyer.opened_by_id), actor):
        raise Refused(Refusal.OWN)
    BUYERS.apply(buyer, verb)
    buyer.answer, buyer.decided_by_id, buyer.decided_at = answer, actor.account_id, now


def _write(session: Session, buyer: Buyer, told: BuyerInput) -> None:
    """Bring a row to what is told; a register's number opens one organisation."""
    if (told.country == HOME) != (told.seat is not None):
        raise Refused(Refusal.NO_PLACE)
    number = "".join(told.register_number.split()).upper()
    same = select(Buyer.id).filter_by(country=told.country, register_number=number).where(Buyer.id != (buyer.id or 0))
    with session.no_autoflush:
        if session.scalars(same.limit(1)).first():
            raise Refused(Refusal.TAKEN)
    name = normalize_spaces(told.name)
    buyer.name, buyer.slug, buyer.kind, buyer.country = name, slug(name) or "don-vi", told.kind, told.country
    buyer.register_number, buyer.website, buyer.about = number, told.website, told.about
    buyer.place_id = told.seat.id if told.seat else None
    buyer.province_code = told.seat.province_code if told.seat else None
