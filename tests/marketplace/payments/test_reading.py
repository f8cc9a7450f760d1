"""Statements as banks give them: heads, two ways of telling sums, rows that are none, what cannot be read."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from marketplace.payments.reading import NoStatement, StatementFile, Unread, layouts, read_statement
from marketplace.payments.rules import Direction
from marketplace.payments.statement_rules import Movement, numbered, read_amount

BIN, ACCOUNT = "970436", "0011001932418"
Read = Callable[..., StatementFile]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read rows of cells as a workbook."""

    def from_rows(*rows: tuple[object, ...], bank_bin: str = BIN, account: str = ACCOUNT) -> StatementFile:
        path = tmp_path / "statement.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    sheet.write(number, place, cell)
        return read_statement(path, bank_bin=bank_bin, account=account)

    return from_rows


def test_a_statement_with_day_and_number_in_one_cell(read: Read) -> None:
    told = read(
        ("SAO KÊ TÀI KHOẢN / STATEMENT OF ACCOUNT",),
        ("Số tài khoản/Account number:", ACCOUNT),
        (
            "Ngày GD/\nTNX Date\nSố CT/ Doc No",
            "Số tiền ghi nợ/ Debit",
            "Số tiền ghi có/ Credit",
            "Số dư/ Balance",
            "Nội dung chi tiết/ Transactions in detail",
        ),
        ("01/09/2024\n5215.97152", "", "500.000", "1.500.000", "MBVCB.1.OCOPABCDEFGH.CT tu 01"),
        ("02/09/2024\n5215.97153", "20.000", "", "1.480.000", "phi"),
        ("Tổng số", "20.000", "500.000", "", ""),
    )
    first, second = told.movements
    assert told.layout.code == "vcb"
    assert (first.day, first.bank_id, first.amount, first.direction) == (
        date(2024, 9, 1),
        "5215.97152",
        500_000,
        Direction.IN,
    )
    assert (first.balance, second.direction, second.amount) == (1_500_000, Direction.OUT, 20_000)
    assert told.rejected == []


def test_a_statement_with_a_sign_beside_the_sum(read: Read) -> None:
    told = read(
        ("Ngày giao dịch", "Số tham chiếu", "Thay đổi", "Số tiền", "Mô tả"),
        ("05/05/2021", "1", "+", "200,000", "OCOP1"),
        ("06/05/2021", "2", "-", "50,000", "x"),
        ("07/05/2021", "3", "+", "", "so du"),
    )
    assert [(one.direction, one.amount) for one in told.movements] == [
        (Direction.IN, 200_000),
        (Direction.OUT, 50_000),
    ]


def test_numbers_and_days_of_a_workbook(read: Read) -> None:
    told = read(("Date", "Debit", "Credit", "Details"), (45540, "", 500000.0, "x"), (45540, "", 0.5, "y"))
    assert [(one.day, one.amount) for one in told.movements] == [(date(2024, 9, 5), 500_000)]
    assert told.rejected == [(3, Unread.NO_AMOUNT)]


def test_what_cannot_be_read_is_rejected_and_nothing_is_guessed(read: Read) -> None:
    told = read(
        ("Ngày", "Ghi nợ", "Ghi có", "Nội dung"),
        ("31/02/2026", "", "1.000", "x"),
        ("01/02/2026", "", "1.00.0", "x"),
        ("01/02/2026", "5", "5", "x"),
        ("", "", "1.000", "Số dư"),
        ("01/02/2026", "", "0", "Số dư đầu kỳ"),
    )
    assert told.rejected == [(2, Unread.NO_DAY), (3, Unread.NO_AMOUNT), (4, Unread.NO_AMOUNT)]
    assert told.movements == []


def test_the_statement_of_another_account_is_refused(read: Read) -> None:
    heads = ("Ngày", "Ghi nợ", "Ghi có", "Nội dung")
    with pytest.raises(NoStatement, match="other_account"):
        read(("Số tài khoản: 999999999",), heads, ("01/02/2026", "", "1.000", "x"))
    assert read((f"Tài khoản {ACCOUNT}, loại VND",), heads, ("01/02/2026", "", "1.000", "x")).movements
    assert read(("Sao kê",), heads, ("01/02/2026", "", "1.000", "x")).movements


def test_what_is_no_statement_is_refused(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoStatement, match="no_heads"):
        read(("Tên", "Sản phẩm"), ("a", "b"))
    monkeypatch.setattr("marketplace.payments.reading.LINES_MAX", 0)
    with pytest.raises(NoStatement, match="too_many"):
        read(("Ngày", "Ghi nợ", "Ghi có", "Nội dung"), ("01/02/2026", "", "1.000", "x"))


@pytest.mark.parametrize("layout", layouts(), ids=lambda one: one.code)
def test_every_layout_is_read_as_its_own_bank_has_it(read: Read, layout: object) -> None:
    one = next(found for found in layouts() if found == layout)
    cells = {"day": "01/09/2026", "text": "OCOP", "credit": "1,000", "amount": "1,000", "id": "7", "sign": "+"}
    told = read(one.heads, tuple(cells.get(name, "") for name in one.columns), bank_bin=one.bin)
    (only,) = told.movements
    assert (told.layout.bin, only.amount, only.text) == (one.bin, 1_000, "OCOP")


def test_six_banks_are_told_and_whatever_nobody_tells_is_said_to_be_assumed() -> None:
    assert len({one.bin for one in layouts() if one.bin}) >= 6
    assert {one.code for one in layouts() if one.is_assumed} == {"bidv", "ctg", "mbb", "vba", "plain"}


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1,000", 1_000),
        ("1.000", 1_000),
        ("1 000", 1_000),
        ("1.000,00", 1_000),
        ("1,000.00", 1_000),
        ("1000", 1_000),
        ("+1,000 VND", 1_000),
        ("-1.000đ", -1_000),
        ("(150,000)", -150_000),
        ("−5", -5),
        ("", 0),
        ("-", 0),
        (1000.0, 1_000),
        (7, 7),
        (0.5, None),
        (True, None),
        ("1,00", 1),
        ("1,0,0", None),
        ("1.000,5", None),
        ("1,000.000", None),
        ("1.000,50", None),
        ("abc", None),
        ("1e3", None),
        ("12,34,567", None),
    ],
)
def test_an_amount_is_read_or_not_at_all(cell: object, amount: int | None) -> None:
    assert read_amount(cell) == amount


@given(st.integers(0, 10**13 - 1), st.sampled_from(",. "))
def test_amounts_with_marks_are_read_back(amount: int, mark: str) -> None:
    assert read_amount(f"{amount:,}".replace(",", mark)) == amount


@given(st.text(max_size=20))
def test_whatever_stands_in_a_cell_is_answered(cell: str) -> None:
    assert read_amount(cell) is None or isinstance(read_amount(cell), int)


def test_equal_transfers_of_a_day_are_told_apart() -> None:
    one = Movement(1, date(2026, 1, 1), Direction.IN, 5, "a  b")
    same = Movement(2, date(2026, 1, 1), Direction.IN, 5, "A b")
    other = Movement(3, date(2026, 1, 1), Direction.IN, 5, "a b", balance=9)
    named = Movement(4, date(2026, 1, 1), Direction.IN, 5, "a b", "FT1")
    assert [number for _, number in numbered([one, same, other, named])] == [1, 2, 1, 1]
