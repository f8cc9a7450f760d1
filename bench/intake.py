"""Importing 20,000 rows sampled from the real ones with place and spelling noise: seconds and peak memory."""

import csv
import platform
import random
import resource
import tempfile
import time
import unicodedata
from datetime import date
from pathlib import Path

from catalog.intake.services import import_file
from demo.cli import CATALOGUE
from foundation.db.database import Database
from foundation.db.migrate import upgrade
from wsgi import HOUSE

ROWS = 20_000
SEED = 20261123


def noisy_rows(count: int, seed: int = SEED) -> list[dict[str, str]]:
    """Rows like the real ones: each a real row with a serial in its names, and slips in spelling and places."""
    rng = random.Random(seed)
    with CATALOGUE.open(encoding="utf-8", newline="") as file:
        real = list(csv.DictReader(file))
    rows = []
    for number in range(count):
        row = dict(rng.choice(real))
        row["id"] = f"N{number:06d}"
        row["name"] = f"{_slip(row['name'], rng)} {number % 997}"
        if row["producer"]:
            row["producer"] = f"{row['producer']} {number % 211}"
        row["commune"] = _slip(row["commune"], rng)
        rows.append(row)
    return rows


def write_rows(rows: list[dict[str, str]], path: Path) -> None:
    """The rows as a CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        out.writeheader()
        out.writerows(rows)


def _slip(text: str, rng: random.Random) -> str:
    """One time in eight a slip: marks lost, capitals, doubled spaces."""
    if not text or rng.random() > 1 / 8:
        return text
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return rng.choice([bare, text.upper(), text.replace(" ", "  ")])


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "noisy.csv"
        write_rows(noisy_rows(ROWS), path)
        url = f"sqlite:///{folder}/bench.sqlite3"
        upgrade(url)
        database = Database.at(url)
        HOUSE.load_reference(database)
        for run in ("first run", "second run"):
            wall, cpu = time.perf_counter(), time.process_time()
            report = import_file(database, path, list_key="bench", today=date(2026, 11, 23))
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"{run}: {ROWS:,} rows, {wall:.1f} s ({cpu:.1f} s CPU), peak {peak:.0f} MB: {report.summary()}")
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}")
