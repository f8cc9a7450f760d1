"""Finding the heads of a table under its titles, and what each column means by them."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from foundation.i18n.text import fold
from foundation.tables.addresses import place_of
from foundation.tables.days import day_within
from foundation.tables.grid import Grid
from foundation.tables.schema import NUMBER, OTHER, PERSONAL, Schema, folded
from foundation.tables.sheets import letters

HEAD_MAX, DEPTH_MAX, ROWS_SOUGHT = 160, 4, 300
_NUMBERING = re.compile(r"[(\[]?\s*(?:\d{1,2}|[A-Z])\s*(?:=[^)\]]*)?[)\]]?")
_BARE = {OTHER, NUMBER, PERSONAL}


@dataclass(slots=True)
class Column:
    """A column: where it stands, its heads from the top, and the field or fields it was taken for."""

    index: int
    parts: tuple[str, ...]
    meaning: str
    key: str = ""

    @property
    def fields(self) -> list[str]:
        """The fields it holds."""
        return self.meaning.split("+")


@dataclass(slots=True)
class Heads:
    """The heads of a table."""

    schema: Schema
    rows: list[int]
    columns: list[Column] = field(default_factory=list)
    side_by_side: bool = False

    def column(self, name: str) -> Column | None:
        """Return the column that holds this field."""
        return next((one for one in self.columns if name in one.fields), None)

    @property
    def subject(self) -> Column | None:
        """The column that names the record."""
        return next((found for name in self.schema.subjects if (found := self.column(name))), None)

    @property
    def number(self) -> Column | None:
        """The column of running numbers."""
        return self.column(NUMBER)

    @property
    def score(self) -> int:
        """How much of it is known."""
        return len({name for one in self.columns for name in one.fields} - _BARE)


def find_heads(grid: Grid, schemas: Sequence[Schema], *, at: int | None = None) -> Heads | None:
    """Return the heads of the first table that is one of these lists, or that begins in this row; else None."""
    for row in range(min(grid.height, ROWS_SOUGHT)) if at is None else [at]:
        found = [heads for schema in schemas if (heads := _heads_at(grid, schema, row, asked=at is not None))]
        if found:
            return max(found, key=lambda heads: heads.score)
    return None


def _heads_at(grid: Grid, schema: Schema, row: int, *, asked: bool) -> Heads | None:
    said = grid.said(row)
    known = {schema.meaning([text]) for _, text in said if len(text) <= HEAD_MAX} - {OTHER}
    if not asked and (len(known) < 2 or any(_is_data(grid, row, column) for column, _ in said)):  # noqa: PLR2004 - one word alone is a title
        return None
    rows = head_rows(grid, schema, row)
    heads = Heads(schema, rows)
    heads.columns = columns_of(grid, schema, rows)
    heads.side_by_side = _is_side_by_side(heads)
    return heads if asked or _is_list(heads) else None


def _is_data(grid: Grid, row: int, column: int) -> bool:
    """Whether a cell says what stands below heads, never in them: a number, a day, a full address, a decision."""
    text = grid.line(row, column)
    if not isinstance(grid.value(row, column), str) or text.isdigit():
        return True
    return len(place_of(text, by_order=False).said()) > 1 or (day_within(text) is not None and len(text) < HEAD_MAX)


def _is_list(heads: Heads) -> bool:
    names = {name for one in heads.columns for name in one.fields}
    return heads.subject is not None and bool(names & heads.schema.needs)


def _is_side_by_side(heads: Heads) -> bool:
    """Whether two records stand beside each other: the subject's heading comes again, and so does another one."""
    texts = Counter(fold(" ".join(one.parts)) for one in heads.columns if one.parts)
    subject = heads.subject
    again = [text for text, times in texts.items() if times > 1 and text]
    return bool(subject and fold(" ".join(subject.parts)) in again and again[1:])


def head_rows(grid: Grid, schema: Schema, row: int) -> list[int]:
    """Return the rows that are heads from this one down, with the row of numbers under them."""
    rows = [row]
    merged = [grid.merged[row, c] for c in range(grid.width) if (row, c) in grid.merged]
    depth = min(max((merge.bottom for merge in merged if merge.top == row), default=row), row + DEPTH_MAX - 1)
    rows += [one for one in range(row + 1, depth + 1) if not grid.is_blank(one)]
    while len(rows) < DEPTH_MAX and _goes_on(grid, schema, rows):
        rows.append(rows[-1] + 1)
    if is_numbering(grid, rows[-1] + 1):
        rows.append(rows[-1] + 1)
    return rows


