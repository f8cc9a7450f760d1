"""Reading a bank's statement: which layout it has, its movements, and rows that could not be read."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from foundation.i18n.text import fold
from foundation.tables.days import day_of
from foundation.tables.reading import read_book
from foundation.tables.sheets import Sheet, Value
from marketplace.payments.rules import LINE_MAX, Direction
from marketplace.payments.statement_rules import Movement, read_amount

_FILE = Path(__file__).parent / "data" / "statement_layouts.json"
_ACCOUNT = re.compile(r"(?:tai khoan|account)[a-z ]{0,40}?([0-9]{6,19})(?![0-9])")
HEAD_ROWS = 80
"""Rows in which the heads of a statement are sought."""

LINES_MAX = 20_000


@dataclass(frozen=True, slots=True)
class Layout:
    """How one bank's statements are laid out: what its columns are called, best first, and how that is known."""

    code: str
    bank: str
    bin: str
    source: str | None
    columns: Mapping[str, tuple[str, ...]]
    heads: tuple[str, ...]

    @property
    def is_assumed(self) -> bool:
        """Whether nobody who knows said so."""
        return self.source is None


@cache
def layouts() -> tuple[Layout, ...]:
    """Return all layouts, as their file has them."""
    told = json.loads(_FILE.read_text(encoding="utf-8"))["layouts"]
    return tuple(
        Layout(
            one["code"],
            one["bank"],
            one["bin"],
            one["source"],
            {name: tuple(map(fold, heads)) for name, heads in one["columns"].items()},
            tuple(heads[0] for heads in one["columns"].values()),
        )
        for one in told
    )


class Unread(StrEnum):
    """Why a statement, or a row of it, was not taken."""

    NO_HEADS = "no_heads"
    OTHER_ACCOUNT = "other_account"
    TOO_MANY = "too_many"
    NO_DAY = "no_day"
    NO_AMOUNT = "no_amount"


class NoStatement(Exception):
    """A file that is no statement of this account; nothing of it was taken."""

    def __init__(self, reason: Unread) -> None:
        self.reason = reason
        super().__init__(reason.value)


@dataclass(slots=True)
class StatementFile:
    """What a file tells: its layout, its movements, and rows that could not be read."""

    layout: Layout
    movements: list[Movement] = field(default_factory=list)
    rejected: list[tuple[int, Unread]] = field(default_factory=list)


def read_statement(path: Path, *, bank_bin: str, account: str) -> StatementFile:
    """Return what a file tells of an account; raises `NoStatement`, or `UnreadableFile` for what is no table."""
    for sheet in read_book(path).sheets:
        found = None if sheet.hidden else _heads(sheet, bank_bin)
        if found is None:
            continue
        row, layout, columns = found
        _refuse_other_account(sheet, row, account)
        told = StatementFile(layout)
        for number in range(row + 1, len(sheet.rows)):
            _read_row(sheet, number, columns, told)
        if len(told.movements) > LINES_MAX:
            raise NoStatement(Unread.TOO_MANY)
        return told
    raise NoStatement(Unread.NO_HEADS)


Columns = Mapping[str, int]
Cell = Callable[[str], Value]


def _heads(sheet: Sheet, bank_bin: str) -> tuple[int, Layout, Columns] | None:
    """Return the row of heads with the layout that fits it: the bank's own before any other."""
    ordered = sorted(layouts(), key=lambda one: one.bin != bank_bin)
    for row in range(min(HEAD_ROWS, len(sheet.rows))):
        heads = [fold(str(cell)) for cell in sheet.rows[row]]
        for layout in ordered:
            columns = _columns(heads, layout)
            has_sums = {"credit", "debit"} <= columns.keys() or "amount" in columns
            if {"day", "text"} <= columns.keys() and has_sums:
                return row, layout, columns
    return None


def _columns(heads: list[str], layout: Layout) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, words in layout.columns.items():
        places = (place for word in words for place, head in enumerate(heads) if _says(head, word))
        best = next((place for place in places if place not in found.values()), None)
        if best is not None:
            found[name] = best
    return found


def _says(head: str, word: str) -> bool:
    return f" {head} ".startswith(f" {word} ")


def _refuse_other_account(sheet: Sheet, heads: int, account: str) -> None:
    """Refuse the statement of another account: what it tells was never paid to this one."""
    titles = [" ".join(fold(str(cell)) for cell in cells if cell != "") for cells in sheet.rows[:heads]]
    named = {found[1] for title in titles for found in _ACCOUNT.finditer(title)}
    if named and account.lower() not in named and not any(account.lower() in title.split() for title in titles):
        raise NoStatement(Unread.OTHER_ACCOUNT)


def _read_row(sheet: Sheet, number: int, columns: Columns, told: StatementFile) -> None:
    def cell(name: str) -> Value:
        return sheet.cell(number, columns[name]) if name in columns else ""

    first, _, second = str(cell("day")).strip().partition("\n")
    day = day_of(first, sheet) if isinstance(cell("day"), str) else day_of(cell("day"), sheet)
    amounts = _amounts(cell("debit"), cell("credit"), cell("amount"), str(cell("sign")))
    if amounts == 0 or (day is None and not _is_begun(first)):
        return
    if day is None or amounts is None:
        told.rejected.append((number + 1, Unread.NO_DAY if day is None else Unread.NO_AMOUNT))
        return
    told.movements.append(_movement(number + 1, day, amounts, cell, second))


def _movement(row: int, day: date, amount: int, cell: Cell, second: str) -> Movement:
    said = " ".join(" ".join(str(cell(name)).split()) for name in ("text", "other") if cell(name) != "")
    bank_id = " ".join(str(cell("id")).split()) or second.strip()
    balance = read_amount(cell("balance")) if cell("balance") != "" else None
    direction = Direction.IN if amount > 0 else Direction.OUT
    return Movement(row, day, direction, abs(amount), said[:LINE_MAX], bank_id[:100], balance)


def _is_begun(first: str) -> bool:
    """Whether a row wanted to say a day: sums and signatures at the end begin with words or with nothing."""
    return any(letter.isdigit() for letter in first)


def _amounts(debit: Value, credit: Value, amount: Value, sign: str) -> int | None:
    """Return what came, below nought what went, 0 for a row without money; None for what cannot be read."""
    if amount != "":
        read = read_amount(amount)
        return -abs(read) if read and sign.strip() in {"-", "D", "N"} else read
    went, came = read_amount(debit), read_amount(credit)
    if went is None or came is None or (went and came):
        return None
    return abs(came) or -abs(went)
