"""What looking at a list costs: the page of columns for 2,000 rows, and files made to do harm."""

import platform
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import xlsxwriter

from catalog.intake.columns import PRODUCTS
from foundation.db.base import now
from foundation.db.database import Database
from foundation.tables.drafts import keep_draft, looked_at, opened
from foundation.tables.faults import UnreadableFile
from foundation.tables.reading import read_book
from foundation.tables.understood import Understood, understand
from tests.foundation.signin.conftest import account
from tests.support.databases import Stage, Templates
from tests.support.postgres import Postgres

ROWS = 2_000
MB = 1024 * 1024
HEADS = ("STT", "Tên sản phẩm", "Chủ thể OCOP", "Địa chỉ", "Kết quả phân hạng", "Số quyết định", "Ngày ký", "Ghi chú")


def list_of(folder: Path, rows: int = ROWS) -> Path:
    """A province's list under its title, with sections and a merged maker for every two rows."""
    path = folder / "danh-sach.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("DS 2025")
        sheet.write(0, 0, "DANH SÁCH SẢN PHẨM OCOP TỈNH THÁI NGUYÊN NĂM 2025")
        sheet.write_row(2, 0, HEADS)
        for number in range(1, rows + 1):
            said = (f"Chè xanh {number}", f"HTX Chè {number // 2}", f"Xóm {number % 9}, xã Phú Lương, tỉnh Thái Nguyên")
            rank = ("3 sao", "04 (bốn) sao", "★★★★★")[number % 3]
            sheet.write_row(2 + number, 0, (number, *said, rank, f"{number}/QĐ-UBND", "26/12/2025", ""))
        for number in range(2, min(rows, 400), 2):
            sheet.merge_range(2 + number, 2, 3 + number, 2, f"HTX Chè {number // 2}")
    return path


def _far(folder: Path) -> Path:
    path = folder / "far.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_row(0, 0, HEADS)
        book.worksheets()[0].write_string(1_048_575, 16_383, "x")
    return path


def _sheets(folder: Path) -> Path:
    path = folder / "sheets.xlsx"
    listed = "".join(f'<sheet name="{number}" sheetId="{number}"/>' for number in range(1, 1001))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", f"<workbook><sheets>{listed}</sheets></workbook>")
        for number in range(1, 1001):
            parts.writestr(f"xl/worksheets/sheet{number}.xml", "<worksheet><sheetData/></worksheet>")
    return path


def _columns(folder: Path) -> Path:
    path = folder / "columns.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_row(0, 0, [f"Cột {number}" for number in range(16_000)])
    return path


def _text_columns(folder: Path) -> Path:
    path = folder / "columns.csv"
    path.write_text(",".join(f"Cột {number}" for number in range(16_000)), encoding="utf-8")
    return path


def _bomb(folder: Path) -> Path:
    path = folder / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", "<x/>")
        with parts.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(100):
                part.write(b"0" * MB)
    return path


def _open_sheets(folder: Path) -> Path:
    path = folder / "sheets.ods"
    table = '<table:table table:name="{}"><table:table-row><table:table-cell/></table:table-row></table:table>'
    office, tables = (f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table"))
    spaces = f'xmlns:office="{office}" xmlns:table="{tables}"'
    inside = "".join(table.format(number) for number in range(1000))
    content = f"<office:document-content {spaces}><office:body><office:spreadsheet>{inside}"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("content.xml", f"{content}</office:spreadsheet></office:body></office:document-content>")
    return path


HARMFUL: dict[str, Callable[[Path], Path]] = {
    "100 MB in a small XLSX": _bomb,
    "1,000 sheets, XLSX": _sheets,
    "1,000 sheets, ODS": _open_sheets,
    "16,000 columns, XLSX": _columns,
    "16,000 columns, CSV": _text_columns,
    "a word in XFD1048576": _far,
}


def refused(path: Path) -> tuple[str, float]:
    """Why a file is refused, and how many seconds of a processor that took, ours and those of the process apart."""
    with timed() as took:
        try:
            read_book(path)
            answer = "read"
        except UnreadableFile as refusal:
            answer = refusal.fault.value
    return answer, took()


@contextmanager
def timed() -> Iterator[Callable[[], float]]:
    """Seconds of a processor, with those of children that ended."""
    before, spent = _cpu(), [0.0]
    yield lambda: spent[0]
    spent[0] = _cpu() - before


def _cpu() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


_UNDERSTAND = """
from catalog.intake.columns import PRODUCTS
from foundation.tables.understood import understand
understand(path.read_bytes(), PRODUCTS)
"""
_READ = """
from foundation.tables.workbook import tell
tell(path)
"""
_TOLD = """
import re, sys
from pathlib import Path
path = Path(sys.argv[1])
{}
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1], file=sys.stderr)
"""


def peak_mb(program: str, path: Path) -> int:
    """The most memory that a process of its own ever holds with one file."""
    words = [sys.executable, "-c", _TOLD.format(program), str(path)]
    ended = subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    return int(ended.stderr.split()[-1]) // 1024


def page_of(seen: Understood) -> int:
    """What the page asks of it; how many rows there are."""
    _ = seen.lines, seen.rows, seen.fields, seen.left_out, [seen.options(column) for column in seen.columns]
    return len(seen.found.rows) if seen.found else 0


def kept(database: Database, content: bytes) -> Callable[[], int]:
    """Keep the list as a draft; what looking at it again costs is what the page costs."""
    with database.unit_of_work() as session:
        sent = opened("danh-sach.xlsx", content, PRODUCTS, "x")
        draft = keep_draft(session, account(session, "bench").id, PRODUCTS, sent, office=None, now=now())

    def look() -> int:
        with database.reading() as session:
            return page_of(looked_at(session, session.merge(draft), PRODUCTS))

    return look


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        content = list_of(folder).read_bytes()
        print(f"\n### A list of {ROWS:,} rows ({len(content) // 1024} KB)\n")
        print("| where | rows | wall s | CPU s |\n| --- | --- | --- | --- |")
        _measure("the file alone", lambda: page_of(understand(content, PRODUCTS)))
        postgres = Postgres()
        templates = Templates(folder, postgres)
        for dialect in ("sqlite", "postgresql"):
            with templates.own(dialect, Stage.REFERENCE) as database:
                _measure(f"kept in {dialect}", kept(database, content))
        postgres.stop()
        own, apart = (peak_mb(program, folder / "danh-sach.xlsx") for program in (_UNDERSTAND, _READ))
        print(f"\nMost memory: {own} MB of the process that understands, {apart} MB of the one apart that reads\n")
        print("| file | KB | answer | CPU s |\n| --- | --- | --- | --- |")
        for what, make in HARMFUL.items():
            path = make(folder)
            answer, took = refused(path)
            print(f"| {what} | {path.stat().st_size // 1024} | {answer} | {took:.2f} |", flush=True)
    print()
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}")


def _measure(where: str, look: Callable[[], int]) -> None:
    wall = time.perf_counter()
    with timed() as took:
        rows = look()
    print(f"| {where} | {rows} | {time.perf_counter() - wall:.2f} | {took():.2f} |", flush=True)


if __name__ == "__main__":
    main()