def _goes_on(grid: Grid, schema: Schema, rows: list[int]) -> bool:
    """Whether the next row holds heads under others: none where the names stand, some to the right of a wider one."""
    row = rows[-1] + 1
    said = grid.said(row)
    if len(said) < 2 or any(len(text) > HEAD_MAX or text.isdigit() for _, text in said) or is_numbering(grid, row):  # noqa: PLR2004
        return False
    above = dict(grid.said(rows[-1]))
    if not any(column not in above for column, _ in said):
        return False
    named = {column for column, text in above.items() if schema.meaning([text]) in {NUMBER, *schema.subjects}}
    first = min(named, default=0)
    return first not in dict(said) and all(schema.meaning([text]) != OTHER or len(text) < 40 for _, text in said)  # noqa: PLR2004


def is_numbering(grid: Grid, row: int) -> bool:
    """Whether a row counts the columns: (1) (2) (3), A B 1 2, [1]."""
    said = [text for _, text in grid.said(row)] if row < grid.height else []
    if len(said) < 3 or not all(_NUMBERING.fullmatch(text) for text in said):  # noqa: PLR2004 - a record may be two numbers
        return False
    numbers = [int(found[0]) for text in said if (found := re.search(r"\d+", text))]
    inside = [text.strip("()[] ") for text in said]
    rising = all(one + 1 == other for one, other in pairwise(numbers))
    return rising and len(set(inside)) == len(inside) and (bool(numbers[1:]) or len(said) > len(numbers))


def columns_of(grid: Grid, schema: Schema, rows: list[int]) -> list[Column]:
    """Every column with a heading, and those without that say something below."""
    texts = [row for row in rows if not is_numbering(grid, row)]
    found: list[Column] = []
    keys = Counter[str]()
    for index in range(grid.width):
        parts = _parts(grid, texts, index)
        if not parts and not _says_something(grid, rows[-1] + 1, index):
            continue
        key = " / ".join(parts) or f"[{letters(index + 1)}]"
        keys[key.casefold()] += 1
        again = f" ({keys[key.casefold()]})" if keys[key.casefold()] > 1 else ""
        found.append(Column(index, parts, _known(schema, parts), key + again))
    _once_each(found)
    return found


def _known(schema: Schema, parts: tuple[str, ...]) -> str:
    meaning = schema.meaning(parts)
    known = {*schema.fields, NUMBER, PERSONAL, "phone", "area"}
    names = [name for name in meaning.split("+") if name.partition("=")[0] in known]
    return "+".join(names) or OTHER


def _once_each(columns: list[Column]) -> None:
    """Give each field one column: the first that means it."""
    taken = set[str]()
    for column in columns:
        if column.meaning in {OTHER, PERSONAL, "phone"}:
            continue
        if taken & set(column.fields):
            column.meaning = OTHER
        taken |= set(column.fields)


def _says_something(grid: Grid, start: int, index: int) -> bool:
    return any(grid.line(row, index) for row in range(start, grid.height))


def _parts(grid: Grid, rows: list[int], index: int) -> tuple[str, ...]:
    """Return the heads of a column from the top; a merged one counts for all it covers."""
    parts: list[str] = []
    for place, row in enumerate(rows):
        text = grid.line(*grid.root(row, index, from_row=rows[0]))
        if not text and (row, index) not in grid.merged:
            text = _from_the_left(grid, rows[place:], index)
        if text and (not parts or folded(parts[-1]) != folded(text)):
            parts.append(text)
    return tuple(parts)


def _from_the_left(grid: Grid, rows: list[int], index: int) -> str:
    """Extend an upper head to the right as long as there are lower ones under it, where no merge says otherwise."""
    row, below = rows[0], rows[1:]
    if not any(grid.line(one, index) for one in below):
        return ""
    for column in range(index - 1, -1, -1):
        if not any(grid.line(one, column) for one in below):
            return ""
        if text := grid.line(row, column):
            return text
    return ""
