"""What is done with payees and charges: setting one up, asking for money, giving up, accepting, sending back."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.accounts.keys import Keys, new_code
from foundation.audit.rules import SYSTEM, Actor
from foundation.audit.services import record
from foundation.db.base import now
from foundation.i18n.text import normalize_spaces
from foundation.privacy.working_days import is_working
from foundation.workflow.rules import Refused
from marketplace.payments.banks import banks
from marketplace.payments.card_rules import is_live
from marketplace.payments.ledger import look_again, move, note
from marketplace.payments.models import Charge, Payee
from marketplace.payments.purposes import Belief, Purposes
from marketplace.payments.queries import live_checkout
from marketplace.payments.references import new_reference
from marketplace.payments.rules import (
    AMOUNT_MAX,
    NAME_MAX,
    NOTE_MAX,
    TITLE_MAX,
    Refusal,
    State,
    Verb,
    release_day,
    runs_out,
)
from marketplace.payments.vietqr import is_account

KEY_LENGTH = 20
"""Symbols of a charge's address: 100 random bits, which nobody tries out."""


@dataclass(frozen=True, slots=True)
class PayeeInput:
    """What is said of a payee. Keys are given only where they are set anew; empty ones leave what is there."""

    name: str
    contact: str
    bank_bin: str = ""
    bank_account: str = ""
    holder: str = ""
    stripe_key: str = ""
    stripe_webhook: str = ""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose payee it is: an office's by its place, or somebody's own."""

    place_id: int | None = None
    account_id: int | None = None


@dataclass(frozen=True, slots=True)
class Payer:
    """Who is to pay; the account where there is one."""

    name: str
    account_id: int | None = None


def refuse_live_key(told: PayeeInput) -> None:
    """Keep keys that move real money out of a demonstration. Raises `Refused`."""
    if told.stripe_key and is_live(told.stripe_key):
        raise Refused(Refusal.LIVE_KEY)


def open_payee(
    session: Session, actor: Actor, owner: Owner, told: PayeeInput, *, keys: Keys, is_demo: bool = False
) -> Payee:
    """Set up a payee. Raises `Refused`."""
    made = Payee(name="", contact="", place_id=owner.place_id, account_id=owner.account_id, is_demo=is_demo)
    _write(session, made, told, keys)
    session.add(made)
    session.flush()
    _note_payee(session, actor, made, "payee:open")
    return made


def edit_payee(session: Session, actor: Actor, payee: Payee, told: PayeeInput, *, keys: Keys) -> None:
    """Correct a payee; charges that wait show the new account from now on. Raises `Refused`."""
    before = payee.bank_key
    _write(session, payee, told, keys)
    session.flush()
    _note_payee(session, actor, payee, "payee:edit", account_changed=before != payee.bank_key)


def _write(session: Session, payee: Payee, told: PayeeInput, keys: Keys) -> None:
    account = told.bank_account.strip() or None
    if payee.is_demo:
        refuse_live_key(told)
    if account and not is_account(account):
        raise Refused(Refusal.NO_ACCOUNT)
    if account and told.bank_bin not in banks():
        raise Refused(Refusal.UNKNOWN_BANK)
    if account and _is_taken(session, payee, told.bank_bin, account):
        raise Refused(Refusal.ACCOUNT_TAKEN)
    if not account and not (told.stripe_key or payee.stripe_key):
        raise Refused(Refusal.NO_ACCOUNT)
    payee.name, payee.contact = normalize_spaces(told.name)[:NAME_MAX], normalize_spaces(told.contact)[:NAME_MAX]
    payee.bank_account, payee.bank_bin = account, told.bank_bin if account else None
    payee.holder = (normalize_spaces(told.holder)[:NAME_MAX] or payee.name) if account else None
    if told.stripe_key and told.stripe_webhook:
        payee.stripe_key, payee.stripe_webhook = keys.seal(told.stripe_key), keys.seal(told.stripe_webhook)


def _is_taken(session: Session, payee: Payee, bank_bin: str, account: str) -> bool:
    """Whether another payee has this account: its statements would be told twice."""
    found = session.scalar(select(Payee.id).filter_by(bank_bin=bank_bin, bank_account=account))
    return found is not None and found != payee.id


def open_charge(
    session: Session,
    actor: Actor,
    payee: Payee,
    *,
    purpose: tuple[str, int],
    title: str,
    amount: int,
    payer: Payer,
    due_on: date,
    today: date,
) -> Charge:
    """Ask for money for one thing until a day, which is told; a bank day more is counted. Raises `Refused`."""
    if not 0 < amount <= AMOUNT_MAX:
        raise Refused(Refusal.WRONG_AMOUNT)
    if due_on < today:
        raise Refused(Refusal.WRONG_DATES)
    kind, number = purpose
    if session.scalar(select(Charge.id).filter_by(purpose_kind=kind, purpose_id=number, state=State.OPEN)):
        raise Refused(Refusal.CHARGED_ALREADY)
    made = Charge(
        payee=payee,
        reference=_free_reference(session),
        key=new_code(KEY_LENGTH),
        purpose_kind=kind,
        purpose_id=number,
        title=normalize_spaces(title)[:TITLE_MAX],
        payer_name=normalize_spaces(payer.name)[:NAME_MAX],
        payer_account_id=payer.account_id,
        amount_dong=amount,
        due_on=due_on,
        release_on=release_day(due_on, is_working),
        came_dong=0,
        went_dong=0,
    )
    session.add(made)
    note(session, actor, made, "charge:open", amount=amount)
    return made


def _free_reference(session: Session) -> str:
    while True:
        found = new_reference()
        if session.scalar(select(Charge.id).filter_by(reference=found)) is None:
            return found


def cancel(session: Session, actor: Actor, charge: Charge, *, today: date) -> None:
    """Nothing is to be paid any more; money that is here already stays to be looked at. Raises `Refused`."""
    _refuse_page(session, charge)
    move(session, charge, Verb.HOLD if charge.balance.held > 0 else Verb.CANCEL, today=today)
    note(session, actor, charge, "charge:cancel")


def expire(session: Session, charge: Charge, *, today: date) -> None:
    """Its time is over. Raises `Refused`."""
    _refuse_page(session, charge)
    move(session, charge, runs_out(charge.balance), today=today)
    note(session, SYSTEM, charge, "charge:expire")


def _refuse_page(session: Session, charge: Charge) -> None:
    """Release nothing that may still be paid by card: the page at the card service is ended first (`cards`)."""
    if live_checkout(session, charge.id):
        raise Refused(Refusal.CARD_UNDER_WAY)


def accept(session: Session, actor: Actor, charge: Charge, *, reason: str, today: date) -> None:
    """Take what is here as all that was due, be it late, short or too much. Raises `Refused`."""
    text = normalize_spaces(reason)[:NOTE_MAX]
    if charge.balance.held <= 0:
        raise Refused(Refusal.NO_MONEY)
    if not text:
        raise Refused(Refusal.NO_REASON)
    before, charge.agreed_dong, charge.note = charge.due, charge.balance.held, text
    if charge.state in {State.PAID, State.PLACED}:
        if before == charge.due:
            raise Refused(Refusal.NOT_HERE)
        look_again(charge, today)
    else:
        move(session, charge, Verb.ACCEPT, today=today)
    note(session, actor, charge, "charge:accept", amount=charge.due)


def ask_return(session: Session, actor: Actor, charge: Charge, *, reason: str, today: date) -> None:
    """All of it is to go back; it has when a statement tells so. Raises `Refused`."""
    text = normalize_spaces(reason)[:NOTE_MAX]
    if not text:
        raise Refused(Refusal.NO_REASON)
    move(session, charge, Verb.RETURN, today=today)
    charge.note = text
    if charge.balance.held <= 0:
        move(session, charge, Verb.REFUND, today=today)
    note(session, actor, charge, "charge:return")


def place(session: Session, actor: Actor, charge: Charge, *, reason: str, today: date) -> None:
    """Whoever paid for what was lost got something in its place, as they agreed. Raises `Refused`."""
    text = normalize_spaces(reason)[:NOTE_MAX]
    if not text:
        raise Refused(Refusal.NO_REASON)
    move(session, charge, Verb.PLACE, today=today)
    charge.note = text
    note(session, actor, charge, "charge:place")


def tell(session: Session, charge: Charge, purposes: Purposes, *, today: date) -> None:
    """Tell what a charge is for where it stands; paid for what is gone is a state with its own desk."""
    known = purposes.get(charge.purpose_kind)
    belief = known.follow(session, charge.purpose_id, charge.state) if known else Belief.GONE
    charge.told_at = now()
    if charge.state is State.PAID and belief is Belief.GONE:
        move(session, charge, Verb.LOSE, today=today)
        note(session, SYSTEM, charge, "charge:lose")


def _note_payee(session: Session, actor: Actor, payee: Payee, verb: str, **facts: object) -> None:
    after = {"bank": payee.bank_bin, "has_stripe": payee.stripe_key is not None, **facts}
    record(session, actor, verb, payee.id, after=after, place_id=payee.place_id)
