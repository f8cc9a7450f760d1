import csv
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from catalog.products.rules import PLAIN, guess, motifs

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("name", "motif"),
    [
        ("Mật ong hoa nhãn", "honey"),
        ("Hạt điều mật ong", "rice"),
        ("Rượu phấn hoa mật ong Sơn Thành", "spirit"),
        ("Trà tôm nõn hương quê", "tea"),
        ("Nước mắm cá cơm Phú Quốc", "fish"),
        ("Lục bình gốm Mỹ Thiện", "craft"),
        ("Đường thốt nốt", "food"),
        ("Dưa lưới", "fruit"),
        ("Zzz", PLAIN),
    ],
)
def test_the_head_of_the_name_decides(name: str, motif: str) -> None:
    assert guess(name).motif == motif


def test_marks_matter() -> None:
    assert guess("Dừa sáp").motif == "fruit"
    assert guess("Dứa").group_code == "26-1-1"
    assert guess("Dua").group_code is None


def test_the_table_covers_the_real_names() -> None:
    with (ROOT / "demo/data/ocop_products.csv").open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    found = sum(1 for name in names if guess(name).group_code)
    assert found / len(names) >= 0.94


def test_every_motif_is_drawn() -> None:
    drawn = ET.parse(ROOT / "foundation/web/static/groups.svg").getroot()
    assert {f"g-{motif}" for motif in motifs()} <= {symbol.get("id") for symbol in drawn}
