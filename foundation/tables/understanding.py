"""From the sheets of a file to records: what was taken for what, what was left out, and what a person should know."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from foundation.tables.columns import guess_heads, ordered_heads, resolve_columns
from foundation.tables.context import Sections, sheet_facts, title_facts
from foundation.tables.faults import Fault, UnreadableFile
from foundation.tables.grid import Grid
from foundation.tables.heads import Column, Heads, find_heads
from foundation.tables.records import Record, RecordReader
from foundation.tables.schema import NUMBER, OTHER, PERSONAL, PHONE, REPEATABLE, Kind, Schema
from foundation.tables.sheets import Book, Sheet
from foundation.tables.sorting import SortedRows, Sorter

_MAY_BE_MERGED = {Kind.TEXT, Kind.NAME, Kind.ADDRESS, Kind.DECISION, Kind.DAY, Kind.RANK, Kind.COMMUNE, Kind.DISTRICT}
_NEVER_MERGED = {"note", "group"}
_DECISION = ("decision_no", "decided_on")


@dataclass(frozen=True, slots=True)
class ReadingChoices:
    """What a person says otherwise: the sheet, the row of the heads (from 1; 0: none), what columns (by key) are."""

    sheet: str | None = None
    head_row: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class ParsedTable:
    """One table of a file, rows counted from 1."""

    schema: Schema
    sheet: str | None
    head_rows: list[int]
    columns: list[Column]
    rows: list[tuple[int, dict[str, object]]]
    left_out: list[tuple[int, str]]
    notes: list[str]
    sheets: list[str] = field(default_factory=list)
    """All visible sheets that hold a list."""
    titles: list[str] = field(default_factory=list)
    """What stands above the heads."""
    unread: dict[int, set[str]] = field(default_factory=dict)
    """By row the fields whose cells say something that cannot be read."""

    def as_facts(self) -> dict[str, object]:
        """As the command prints it."""
        return {
            "sheet": self.sheet,
            "list": self.schema.name,
            "head_rows": self.head_rows,
            "columns": {column.key: column.meaning for column in self.columns},
            "rows": [{"row": row, **{name: _plain(value) for name, value in said.items()}} for row, said in self.rows],
            "left_out": [{"row": row, "why": why} for row, why in self.left_out],
            "notes": self.notes,
        }


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def parse_table(book: Book, schemas: Sequence[Schema], asked: ReadingChoices | None = None) -> ParsedTable:
    """Return the list of a file: that of the sheet asked for, else of the first visible one that holds one."""
    asked = asked or ReadingChoices()
    notes = [*book.notes, *(["hidden_sheet"] if any(sheet.hidden for sheet in book.sheets) else [])]
    visible = [sheet for sheet in book.sheets if not sheet.hidden]
    grids = [Grid(sheet) for sheet in visible]
    found = [(grid.sheet, grid, heads) for grid in grids if (heads := _heads(grid, schemas, None))]
    if len(found) > 1:
        notes.append("other_lists")
    if found and len(found) < len(visible):
        notes.append("sheet_without_list")
    grid, heads = _chosen(book, found, schemas, asked)
    _name_columns(heads, asked.columns)
    understood = _Reading(grid, heads, notes).understood()
    understood.sheets = [one.name for one, _, _ in found if one.name]
    return understood


def _name_columns(heads: Heads, named: Mapping[str, str]) -> None:
    """Let a person's word count: what they say of one column no other one holds beside it."""
    said = {field for key, meaning in named.items() if heads.has(key) for field in meaning.split("+")}
    for column in heads.columns:
        if column.key in named:
            column.meaning = named[column.key]
        elif (said - REPEATABLE) & set(column.fields):
            column.meaning = OTHER


def _chosen(
    book: Book, found: list[tuple[Sheet, Grid, Heads]], schemas: Sequence[Schema], asked: ReadingChoices
) -> tuple[Grid, Heads]:
    if asked.sheet is None and asked.head_row is None:
        if not found:
            raise UnreadableFile(Fault.NO_TABLE, "no list was found in the file: no row names a column for the records")
        return found[0][1:]
    named = [one for one in book.sheets if one.name == asked.sheet] if asked.sheet else [one for one, _, _ in found]
    sheet = next(iter(named or [one for one in book.sheets if not one.hidden and asked.sheet is None]), None)
    grid = Grid(sheet) if sheet else None
    heads = _heads(grid, schemas, asked.head_row) if grid else None
    if sheet is None or grid is None or heads is None:
        raise UnreadableFile(Fault.NO_TABLE, f"no list was found in the sheet “{asked.sheet or ''}”")
    return grid, heads


