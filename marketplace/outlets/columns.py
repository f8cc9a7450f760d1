"""What lists of points of sale are: their columns, and how a list says of what kind each is."""

import csv
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

from flask_babel import lazy_gettext as _l

from catalog.intake.columns import HEADINGS, LABELS, PLACED, PLACES, THINGS
from foundation.i18n.text import fold
from foundation.tables.schema import Kind, Schema, headings
from marketplace.outlets.rules import OutletKind

_FOLDER = Path(__file__).parent / "data"
_PLACE_LABELS = {name: LABELS[name] for name in ("address", "commune", "district", "province", "note", "source")}

OUTLETS = Schema(
    name="outlets",
    fields={
        "name": Kind.NAME,
        "type": Kind.TEXT,
        "operator": Kind.TEXT,
        "address": Kind.ADDRESS,
        **PLACES,
        "hours": Kind.TEXT,
        "opened": Kind.DAY,
        "note": Kind.TEXT,
    },
    headings=headings(HEADINGS, "any", "outlets"),
    subjects=("name",),
    needs=frozenset({"type", "operator", "address", "hours", "opened"}),
    from_title=PLACED,
    from_section=frozenset({"district", "commune"}),
    from_sheet_name=frozenset({"district"}),
    things=THINGS,
    labels={
        **_PLACE_LABELS,
        "name": _l("Name of the point of sale"),
        "type": _l("Type"),
        "operator": _l("Run by"),
        "hours": _l("Opening hours"),
        "opened": _l("Date opened"),
        "public_phone": _l("Telephone of the point of sale"),
        "lat": _l("Latitude"),
        "lon": _l("Longitude"),
        "geo_precision": _l("How exact the point is"),
    },
    template=("name", "type", "operator", "address", "commune", "district", "province", "opened"),
)

RECEIVED = replace(
    OUTLETS,
    fields={
        **{name: kind for name, kind in OUTLETS.fields.items() if name not in {"hours", "note"}},
        "opened": Kind.TEXT,
        **dict.fromkeys(("public_phone", "lat", "lon", "geo_precision", "source"), Kind.CODE),
    },
    headings=(*headings(_FOLDER / "headings.tsv", "own"), *OUTLETS.headings),
)
"""What the desk takes in of such a list: also the columns of our own, whose telephone is the point of sale's."""


@cache
def _kinds() -> tuple[tuple[re.Pattern[str], OutletKind], ...]:
    with (_FOLDER / "kinds.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader((line for line in file if not line.startswith("#")), delimiter="\t"))
    return tuple((re.compile(row[1]), OutletKind(row[0])) for row in rows if row)


def read_kind(*texts: str) -> OutletKind | None:
    """Return of what kind a point of sale is by its code or by words, the first of these texts that says it."""
    for text in texts:
        if text in set(OutletKind):
            return OutletKind(text)
        if found := next((kind for words, kind in _kinds() if words.search(fold(text))), None):
            return found
    return None
