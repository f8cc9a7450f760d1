"""Records of this room for the matrix of doors."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from foundation.accounts.keys import Keys
from foundation.audit.rules import SYSTEM
from marketplace.payments.matching import Ground
from marketplace.payments.models import Charge, Payee, Statement, StatementLine
from marketplace.payments.rules import Direction
from marketplace.payments.services import Owner, PayeeInput, Payer, open_charge, open_payee
from marketplace.payments.statement_rules import LineState
from tests.support.databases import TODAY
from tests.support.visitors import Maker, Record, Side


def _payee(session: Session, side: Side) -> Payee:
    """An office's that is somebody's own as well: whoever reaches one side reaches it."""
    number = 1 + (session.scalar(select(func.max(Payee.id))) or 0)
    told = PayeeInput(f"Bên thu số {number:06}", "0208", "970436", f"{number:010}")
    return open_payee(session, SYSTEM, Owner(side.place_id, side.account_id), told, keys=Keys("k" * 40))


def _of_payee(session: Session, side: Side) -> Record:
    payee = _payee(session, side)
    form = {"name": payee.name, "contact": "0208", "bank_bin": "970436", "bank_account": payee.bank_account or ""}
    return Record({"payee_id": payee.id}, form, (f'/ho-so/thu-tien/{payee.id}"',))


def _charge(session: Session, payee: Payee) -> Charge:
    payer, number = Payer("Hợp tác xã"), 1 + (session.scalar(select(func.max(Charge.id))) or 0)
    told = {"purpose": ("stall", number), "title": "Gian hàng", "amount": 500_000, "payer": payer}
    return open_charge(session, SYSTEM, payee, **told, due_on=TODAY, today=TODAY)  # type: ignore[arg-type] # as above


def _of_charge(session: Session, side: Side) -> Record:
    payee = _payee(session, side)
    return Record({"payee_id": payee.id, "charge_id": _charge(session, payee).id}, {"reason": "Thử"})


def _statement(session: Session, payee: Payee) -> Statement:
    made = Statement(payee_id=payee.id, file_hash=f"{payee.id}", layout="plain", rows=1, known=0, rejected=0)
    session.add(made)
    session.flush()
    return made


def _of_statement(session: Session, side: Side) -> Record:
    payee = _payee(session, side)
    return Record({"payee_id": payee.id, "statement_id": _statement(session, payee).id})


def _of_line(session: Session, side: Side) -> Record:
    payee = _payee(session, side)
    line = StatementLine(
        payee_id=payee.id,
        statement_id=_statement(session, payee).id,
        account=payee.bank_key,
        key="1",
        occurrence=1,
        row=1,
        happened_on=TODAY,
        direction=Direction.IN,
        amount_dong=500_000,
        text="x",
        state=LineState.DESK,
        ground=Ground.NOTHING,
    )
    session.add(line)
    session.flush()
    return Record({"payee_id": payee.id, "line_id": line.id}, {"parts": _charge(session, payee).reference})


RECORDS: Mapping[str, Maker] = {
    "payee": _of_payee,
    "payment-charge": _of_charge,
    "payment-line": _of_line,
    "payment-statement": _of_statement,
}
