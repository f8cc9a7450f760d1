"""Bars of the reader: a list of 2,000 rows is understood at once, and what is made to do harm is refused as fast."""

from pathlib import Path

import pytest

from bench.lists import HARMFUL, ROWS, list_of, page_of, refused
from catalog.intake.columns import PRODUCTS
from foundation.tables.understood import understand


def test_a_list_of_two_thousand_rows_is_understood_at_once(tmp_path: Path) -> None:
    content = list_of(tmp_path).read_bytes()
    rows = page_of(understand(content, PRODUCTS))
    assert rows == ROWS


@pytest.mark.parametrize("what", HARMFUL)
def test_a_file_made_to_do_harm_is_refused_at_once(tmp_path: Path, what: str) -> None:
    answer, _ = refused(HARMFUL[what](tmp_path))
    assert answer in {"too_large", "too_many_columns", "far_cell", "broken"}