def _heads(grid: Grid, schemas: Sequence[Schema], head_row: int | None) -> Heads | None:
    if head_row == 0:
        guessed = next((heads for schema in schemas if (heads := guess_heads(grid, schema))), None)
        return guessed or ordered_heads(grid, schemas[0])
    found = find_heads(grid, schemas, at=head_row - 1 if head_row else None)
    found = found or next((heads for schema in schemas if (heads := guess_heads(grid, schema))), None)
    if found:
        resolve_columns(grid, found)
    return found


class _Reading:
    """The reading of one table."""

    def __init__(self, grid: Grid, heads: Heads, notes: list[str]) -> None:
        self.grid, self.heads, self.schema = grid, heads, heads.schema
        self.sorter = Sorter(grid, heads)
        self.notes = list(notes)
        self.filled = set[str]()

    def understood(self) -> ParsedTable:
        found = self.sorter.sort()
        records = [] if self.heads.side_by_side else self._records(found)
        self._note(found)
        return ParsedTable(
            self.schema,
            self.grid.sheet.name,
            [row + 1 for row in self.heads.rows],
            self.heads.columns,
            [(one.row + 1, one.values) for one in records],
            [(row + 1, why) for row, why in sorted(found.left_out.items())],
            sorted(set(self.notes)),
            titles=found.titles,
            unread={one.row + 1: one.unread for one in records if one.unread},
        )

    def _records(self, found: SortedRows) -> list[Record]:
        reader = RecordReader(self.grid, self.heads, self.sorter.start)
        title, named = title_facts(self.schema, found.titles), sheet_facts(self.schema, self.grid.sheet.name)
        if (self.schema.ranks and any(self.heads.column(name) for name in self.schema.ranks)) or self._has_crosses():
            title.pop(self.schema.ranks[0] if self.schema.ranks else "", None)
        records = []
        for record, section in self._with_sections(reader, found):
            for origin, facts in (("section", section), ("title", title), ("sheet_name", named)):
                self._fill(record, origin, facts)
            records.append(record)
        self.notes += reader.notes
        return records

    def _has_crosses(self) -> bool:
        return any("=" in column.meaning for column in self.heads.columns)

    def _with_sections(self, reader: RecordReader, found: SortedRows) -> Iterator[tuple[Record, dict[str, object]]]:
        sections = Sections(self.schema)
        for row in sorted([*found.records, *found.sections]):
            if row in found.sections:
                sections.enter(found.sections[row])
            else:
                yield reader.read(row), sections.facts

    def _fill(self, record: Record, origin: str, facts: Mapping[str, object]) -> None:
        """Where a record is silent; a decision's day goes with its number only."""
        own = {name: record.values.get(name) for name in _DECISION}
        for name, value in facts.items():
            if name in record.values or name in record.closed:
                continue
            other = own["decision_no"] if name == "decided_on" else None
            if other and other != facts.get("decision_no"):
                continue
            record.values[name] = value
            self.filled.add(name)
            self.notes.append(f"from_{origin}:{name}")

    def _note(self, found: SortedRows) -> None:
        sheet, records = self.grid.sheet, {*found.records, *found.covered}
        self.notes += ["filtered_rows"] if sheet.hidden_rows else []
        self.notes += ["hidden_columns"] if sheet.hidden_columns else []
        calculated = any(
            at[0] in records and self.grid.line(*at) for at in sheet.formulas - sheet.uncalculated - sheet.errors
        )
        self.notes += ["formula_used_cached"] if calculated else []
        self.notes += [] if self.heads.rows else ["no_head"]
        self.notes += ["needs_person:side_by_side"] if self.heads.side_by_side else []
        for row in {*records, *self.heads.rows}:
            for column, _ in self.grid.said(row):
                self.notes += [f"repaired:{what}" for what in self.grid.text(row, column).repaired]
        if not sheet.shows_merges and not (self.schema.own and self.heads.column(self.schema.own)):
            self._maybe_merged(found.records)

    def _maybe_merged(self, records: list[int]) -> None:
        """Columns of a text that are blank under something: perhaps a cell was merged there."""
        for column in self.heads.columns:
            kind = self.schema.fields.get(column.fields[0])
            if column.meaning in {OTHER, NUMBER, PERSONAL, PHONE} or kind not in _MAY_BE_MERGED:
                continue
            said = [bool(self.grid.line(row, column.index)) for row in records]
            if column.fields[0] not in _NEVER_MERGED and said and said[0] and not all(said):
                self.notes.append(f"maybe_merged:{column.fields[0]}")
