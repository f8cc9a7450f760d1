"""Tables as text: what encoding they are in, what divides their columns. Pure functions."""

import csv
import io
import re
import unicodedata
from collections import Counter

from foundation.i18n.misread import is_misread
from foundation.tables.faults import Fault, UnreadableFile
from foundation.tables.sheets import ROWS_MAX, Book, Sheet, Value

LINE_MAX = 64 * 1024
"""Longest record in characters."""
COLUMNS_MAX = 1000
_SAMPLE = 64 * 1024
_DELIMITERS = {",": None, ";": "delimiter:semicolon", "\t": "delimiter:tab", "|": "delimiter:bar"}
_SEP = re.compile(r"\ufeff*sep=(.)\r?\n?", re.IGNORECASE)
_UTF16 = {b"\xff\xfe": "utf-16le", b"\xfe\xff": "utf-16be"}
_VIETNAMESE = re.compile("[ăâđêôơưàáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵ]", re.IGNORECASE)
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")


def read_text(raw: bytes) -> Book:
    """Return the table of a text file; raises `UnreadableFile`."""
    text, encoding = decoded(raw)
    notes = [f"encoding:{encoding}"] if encoding else []
    return table_of(text, notes)


def table_of(text: str, notes: list[str] | None = None) -> Book:
    """Return the table of a text, as a file or pasted."""
    text = text.lstrip("\ufeff").rstrip("\x1a")
    said = _SEP.match(text)
    if said:
        text = text[said.end() :]
    delimiter = said[1] if said else _delimiter(text)
    note = _DELIMITERS.get(delimiter)
    rows = _records(text, delimiter)
    if not any(any(str(cell).strip() for cell in row) for row in rows):
        raise UnreadableFile(Fault.EMPTY, "the file is empty")
    return Book([Sheet(None, rows, shows_merges=False)], [*(notes or []), *([note] if note else [])])


def decoded(raw: bytes) -> tuple[str, str | None]:
    """Return the text of a file, and its encoding where that is not UTF-8."""
    encoding = _UTF16.get(raw[:2]) or _utf16_without_mark(raw)
    try:
        if encoding:
            return raw.decode(encoding).lstrip("\ufeff"), encoding
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _windows_1258(raw), "windows-1258"
    if _NO_TEXT.search(text[:_SAMPLE]):
        raise UnreadableFile(Fault.NOT_A_LIST, "the file is neither CSV nor XLSX")
    return text, None


def _utf16_without_mark(raw: bytes) -> str | None:
    head = raw[:4000]
    zeros = Counter(place % 2 for place, byte in enumerate(head) if byte == 0)
    if sum(zeros.values()) * 4 < len(head) or not head:
        return None
    return "utf-16le" if zeros[1] > zeros[0] else "utf-16be"


def _windows_1258(raw: bytes) -> str:
    """Decode text of Windows for Vietnam, which takes tones apart; raises `UnreadableFile` for what makes no text."""
    try:
        text = unicodedata.normalize("NFC", raw.decode("cp1258"))
    except UnicodeDecodeError as error:
        raise UnreadableFile(Fault.WRONG_ENCODING, "the file is not UTF-8; save it as “CSV UTF-8”") from error
    if _NO_TEXT.search(text) or is_misread(text[:_SAMPLE]) or not _VIETNAMESE.search(text):
        raise UnreadableFile(Fault.WRONG_ENCODING, "the file is not UTF-8; save it as “CSV UTF-8”")
    return text


def _delimiter(text: str) -> str:
    """Return what divides the cells: what most lines hold, and as often as each other."""
    counted = {mark: Counter[int]() for mark in _DELIMITERS}
    for record in _sample_records(text):
        for mark, counts in counted.items():
            if number := record.count(mark):
                counts[number] += 1
    best = max(counted.items(), key=lambda one: (_steady(one[1]), one[0] == "\t", one[0] == ";"))
    return best[0] if best[1] else ","


def _steady(counts: Counter[int]) -> int:
    """How many lines agree, weighed by the columns they would make."""
    return max((lines * min(number, 3) for number, lines in counts.items()), default=0)


def _sample_records(text: str) -> list[str]:
    """Return the first lines without what stands in quotation marks."""
    return re.sub(r'"(?:[^"]|"")*"', "", text[:_SAMPLE]).splitlines()[:200]


def _records(text: str, delimiter: str) -> list[list[Value]]:
    csv.field_size_limit(LINE_MAX)
    rows: list[list[Value]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            if len(cells) > COLUMNS_MAX:
                raise UnreadableFile(Fault.TOO_MANY_COLUMNS, f"there are more than {COLUMNS_MAX:,} columns")
            if len(rows) >= ROWS_MAX:
                raise UnreadableFile(Fault.TOO_LARGE, f"there are more than {ROWS_MAX:,} rows", row=len(rows) + 1)
            rows.append(list[Value](cells))
    except csv.Error as error:
        raise UnreadableFile(Fault.TOO_LARGE, f"the row cannot be read ({error})", row=len(rows) + 1) from error
    return rows
