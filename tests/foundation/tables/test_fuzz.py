"""Whatever is changed in a list, it is understood or refused, in bounded time; ten minutes of it in `make prove`."""

import random
import time
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from admin.registry.columns import RECEIVED as OFFICERS
from bench.lists import timed
from catalog.intake.columns import PRODUCTS
from foundation.tables.faults import UnreadableFile
from foundation.tables.understanding import ReadingChoices
from foundation.tables.understood import understand
from marketplace.outlets.columns import RECEIVED as OUTLETS
from tests.support.processes import rounds
from tests.support.seeds import run_seed

LISTS = sorted(path for path in (Path(__file__).parent / "lists").iterdir() if path.suffix != ".json")
SCHEMAS = (PRODUCTS, OUTLETS, OFFICERS)
MINUTES_S = rounds(0, 600)
FEWEST = 12
ONE_S = 10
"""Seconds of a processor that one file may take at most, however it was changed."""

_STRAY = (b"", b"-1", b"99999999999", b"<", b'"', b"\xff", b":", b"\x00", b";", b"\t", b"\n", "ă".encode(), b"=1+1")


def changed(content: bytes, drawn: random.Random) -> bytes:
    """The same with a few bytes otherwise: in a part of a spreadsheet, or anywhere."""
    if content[:2] != b"PK" or drawn.random() < 0.1:
        return _bytes(content, drawn)
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as parts, zipfile.ZipFile(target, "w") as made:
        names = parts.namelist()
        victim = drawn.choice([name for name in names if name.endswith(".xml")])
        for name in names:
            said = parts.read(name)
            made.writestr(name, _bytes(said, drawn) if name == victim else said)
    return target.getvalue()


def _bytes(content: bytes, drawn: random.Random) -> bytes:
    made = bytearray(content)
    for _ in range(drawn.randint(1, 4)):
        at = drawn.randrange(len(made) or 1)
        made[at : at + drawn.choice([0, 1, 20, 400])] = drawn.choice(_STRAY) * drawn.choice([1, 1, 50])
    return bytes(made)


def drawings(drawn: random.Random) -> Iterator[tuple[Path, bytes]]:
    """Lists in turn, each changed, until there was enough."""
    until, number = time.monotonic() + MINUTES_S, 0
    while number < FEWEST or time.monotonic() < until:
        path = LISTS[number % len(LISTS)] if MINUTES_S else drawn.choice(LISTS)
        yield path, changed(path.read_bytes(), drawn)
        number += 1


@pytest.mark.timeout(900)
def test_whatever_is_changed_in_a_list_it_is_understood_or_refused() -> None:
    drawn = random.Random(run_seed())
    for path, content in drawings(drawn):
        schema, row = drawn.choice(SCHEMAS), drawn.choice([None, None, 0, 3])
        with timed() as took:
            try:
                seen = understand(content, schema, ReadingChoices(head_row=row))
            except UnreadableFile:
                continue
            _ = seen.rows, seen.lines, seen.left_out
        assert took() < ONE_S, path.name
