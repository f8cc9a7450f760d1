"""Payments by card: asking for a page once, entering what the card service tells of it, ending it before a release.

What lies between two transactions is a question to the card service: nothing waits for it while a transaction writes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.audit.rules import SYSTEM
from foundation.db.database import Database
from foundation.workflow.rules import Refused
from marketplace.payments.card_rules import (
    CHECKOUTS,
    CURRENCY,
    LIVE,
    RECENT,
    STRIPE,
    CheckoutVerb,
    fits_card,
    page_until,
    site_day,
)
from marketplace.payments.card_service import Asked, Cards, CardService, CardSession, Message
from marketplace.payments.ledger import Money, enter
from marketplace.payments.models import CardCheckout, CardEvent, Charge, Entry, Payee
from marketplace.payments.queries import live_checkout, stale_checkouts
from marketplace.payments.rules import Direction, Refusal, State


@dataclass(frozen=True, slots=True)
class Clock:
    """The moment, and the day as the site counts it."""

    now: Callable[[], datetime]
    today: Callable[[], date]

    def day_of(self, at: datetime | None) -> date:
        """Return the site's day of a moment; today where none is told."""
        return site_day(at, self.now(), self.today()) if at else self.today()


@dataclass(frozen=True, slots=True)
class Till:
    """The records, the card services and the clock."""

    database: Database
    cards: Cards
    clock: Clock


def takes_cards(charge: Charge, clock: Clock) -> bool:
    """Whether a charge can be paid by card now."""
    return (
        bool(charge.payee.stripe_key)
        and charge.state is State.OPEN
        and fits_card(-charge.balance.difference)
        and page_until(clock.now(), clock.today(), charge.release_on) is not None
    )


def pay_by_card(till: Till, charge_id: int, *, back: str, lang: str) -> CardCheckout:
    """Return the page at the card service where a charge is paid: one at a time. Raises `Refused`, `ServiceError`."""
    _make_room(till, charge_id)
    with till.database.unit_of_work() as session:
        charge = _held(session, charge_id)
        checkout, service = _begun(session, charge, till, lang), till.cards.of(charge.payee)
        if service is None:
            raise Refused(Refusal.NO_CARDS)
        if checkout.session_id:
            return checkout
        asked = _asked(charge, checkout, back)
    made = service.open(asked)
    with till.database.unit_of_work() as session:
        _held(session, charge_id)
        kept = session.get_one(CardCheckout, checkout.id)
        _keep(kept, made)
    if kept.state not in LIVE:
        # It was given up while it was made: nobody may pay on it.
        service.end(made.id)
        raise Refused(Refusal.CARD_UNDER_WAY)
    return kept


def _make_room(till: Till, charge_id: int) -> None:
    """End a page whose time is over or whose sum is no longer what is missing."""
    with till.database.reading() as session:
        live, charge = live_checkout(session, charge_id), session.get_one(Charge, charge_id)
        is_good = live and live.expires_at > till.clock.now() and live.amount_dong == -charge.balance.difference
    if live and not is_good:
        end_page(till, charge_id)


def _begun(session: Session, charge: Charge, till: Till, lang: str) -> CardCheckout:
    moment = till.clock.now()
    if not takes_cards(charge, till.clock):
        raise Refused(Refusal.NO_CARDS)
    missing, live = -charge.balance.difference, live_checkout(session, charge.id)
    if live and live.amount_dong != missing:
        raise Refused(Refusal.CARD_UNDER_WAY)
    if live:
        return live
    until = page_until(moment, till.clock.today(), charge.release_on)
    made = CardCheckout(charge_id=charge.id, amount_dong=missing, lang=lang, expires_at=until, created_at=moment)
    session.add(made)
    session.flush()
    return made


def _asked(charge: Charge, checkout: CardCheckout, back: str) -> Asked:
    return Asked(
        key=f"{charge.key}-{checkout.id}",
        title=charge.title,
        amount=checkout.amount_dong,
        reference=charge.reference,
        facts={"charge": charge.reference, "payee": str(charge.payee_id), "checkout": str(checkout.id)},
        until=checkout.expires_at,
        back=back,
        lang=checkout.lang,
    )


def _keep(checkout: CardCheckout, made: CardSession) -> None:
    checkout.session_id, checkout.url = made.id, made.url
    if CHECKOUTS.allows(checkout.state, CheckoutVerb.KEEP):
        CHECKOUTS.apply(checkout, CheckoutVerb.KEEP)


