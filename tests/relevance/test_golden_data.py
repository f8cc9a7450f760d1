"""The golden queries are well formed and speak of products that exist."""

import csv
import json
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

from catalog.finder.rules import Facet
from catalog.producers.rules import ProducerType

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).parent / "golden.json"
KEYS = {"q", "kind", "why", "filters", "expects_notice", "first", "top5", "grades"}
KINDS = {
    "abbreviation",
    "compound",
    "english",
    "exact_marks",
    "former_place",
    "i_y_d",
    "no_marks",
    "one_word",
    "partial",
    "place",
    "producer",
    "producer_type",
    "relax",
    "star",
    "synonym",
    "tone_placement",
    "typo",
}

TEXT = GOLDEN.read_text(encoding="utf-8")
ENTRIES: list[dict[str, Any]] = json.loads(TEXT)


def values(path: str, column: str) -> set[str]:
    with (ROOT / path).open(encoding="utf-8", newline="") as file:
        return {row[column] for row in csv.DictReader(file)}


def test_there_are_enough_of_every_kind() -> None:
    counts = Counter(entry["kind"] for entry in ENTRIES)
    assert len(ENTRIES) >= 80
    assert counts.keys() == KINDS
    assert min(counts.values()) >= 5


def test_the_file_is_nfc_and_every_query_stands_once() -> None:
    assert unicodedata.is_normalized("NFC", TEXT)
    assert [q for q, times in Counter(entry["q"] for entry in ENTRIES).items() if times > 1] == []


def test_every_entry_is_whole() -> None:
    for entry in ENTRIES:
        assert entry.keys() <= KEYS, entry["q"]
        assert entry["q"].strip()
        assert entry["why"].strip(), entry["q"]
        assert entry["grades"], entry["q"]
        assert set(entry["grades"].values()) <= {1, 2, 3}, entry["q"]


def test_what_must_come_first_is_at_least_good() -> None:
    for entry in ENTRIES:
        wanted = [*entry.get("first", []), *entry.get("top5", [])]
        assert wanted, entry["q"]
        assert len(entry.get("top5", [])) <= 5, entry["q"]
        assert min(entry["grades"].get(product, 0) for product in wanted) >= 2, entry["q"]


def test_every_product_exists() -> None:
    known = values("demo/data/ocop_products.csv", "id")
    assert {wanted for entry in ENTRIES for wanted in entry["grades"]} <= known


def test_every_filter_exists() -> None:
    allowed = {
        Facet.PROVINCE.value: values("foundation/places/data/provinces.csv", "code"),
        Facet.STARS.value: {"3", "4", "5"},
        Facet.PRODUCER_TYPE.value: {kind.value for kind in ProducerType},
    }
    for entry in ENTRIES:
        for facet, chosen in entry.get("filters", {}).items():
            assert set(chosen) <= allowed[facet], entry["q"]
