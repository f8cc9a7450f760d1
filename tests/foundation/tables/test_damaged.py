"""Whatever is changed in a text or a page, it is understood or refused, and soon. In `make prove` many times."""

import random
import time
from pathlib import Path

import pytest

from catalog.intake.columns import LISTS
from foundation.tables.faults import UnreadableFile
from foundation.tables.pages import read_page
from foundation.tables.texts import read_text
from foundation.tables.understanding import parse_table
from tests.support.processes import rounds

FOLDER = Path(__file__).parent / "lists"
INSTEAD = [b"", b"\t", b";", b"\n", b'"', b"1", b"\xff", b"sao", b"<tr>", b'rowspan="9"', b"\x1a", "Tổng".encode()]


@pytest.mark.parametrize("name", ["19-sep-va-xuong-dong.csv", "22-dan-tu-trang-web.txt", "r5-trang-html.xls"])
def test_a_damaged_list_is_understood_or_refused(name: str) -> None:
    drawn, whole = random.Random(20261130), (FOLDER / name).read_bytes()
    read = read_page if name.endswith("xls") else read_text
    begun = time.process_time()
    for _ in range(rounds(40, 20_000)):
        made = bytearray(whole)
        for _ in range(drawn.randint(1, 12)):
            at = drawn.randrange(len(made))
            made[at : at + drawn.choice([0, 1, 5, 60])] = drawn.choice([*INSTEAD, bytes(made[at : at + 200]) * 3])
        try:
            parse_table(read(bytes(made)), LISTS)
        except UnreadableFile as refusal:
            assert refusal.fault.code  # noqa: PT017 - understanding it is as right
    assert time.process_time() - begun < rounds(40, 20_000) * 0.5