def end_page(till: Till, charge_id: int) -> None:
    """End the page of a charge at the card service, before what it is for is given to others; or enter its money.

    Raises `ServiceError`: then nobody knows, and nothing may be released.
    """
    with till.database.reading() as session:
        live = live_checkout(session, charge_id)
        if live is None:
            return
        payee = session.get_one(Charge, charge_id).payee
        service = till.cards.of(payee)
    found = _ended(service, live) if service else None
    with till.database.unit_of_work() as session:
        charge = _held(session, charge_id)
        kept = session.get_one(CardCheckout, live.id)
        if found:
            settle(session, charge, kept, found, till.clock)
        elif CHECKOUTS.allows(kept.state, CheckoutVerb.END):
            CHECKOUTS.apply(kept, CheckoutVerb.END)


def _ended(service: CardService, live: CardCheckout) -> CardSession | None:
    """End it; one whose answer was lost is looked for first."""
    number = live.session_id or _lost(service, live)
    return service.end(number) if number else None


def _lost(service: CardService, live: CardCheckout) -> str | None:
    return next((one.id for one in service.recent(live.created_at) if one.facts.get("checkout") == str(live.id)), None)


def settle(session: Session, charge: Charge, checkout: CardCheckout, found: CardSession, clock: Clock) -> None:
    """Enter what the card service tells of a page of a charge that the caller holds; the same twice changes nothing."""
    if not checkout.session_id:
        _keep(checkout, found)
    if found.is_paid and found.currency == CURRENCY and not _entered(session, charge, found.payment):
        money = Money(
            STRIPE, account_of(charge), found.payment, Direction.IN, found.amount, clock.day_of(found.paid_at)
        )
        enter(session, SYSTEM, charge, money, today=clock.today())
    verb = CheckoutVerb.PAY if found.is_paid else CheckoutVerb.END
    if (found.is_paid or found.is_over) and CHECKOUTS.allows(checkout.state, verb):
        CHECKOUTS.apply(checkout, verb)
    session.flush()


def account_of(charge: Charge) -> str:
    """Return how the ledger names the payee's account at the card service."""
    return f"payee:{charge.payee_id}"


def _entered(session: Session, charge: Charge, number: str) -> bool:
    told = {"provider": STRIPE, "account": account_of(charge), "provider_id": number}
    return session.scalar(select(Entry.id).filter_by(**told)) is not None


def _held(session: Session, charge_id: int) -> Charge:
    wanted = select(Charge).filter_by(id=charge_id).with_for_update(of=Charge)
    return session.scalars(wanted.execution_options(populate_existing=True)).one()


def take_message(till: Till, payee: Payee, message: Message) -> None:
    """Take a message in: its object is fetched from the card service, its number and its effect are one transaction.

    Raises `ServiceError`: then the card service sends it again.
    """
    service = till.cards.of(payee)
    found = service.session(message.subject) if service and message.kind.startswith("checkout.session.") else None
    with till.database.unit_of_work() as session:
        own = _own_page(session, payee, found) if found else None
        charge = _held(session, own.charge_id) if own else None
        known = select(CardEvent.id).filter_by(payee_id=payee.id, event_id=message.id)
        if session.scalar(known) is not None:
            return
        session.add(CardEvent(payee_id=payee.id, event_id=message.id, kind=message.kind))
        if own and charge and found:
            settle(session, charge, own, found, till.clock)


def _own_page(session: Session, payee: Payee, found: CardSession) -> CardCheckout | None:
    """Return the page here that one at the card service is; None for what the payee sells elsewhere."""
    number, payee_id = found.facts.get("checkout", ""), found.facts.get("payee", "")
    own = session.get(CardCheckout, int(number)) if number.isdecimal() and payee_id == str(payee.id) else None
    charge = session.get_one(Charge, own.charge_id) if own else None
    is_ours = charge is not None and charge.payee_id == payee.id and charge.reference == found.reference
    return own if is_ours and own and own.session_id in {None, found.id} else None


def reconcile(till: Till, payee_id: int) -> None:
    """Enter what no message told: every page of the last days, and each that still waits. Raises `ServiceError`."""
    with till.database.reading() as session:
        payee = session.get_one(Payee, payee_id)
        service = till.cards.of(payee)
    for found in service.recent(till.clock.now() - RECENT) if service else ():
        with till.database.unit_of_work() as session:
            own = _own_page(session, payee, found)
            if own and (found.is_paid or found.is_over):
                settle(session, _held(session, own.charge_id), own, found, till.clock)
    with till.database.reading() as session:
        stale = stale_checkouts(session, payee_id, till.clock.now())
    for charge_id in stale:
        end_page(till, charge_id)
