"""An illustrative bank: takes transfers by the payload of a code, also wrong ones, and makes statements of them.

The tests and the demonstration share it: what it holds is the truth that a ledger has to arrive at.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from foundation.tables.writing import csv_writer
from marketplace.payments.rules import Direction
from marketplace.payments.vietqr import read_payload

HEADS = ("Ngày giao dịch", "Số tham chiếu", "Số tiền ghi nợ", "Số tiền ghi có", "Số dư", "Nội dung")


@dataclass(frozen=True, slots=True)
class Transfer:
    """A movement of an account as the bank keeps it."""

    number: str
    account: str
    direction: Direction
    amount: int
    text: str
    day: date


@dataclass(slots=True)
class IllustrativeBank:
    """Accounts with what came and went, in the order in which it did. `start` is where its numbers begin."""

    start: int = 1
    transfers: list[Transfer] = field(default_factory=list)

    def pay(self, payload: str, *, by: str, day: date, amount: int | None = None, text: str | None = None) -> Transfer:
        """Transfer what a code asks for; another amount or another text where somebody is careless."""
        told = read_payload(payload)
        sum_, memo = amount or int(told["amount"]), told["text"] if text is None else text
        return self.move(f"{told['bin']}:{told['account']}", Direction.IN, sum_, f"{by} chuyen tien {memo}", day)

    def send_back(self, account: str, *, amount: int, text: str, day: date) -> Transfer:
        """Transfer money out of a payee's account."""
        return self.move(account, Direction.OUT, amount, text, day)

    def move(self, account: str, direction: Direction, amount: int, text: str, day: date) -> Transfer:
        """Keep a movement."""
        number = f"FT{self.start + len(self.transfers):09}"
        made = Transfer(number, account, direction, amount, text, day)
        self.transfers.append(made)
        return made

    def statement(self, account: str, transfers: Iterable[Transfer] | None = None) -> bytes:
        """Return the file of an account's movements, of all or of some, as such banks give it."""
        out, balance = io.StringIO("\ufeff"), 0
        out.seek(0, io.SEEK_END)
        write = csv_writer(out)
        write(["NGÂN HÀNG MINH HOẠ - SAO KÊ TÀI KHOẢN"])
        write([f"Số tài khoản: {account.partition(':')[2]}"])
        write(HEADS)
        chosen = self.transfers if transfers is None else transfers
        for one in (one for one in chosen if one.account == account):
            is_in = one.direction is Direction.IN
            balance += one.amount if is_in else -one.amount
            sums = ("", f"{one.amount:,}") if is_in else (f"{one.amount:,}", "")
            write([f"{one.day:%d/%m/%Y}", one.number, *sums, f"{balance:,}", one.text])
        write(["", "", "", "", f"{balance:,}", "Số dư cuối kỳ"])
        return out.getvalue().encode()
