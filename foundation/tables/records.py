"""The values of one record, each read as its field is written."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from foundation.i18n.days import YEARS
from foundation.tables.addresses import address_of, place_of, unit
from foundation.tables.cleaning import Text, one_line, phone_digits, without_bullet, without_phones
from foundation.tables.days import day_of
from foundation.tables.decisions import decision_of
from foundation.tables.grid import Grid
from foundation.tables.heads import Column, Heads
from foundation.tables.schema import NUMBER, OTHER, PERSONAL, PHONE, Kind
from foundation.tables.sheets import At, address

DROPPED = "phone_dropped"
_YEAR = re.compile(r"(?:năm\s*)?((?:19|20)\d{2})(?:[.,]0+)?", re.IGNORECASE)
_DITTO = re.compile(r"-?\s*n\s*[t/]\s*t?\s*-?|[\"″〃“”]{1,2}|''|như trên|-?\s*nt\s*-?|ditto|//", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:^|[\n,;(.\-–])\s*(?:địa\s*chỉ|đ/c|đc)\s*[:.]\s*", re.IGNORECASE)
_GIVES_NOTHING = {OTHER, NUMBER, PERSONAL, PHONE}


@dataclass(slots=True)
class Record:
    """A record: its row from 0, the values of its fields, and the fields that nothing else may fill."""

    row: int
    values: dict[str, object] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)
    """Fields whose cells say something that cannot be read."""


class RecordReader:
    """Reads the records of one table in their order."""

    def __init__(self, grid: Grid, heads: Heads, start: int) -> None:
        """Return the table, its heads and the first row under them."""
        self.grid, self.heads, self.start = grid, heads, start
        self.notes: list[str] = []
        self._above: dict[int, At] = {}
        self._kinds = heads.schema.fields
        self._writings: dict[Kind, Callable[[Record, str, Text, At], None]] = {
            Kind.DAY: self._day,
            Kind.YEAR: self._year,
            Kind.DECISION: self._decision,
            Kind.ADDRESS: self._address,
            Kind.COMMUNE: self._unit,
            Kind.DISTRICT: self._unit,
            Kind.PROVINCE: self._unit,
            Kind.PHONE: self._phone,
            Kind.EMAIL: self._code,
            Kind.CODE: self._code,
            Kind.RANK: self._rank,
            Kind.NAME: self._name,
            Kind.TEXT: self._text,
        }

    def read(self, row: int) -> Record:
        """Return the record of a row."""
        record = Record(row)
        for column in self.heads.columns:
            at = self._at(row, column)
            text = self.grid.text(*at)
            if column.meaning == PHONE:
                self._phone(record, PHONE, text, at)
            elif column.meaning not in {OTHER, NUMBER, PERSONAL} and not self._is_closed(record, column, at):
                self._column(record, column, text, at)
        self._place(record)
        return record

    def _at(self, row: int, column: Column) -> At:
        """Where a record's value is written: the merged cell it belongs to, or the one that is repeated."""
        at = self.grid.root(row, column.index, from_row=self.start)
        gives = column.meaning not in _GIVES_NOTHING
        merged = at[0] < row and at[1] == column.index
        if at[1] != column.index:
            return at
        if merged and gives and self.grid.line(*at):
            self.notes.append("merged_filled")
        text = self.grid.line(*at)
        if text and gives and _DITTO.fullmatch(text) and column.index in self._above:
            self.notes.append("ditto_filled")
            return self._above[column.index]
        if text:
            self._above[column.index] = at
        return at

    def _is_closed(self, record: Record, column: Column, at: At) -> bool:
        """Whether a cell holds an error, or a formula that was never calculated."""
        sheet = self.grid.sheet
        code = "error_value" if at in sheet.errors else "formula_without_value" if at in sheet.uncalculated else None
        if code is None and self.grid.line(*at) not in _ERRORS:
            return False
        self.notes.append(f"{code or 'error_value'}:{address(at)}")
        record.closed |= set(column.fields)
        return True

    def _column(self, record: Record, column: Column, text: Text, at: At) -> None:
        if not text.line:
            return
        if column.fields[1:] == ["address"]:
            self._text_and_address(record, column.fields[0], text)
        elif "=" in column.meaning:
            rank, _, value = column.meaning.partition("=")
            record.values.setdefault(rank, int(value))
        elif len(column.fields) > 1 and column.fields[0] in {"commune", "district"}:
            record.values |= place_of(text.line).said()
        else:
            name = column.fields[0]
            self._writings[self._kinds.get(name, Kind.TEXT)](record, name, text, at)
            if column.meaning == "decision_no+decided_on" and (day := decision_of(text.line).day):
                record.values["decided_on"] = day

    def _text(self, record: Record, name: str, text: Text, at: At) -> None:
        del at
        said = text.lines
        if not self.heads.schema.keeps_phones:
            said, dropped = without_phones(said)
            if dropped:
                record.values[DROPPED] = True
        if one_line(said):
            record.values[name] = one_line(said)

    def _name(self, record: Record, name: str, text: Text, at: At) -> None:
        self._text(record, name, Text(without_bullet(text.lines)), at)

    def _code(self, record: Record, name: str, text: Text, at: At) -> None:
        del at
        record.values[name] = text.line

    def _text_and_address(self, record: Record, name: str, text: Text) -> None:
        lines, dropped = without_phones(text.lines)
        found = _ADDRESS.search(lines)
        said, rest = (lines[: found.start()], lines[found.end() :]) if found else _first_line(lines)
        values = {name: one_line(said).rstrip(",;:"), "address": one_line(rest), DROPPED: dropped}
        record.values |= {name: value for name, value in values.items() if value}

    def _address(self, record: Record, name: str, text: Text, at: At) -> None:
        self._text(record, name, text, at)
        if name in record.values:
            record.values[name] = address_of(str(record.values[name])).rstrip(",;")

    def _unit(self, record: Record, name: str, text: Text, at: At) -> None:
        del at
        told = place_of(text.line, by_order=False).said()
        if len(told) > 1 and name in told:
            record.values |= told
        else:
            record.values[name] = unit(name, text.line)

    def _phone(self, record: Record, name: str, text: Text, at: At) -> None:
        del at
        digits = phone_digits(text.line)
        if digits and self.heads.schema.keeps_phones:
            record.values[name] = digits
        elif digits:
            record.values[DROPPED] = True

    def _day(self, record: Record, name: str, text: Text, at: At) -> None:
        value = self.grid.value(*at)
        day = day_of(text.line if isinstance(value, str) else value, self.grid.sheet)
        if day:
            record.values[name] = day
        elif text.line.strip("-–/. "):
            self._unread(record, name, "date_unread", at)

    def _year(self, record: Record, name: str, text: Text, at: At) -> None:
        value = self.grid.value(*at)
        found = _YEAR.search(text.line) if not isinstance(value, date) else None
        year = value.year if isinstance(value, date) else int(found[1]) if found else 0
        if year in YEARS:
            record.values[name] = year

    def _decision(self, record: Record, name: str, text: Text, at: At) -> None:
        del at
        if number := decision_of(text.line).number:
            record.values[name] = number

    def _rank(self, record: Record, name: str, text: Text, at: At) -> None:
        schema = self.heads.schema
        if not schema.read_rank or not schema.ranks or not text.line.strip("-–/. "):
            return
        given, proposed = schema.ranks
        told = schema.read_rank(text.line)
        if told.given and name == given:
            record.values[given] = told.given
        elif told.given or told.proposed:
            record.values[proposed] = told.proposed or told.given
            record.closed.add(given)
        else:
            self._unread(record, name, f"{given}_unread", at)

    def _unread(self, record: Record, name: str, code: str, at: At) -> None:
        self.notes.append(f"{code}:{address(at)}")
        record.closed.add(name)
        record.unread.add(name)

    def _place(self, record: Record) -> None:
        """From the address what no column of its own says."""
        if isinstance(said := record.values.get("address"), str):
            for level, name in place_of(said).said().items():
                if level not in record.closed and level in self._kinds:
                    record.values.setdefault(level, name)


_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"}


def _first_line(lines: str) -> tuple[str, str]:
    """Return a name and its address on lines of their own, or up to the first word of an address."""
    first, _, rest = lines.partition("\n")
    if rest:
        return first, rest
    found = re.search(
        r"[,;\-–]\s*(?=(?:thôn|ấp|xóm|bản|tổ|khu|số|xã|phường|thị trấn|tt\.|x\.|p\.)\s?)", lines, re.IGNORECASE
    )
    return (lines[: found.start()], lines[found.end() :]) if found else (lines, "")
