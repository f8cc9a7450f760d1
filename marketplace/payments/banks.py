"""Banks that take part in VietQR, as their file says; read once."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "vietqr_banks.csv"


@dataclass(frozen=True, slots=True)
class Bank:
    """A bank by its NAPAS number; `takes_qr` whether it takes part now."""

    bin: str
    code: str
    short_name: str
    name: str
    takes_qr: bool


@cache
def banks() -> dict[str, Bank]:
    """Return the banks by number; where one number stands twice, under the name the bank has now."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = sorted((row for row in csv.DictReader(file) if row["bin"]), key=lambda row: row["deprecated"] != "1")
    return {
        row["bin"]: Bank(row["bin"], row["code"], row["short_name"], row["name"], row["vietqr_status"] == "1")
        for row in rows
    }


def payable_banks() -> list[Bank]:
    """Return those to whose accounts a code leads today, by name."""
    return sorted((one for one in banks().values() if one.takes_qr), key=lambda one: one.short_name.casefold())
