"""Which rows under the heads are records, and why each of the others is none."""

import re
from dataclasses import dataclass, field

from foundation.i18n.text import fold
from foundation.tables import words
from foundation.tables.grid import Grid
from foundation.tables.heads import Heads, is_numbering
from foundation.tables.schema import NUMBER, OTHER

_RUNNING = re.compile(r"\d{1,5}(?:[.)]|\.0)?")
_RULE = re.compile(r":?[-=_–—]{3,}:?")
_ROMAN = re.compile(r"[IVXLC]{1,8}[.)]?")


@dataclass(slots=True)
class SortedRows:
    """The rows of a table: records with the rows each covers, sections in their order, what is left out and why."""

    records: list[int] = field(default_factory=list)
    covered: set[int] = field(default_factory=set)
    sections: dict[int, str] = field(default_factory=dict)
    left_out: dict[int, str] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)


class Sorter:
    """Sorts the rows of one table."""

    def __init__(self, grid: Grid, heads: Heads) -> None:
        """Return the table and its heads; there may be none."""
        self.grid, self.heads = grid, heads
        self.start = heads.rows[-1] + 1 if heads.rows else 0
        self.found = SortedRows()
        subject, number = heads.subject, heads.number
        self.subject = subject.index if subject else -1
        self.number = number.index if number else -1
        known = [one for one in heads.columns if one.meaning not in {OTHER, NUMBER}]
        self.fields = {one.index for one in known} - {self.subject}
        self.counted = (*heads.schema.things, *heads.schema.measures)
        self.is_own = heads.schema.own is not None and heads.column(heads.schema.own) is not None
        self.head_texts = {fold(part) for one in heads.columns for part in one.parts}

    def sort(self) -> SortedRows:
        """All rows."""
        self._above()
        rows = range(self.start, self.grid.height)
        self.found.records = [row for row in rows if self._is_record(row)]
        self._join_covered()
        last = self.found.records[-1] if self.found.records else self.start - 1
        records = set(self.found.records)
        for row in rows:
            if row not in records and row not in self.found.covered:
                self.found.left_out[row] = self._why(row, last)
        self._sums()
        return self.found

    def _above(self) -> None:
        first = self.heads.rows[0] if self.heads.rows else 0
        for row in range(first):
            blank = self.grid.is_blank(row)
            self.found.left_out[row] = "blank" if blank else "title"
            self.found.titles += [text for _, text in self.grid.said(row)]

    def _is_record(self, row: int) -> bool:
        said = self._said(row)
        if not said or self._is_head_again(row) or is_numbering(self.grid, row) or self._is_rule(row):
            return False
        texts = [text for column, text in said.items() if column != self.number]
        if any(words.is_sum(text) for text in texts[:1]) and all(self._is_count(text) for text in texts[1:]):
            return False
        running = self._running(row)
        others = [column for column in said if column in self.fields]
        if self.subject not in said:
            told = len(others) > (1 if running else 2 if self.is_own else self.grid.width)
            return told and not self._is_signed(texts)
        if self._is_signed(texts) and not running:
            return False
        return running or bool(others) or not self.fields

    def _is_count(self, text: str) -> bool:
        return words.is_count(text, self.counted)

    def _is_signed(self, texts: list[str]) -> bool:
        return bool(texts) and sum(words.is_signature(text) for text in texts) * 2 >= len(texts)

    def _said(self, row: int) -> dict[int, str]:
        """Return what a row says, with what merged cells say for it downwards; not what one of them says across."""
        found: dict[int, str] = {}
        for column in range(self.grid.width):
            merge = self.grid.merged.get((row, column))
            if merge and merge.left != column:
                continue
            if merge and merge.top < self.start:
                continue
            text = self.grid.line(*self.grid.root(row, column)) if merge else self.grid.line(row, column)
            if text and (not merge or merge.right == merge.left or merge.top == row):
                found[column] = text
        own = {column for column, _ in self.grid.said(row)}
        return found if own or self._covers_subject(row) else {}

    def _covers_subject(self, row: int) -> bool:
        merge = self.grid.merged.get((row, self.subject))
        return bool(merge and self.start <= merge.top < row)

    def _running(self, row: int) -> bool:
        text = self.grid.line(*self.grid.root(row, self.number)) if self.number >= 0 else ""
        return _RUNNING.fullmatch(text) is not None

    def _join_covered(self) -> None:
        """Join a record drawn over several rows by merging into one."""
        records = set(self.found.records)
        for row in self.found.records:
            merge = self.grid.merged.get((row, self.subject))
            number = self.grid.merged.get((row, self.number))
            if not merge or merge.top < self.start or merge.top == row or merge.top not in records:
                continue
            if self.number < 0 or (number and number.top == merge.top) or not self._running(row):
                self.found.covered.add(row)
        self.found.records = [row for row in self.found.records if row not in self.found.covered]

    def _is_rule(self, row: int) -> bool:
        """Whether a row is a line drawn with dashes."""
        said = self.grid.said(row)
        return bool(said) and all(_RULE.fullmatch(text) for _, text in said)

    def _is_head_again(self, row: int) -> bool:
        said = [fold(text) for _, text in self.grid.said(row)]
        again = [text for text in said if text in self.head_texts]
        return len(said) > 1 and len(again) * 10 >= len(said) * 6

    def _why(self, row: int, last: int) -> str:
        texts = [text for _, text in self.grid.said(row)]
        if not texts or self._is_rule(row):
            return "blank"
        if self._is_head_again(row) or is_numbering(self.grid, row):
            return "repeated_head"
        if self._is_sum(texts):
            return "total"
        if any(words.is_page_mark(text) for text in texts):
            return "footnote"
        return self._after(row, texts) if row > last else self._between(row, texts)

    def _is_sum(self, texts: list[str]) -> bool:
        label = next((place for place, text in enumerate(texts) if words.is_sum(text)), None)
        return label is not None and label < 2 and all(self._is_count(text) for text in texts[label + 1 :])  # noqa: PLR2004

    def _after(self, row: int, texts: list[str]) -> str:
        before = [why for one, why in self.found.left_out.items() if one < row]
        signing = "signature" in before
        if any(words.is_signature(text) for text in texts):
            return "signature"
        if words.is_footnote(texts[0]) or not signing:
            return "footnote"
        return "signature"

    def _between(self, row: int, texts: list[str]) -> str:
        if words.is_footnote(texts[0]):
            return "footnote"
        below = next((one for one in range(row + 1, self.grid.height) if not self.grid.is_blank(one)), row)
        if len(texts) == 1 and self._is_head_again(below):
            self.found.sections[row] = texts[0]
            return "title"
        numbered = texts[1:] and words.marker(texts[0]) != ("", texts[0]) and not words.marker(texts[0])[1]
        texts = [f"{texts[0].rstrip('.')}. {texts[1]}", *texts[2:]] if numbered else texts
        self.found.sections[row] = " ".join([texts[0], *(text for text in texts[1:] if not self._is_count(text))])
        return "section"

    def _sums(self) -> None:
        """Of the sums those of parts: they say of what, or records follow."""
        sums = [row for row, why in sorted(self.found.left_out.items()) if why == "total"]
        first, last = self._ends()
        for place, row in enumerate(sums):
            label = next(text for _, text in self.grid.said(row) if words.is_sum(text))
            between = first < row < last
            followed = bool(self.found.sections) and place + 1 < len(sums)
            if words.is_partial(label) or between or (followed and row > first):
                self.found.left_out[row] = "subtotal"

    def _ends(self) -> tuple[int, int]:
        records = self.found.records
        return (records[0], records[-1]) if records else (0, 0)
