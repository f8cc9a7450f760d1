"""What the dearest uploads cost: processor and memory of each picture and spreadsheet, the disk after refused ones."""

import io
import os
import platform
import random
import resource
import tempfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter
from PIL import Image

from foundation.audit.rules import SYSTEM
from foundation.db.database import Database
from foundation.db.migrate import upgrade
from foundation.files.drawing import measured
from foundation.files.drawing_protocol import read
from foundation.files.rules import SCAN_WIDTH, SCANS_MAX, WIDTHS, FileRefused, Reason
from foundation.files.services import keep, prepare_document
from foundation.files.storage import Storage
from foundation.tables.faults import UnreadableFile
from foundation.tables.spreadsheet import xlsx_lines

MB = 1024 * 1024
BOXES = (*WIDTHS, SCAN_WIDTH)
REFUSED = 100
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


def main() -> None:
    """Measure and print."""
    print("\n### Uploads: a picture drawn at 320 to 2400 pixels in its process apart\n")
    print("| picture | sent KB | answer | CPU s | peak MB |\n| --- | --- | --- | --- | --- |")
    for name, make in PICTURES.items():
        print(_picture(name, make()), flush=True)
    print("\n| spreadsheet | sent KB | answer | CPU s |\n| --- | --- | --- | --- |")
    for name, far in {"blank at XFD1048576": " ", "word at XFD1048576": "x"}.items():
        print(_sheet(name, far), flush=True)
    print(f"\n{REFUSED} refused uploads of 1 MB: {_left()} bytes on disk\n")
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}")


def _picture(name: str, content: bytes) -> str:
    sent = f"| {name} | {len(content) // 1024} |"
    took = measured(content, BOXES)
    try:
        first = read(took.content)[0]
        answer = f"{first.width} × {first.height}"
    except FileRefused as refused:
        answer = refused.reason
    return f"{sent} {answer} | {took.cpu_s:.2f} | {took.peak // MB} |"


def _sheet(name: str, said: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, ["name", "province"])
            sheet.write_string(LAST_ROW - 1, LAST_COLUMN - 1, said)
        before = _children()
        try:
            answer = f"{sum(1 for _ in xlsx_lines(path))} row"
        except UnreadableFile as refused:
            answer = refused.fault
        return f"| {name} | {path.stat().st_size // 1024} | {answer} | {_children() - before:.2f} |"


def _left() -> int:
    """Bytes in the storage after transactions that kept a file and were refused at the end."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.sqlite3"
        upgrade(url)
        database, storage = Database.at(url), Storage(None, Path(folder) / "files")
        for number in range(REFUSED):
            content = b"%PDF-1.7\n" + number.to_bytes(4) + os.urandom(MB)
            prepared = prepare_document(storage, io.BytesIO(content), name="a.pdf")
            try:
                with database.unit_of_work() as session:
                    keep(session, SYSTEM, prepared, public=False)
                    raise FileRefused(Reason.KIND)  # noqa: TRY301 - as a service does
            except FileRefused:
                continue
        return sum(path.stat().st_size for path in (Path(folder) / "files").rglob("*") if path.is_file())


def _children() -> float:
    took = resource.getrusage(resource.RUSAGE_CHILDREN)
    return took.ru_utime + took.ru_stime


def _encoded(image: Image.Image, kind: str, **more: object) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **more)
    return target.getvalue()


def _scans(count: int) -> bytes:
    """A tall JPEG for printing that says its last bits again and again."""
    whole = _encoded(Image.new("CMYK", (1500, 20_000), 7), "JPEG", progressive=True, quality=10, subsampling=0)
    last = whole[whole.rindex(b"\xff\xc4", 0, whole.rindex(b"\xff\xda")) : -2]
    return whole[:-2] + last * (count - whole.count(b"\xff\xda")) + whole[-2:]


def _noise(width: int, height: int, scale: int) -> Image.Image:
    small = random.Random(20261123).randbytes(width // scale * (height // scale) * 3)
    return Image.frombytes("RGB", (width // scale, height // scale), small).resize((width, height))


PICTURES: dict[str, Callable[[], bytes]] = {
    "phone, 12 megapixels": lambda: _encoded(_noise(4000, 3000, 8), "JPEG", quality=85),
    "JPEG, 100 megapixels": lambda: _encoded(Image.new("RGB", (10_000, 10_000)), "JPEG", quality=10),
    "JPEG, 1600 × 62,500": lambda: _encoded(Image.new("L", (1600, 62_500)), "JPEG", quality=10),
    "JPEG, tall noise": lambda: _encoded(_noise(3200, 9374, 2), "JPEG", quality=60, progressive=True, subsampling=0),
    f"JPEG, {SCANS_MAX} scans": lambda: _scans(SCANS_MAX),
    "JPEG, 10,000 scans": lambda: _scans(10_000),
    "PNG, see-through, 40 megapixels": lambda: _encoded(Image.new("RGBA", (3300, 12_000), 7), "PNG"),
    "PNG, palette, 40 megapixels": lambda: _encoded(Image.new("P", (8000, 5000), 3), "PNG", transparency=3),
    "PNG, 16 bits, 40 megapixels": lambda: _encoded(Image.new("I;16", (8000, 5000), 900), "PNG"),
    "WebP, 20 megapixels": lambda: _encoded(_noise(5000, 4000, 1), "WEBP", quality=80),
    "WebP, 1 KB of 40 megapixels": lambda: _encoded(Image.new("RGB", (8000, 5000)), "WEBP", lossless=True),
}


if __name__ == "__main__":
    main()
