"""Ways to be paid: the port, and VietQR, which every bank's app in Vietnam reads."""

from dataclasses import dataclass
from typing import Protocol

from marketplace.payments.banks import banks
from marketplace.payments.models import Charge, Payee
from marketplace.payments.vietqr import vietqr_payload


@dataclass(frozen=True, slots=True)
class Instructions:
    """What a payer needs: where to, how much, what to write, and the same as a code."""

    bank: str
    account: str
    holder: str
    amount: int
    reference: str
    payload: str


class Provider(Protocol):
    """A way to be paid. What came is told by statements or by its own messages; both end in the ledger."""

    @property
    def code(self) -> str:
        """Its name in the ledger."""

    def is_ready(self, payee: Payee) -> bool:
        """Whether somebody can be paid so."""

    def instructions(self, charge: Charge) -> Instructions | None:
        """Return what a payer needs; None where this cannot be paid so."""


@dataclass(frozen=True, slots=True)
class VietQr:
    """Transfers from bank to bank by a code that any bank's app reads."""

    code: str = "vietqr"

    def is_ready(self, payee: Payee) -> bool:
        """Whether an account is known."""
        return payee.bank_bin is not None

    def instructions(self, charge: Charge) -> Instructions | None:
        """Return the account, what is missing, and the reference, in words and as a code."""
        payee, missing = charge.payee, -charge.balance.difference
        if payee.bank_bin is None or payee.bank_account is None or missing <= 0:
            return None
        payload = vietqr_payload(payee.bank_bin, payee.bank_account, str(missing), charge.reference)
        bank = banks()[payee.bank_bin].name
        return Instructions(bank, payee.bank_account, payee.holder or "", missing, charge.reference, payload)


VIETQR = VietQr()
