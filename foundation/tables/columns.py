"""What columns hold by what stands in them: corrects headings, and tells lists without heads."""

import re
from collections.abc import Callable, Iterable
from itertools import pairwise

from foundation.tables.addresses import place_of
from foundation.tables.cleaning import phone_digits
from foundation.tables.days import day_of
from foundation.tables.decisions import decision_of
from foundation.tables.grid import Grid
from foundation.tables.heads import Column, Heads, bare_columns
from foundation.tables.schema import NUMBER, OTHER, PHONE, Schema
from foundation.tables.sheets import letters

SAMPLE = 200
_NUMBER = re.compile(r"\d{1,4}\.?")
_CROSS = re.compile(r"[xX✓✔vV+√1●•]")
_WITH_ADDRESS = re.compile(r"(?:địa chỉ|đ/c|đc)\s*:", re.IGNORECASE)
_MOST, _HALF, _SOME = 0.75, 0.5, 0.3
_FEWEST_ROWS, _FEWEST_COLUMNS = 2, 3


def resolve_columns(grid: Grid, heads: Heads) -> None:
    """Take what stands in the columns into account."""
    start = heads.rows[-1] + 1 if heads.rows else 0
    for column in heads.columns:
        column.meaning = _settled(grid, heads, column, _sample(grid, start, column.index))
    for column in heads.columns:
        instead = heads.schema.stand_ins.get(column.meaning)
        if instead is not None:
            column.meaning = OTHER if heads.column(instead) else instead


def _settled(grid: Grid, heads: Heads, column: Column, texts: list[str]) -> str:
    meaning, schema = column.meaning, heads.schema
    if meaning == "area":
        level = _level(texts)
        return OTHER if heads.column(level) or level not in schema.fields else level
    if meaning == "decision_no" and not heads.column("decided_on") and share(texts, _is_dated) >= _HALF:
        return "decision_no+decided_on"
    if schema.ranks and meaning.startswith(f"{schema.ranks[0]}="):
        return meaning if not texts or share(texts, _CROSS.fullmatch) >= _HALF else OTHER
    if schema.ranks and meaning in schema.ranks and schema.read_rank:
        read = schema.read_rank
        return OTHER if texts and not share(texts, lambda text: read(text) != _nothing(read)) else meaning
    if meaning == schema.maker and share(_lines(grid, heads, column), _has_address) >= _SOME:
        return f"{meaning}+address"
    return meaning


def _nothing(read: Callable[[str], object]) -> object:
    """Return what a reader answers where nothing is said."""
    return read("")


def _lines(grid: Grid, heads: Heads, column: Column) -> list[str]:
    start = heads.rows[-1] + 1 if heads.rows else 0
    end = min(grid.height, start + SAMPLE)
    return [text for row in range(start, end) if (text := grid.text(row, column.index).lines)]


def _has_address(text: str) -> bool:
    return _WITH_ADDRESS.search(text) is not None


def _is_dated(text: str) -> bool:
    told = decision_of(text)
    return told.number is not None and told.day is not None


def _level(texts: list[str]) -> str:
    """Return what units a column names: most of them by their words; districts where they have none."""
    said = [place_of(text, by_order=False).said() for text in texts]
    counts = {level: sum(level in one for one in said) for level in ("district", "commune", "province")}
    return max(counts, key=lambda level: counts[level])


def _sample(grid: Grid, start: int, index: int) -> list[str]:
    return [text for row in range(start, min(grid.height, start + SAMPLE)) if (text := grid.line(row, index))]


def share(texts: Iterable[str], holds: Callable[[str], object]) -> float:
    """Of how many texts something holds."""
    told = [bool(holds(text)) for text in texts]
    return sum(told) / len(told) if told else 0.0


def guess_heads(grid: Grid, schema: Schema) -> Heads | None:
    """Return the columns of a list without heads, told by what stands in them; None where they tell no such list."""
    if grid.width < _FEWEST_COLUMNS or not schema.makers or not schema.read_rank:
        return None
    heads = Heads(schema, [])
    left: list[Column] = []
    for index in range(grid.width):
        texts = _sample(grid, 0, index)
        column = Column(index, (), _guess(grid, schema, texts), f"[{letters(index + 1)}]")
        if not texts:
            continue
        if heads.column(column.meaning):
            column.meaning = OTHER
        heads.columns.append(column)
        left += [column] if column.meaning == OTHER else []
    names = {name for one in heads.columns for name in one.fields} & schema.needs
    _digits(grid, heads, left)
    if not left or len(names) < _FEWEST_ROWS or grid.height < _FEWEST_ROWS:
        return None
    left[0].meaning = schema.subjects[0]
    return heads


def _digits(grid: Grid, heads: Heads, left: list[Column]) -> None:
    """Take a column of ranks as digits alone for that, where nothing else in the list says them."""
    schema = heads.schema
    for column in left[1:] if schema.ranks and not heads.column(schema.ranks[0]) else ():
        if all(_is_rank(schema, text) for text in _sample(grid, 0, column.index)):
            column.meaning = schema.ranks[0] if schema.ranks else OTHER
            return


def ordered_heads(grid: Grid, schema: Schema) -> Heads:
    """Return the columns of a list without heads by their order: running numbers and ranks tell themselves."""
    heads = bare_columns(grid, schema)
    free: list[Column] = []
    for column in heads.columns:
        texts = _sample(grid, 0, column.index)
        if column is heads.columns[0] and heads.columns[1:] and all(_NUMBER.fullmatch(text) for text in texts):
            column.meaning = NUMBER
        elif schema.ranks and free and share(texts, lambda text: _is_rank(schema, text)) > _HALF:
            column.meaning = schema.ranks[0]
        else:
            free.append(column)
    for column, name in zip(free, schema.order, strict=False):
        column.meaning = name
    return heads


def _is_rank(schema: Schema, text: str) -> bool:
    return schema.read_rank is not None and schema.read_rank(text).given is not None


def _guess(grid: Grid, schema: Schema, texts: list[str]) -> str:
    sheet, read, makers = grid.sheet, schema.read_rank, schema.makers
    tests: dict[str, Callable[[str], object]] = {
        schema.ranks[0] if schema.ranks else OTHER: lambda text: read and read(text).given and not text.isdigit(),
        "decision_no": lambda text: "/" in text and decision_of(text).number,
        "decided_on": lambda text: day_of(text, sheet),
        PHONE: lambda text: re.fullmatch(r"[\d .+\-()]+", text) and phone_digits(text),
        "address": lambda text: place_of(text, by_order=False).said(),
        schema.maker or OTHER: lambda text: makers and makers.match(text),
    }
    if texts and _is_running(texts):
        return NUMBER
    return next((field for field, test in tests.items() if share(texts, test) >= _MOST), OTHER)


def _is_running(texts: list[str]) -> bool:
    numbers = [int(text.rstrip(".")) for text in texts if text.rstrip(".").isdigit()]
    pairs = list(pairwise(numbers))
    return len(numbers) >= len(texts) * _MOST and bool(pairs) and all(one + 1 == other for one, other in pairs)
