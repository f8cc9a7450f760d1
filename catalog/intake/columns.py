"""What lists of products and of producers are: their columns, and how their values are written."""

import re
from pathlib import Path

from flask_babel import lazy_gettext as _l

from catalog.intake.stars import read_stars, stars_within
from foundation.i18n.text import fold
from foundation.tables.schema import Kind, Schema, headings

HEADINGS = Path(__file__).parent / "data" / "headings.tsv"
"""Headings of all lists that come from outside; rooms above that read a kind of list add theirs to it."""
PLACES = {"commune": Kind.COMMUNE, "district": Kind.DISTRICT, "province": Kind.PROVINCE}
PLACED = frozenset({"province", "district", "commune"})
"""What titles say of a list's rows."""
_MAKERS = re.compile(
    r"(?:công ty|cty|htx|hợp tác xã|hộ|cơ sở|doanh nghiệp|dntn|tổ hợp tác|tht|nhà máy|xí nghiệp|trang trại|trại|"
    r"tập đoàn|liên hiệp|làng nghề|chi nhánh|nông trại|farm|company)(?!\w)",
    re.IGNORECASE,
)
_GROUPS = re.compile(
    r"^(?:thuc pham|do uong|duoc lieu|vai|may mac|(?:hang )?thu cong|luu niem|dich vu|du lich|"
    "sinh vat canh|noi that|thao duoc)"
)
_GROUP = re.compile(
    r"^(?:nhóm|ngành|bộ|lĩnh vực)(?:\s+(?:sản phẩm|hàng|ngành))?\s*(?:[IVX\d]+\s*[.:\-–])?\s*:?\s*", re.IGNORECASE
)


THINGS = (
    *("sản phẩm", "sp", "chủ thể", "người", "điểm", "ý tưởng", "hộ", "htx"),
    *("product", "products", "producer", "producers"),
)
"""What sums and sections of lists count."""


def group_of(section: str) -> str | None:
    """Return the group that a section's title names."""
    said = _GROUP.match(section)
    name = section[said.end() :].strip() if said else section
    if not name or not (said or _GROUPS.match(fold(name))):
        return None
    return name[:1].upper() + name[1:]


LABELS = {
    "id": _l("Id"),
    "name": _l("Name of the product"),
    "producer": _l("Name of the producer"),
    "producer_type": _l("Legal form"),
    "address": _l("Address"),
    "commune": _l("Commune or ward"),
    "district": _l("District"),
    "province": _l("Province"),
    "stars": _l("Star rating"),
    "stars_proposed": _l("Proposed star rating"),
    "decision_no": _l("Decision number"),
    "decided_on": _l("Date of decision"),
    "group": _l("Product group"),
    "year": _l("Year of recognition"),
    "note": _l("Notes"),
    "authority": _l("Issued by"),
    "seller": _l("Seller"),
    "evidence": _l("Evidence"),
    "source": _l("Source"),
}
"""What the fields are called: headings that the patterns of the data file know in both languages, as a test sees."""

PRODUCTS = Schema(
    name="products",
    fields={
        "id": Kind.CODE,
        "name": Kind.NAME,
        "producer": Kind.NAME,
        "producer_type": Kind.TEXT,
        "address": Kind.ADDRESS,
        **PLACES,
        "stars": Kind.RANK,
        "stars_proposed": Kind.RANK,
        "decision_no": Kind.DECISION,
        "decided_on": Kind.DAY,
        "group": Kind.TEXT,
        "year": Kind.YEAR,
        "note": Kind.TEXT,
        "authority": Kind.TEXT,
        "seller": Kind.TEXT,
        "evidence": Kind.CODE,
        "source": Kind.CODE,
    },
    headings=headings(HEADINGS, "any", "own", "products"),
    subjects=("name",),
    needs=frozenset(
        {"producer", "stars", "stars_proposed", "stars=3", "stars=4", "stars=5", "address", "decision_no", "province"}
        | {"commune", "district", "group", "id"}
    ),
    from_title=PLACED | {"decision_no", "decided_on", "stars"},
    from_section=frozenset({"district", "commune", "stars", "group"}),
    from_sheet_name=frozenset({"district"}),
    ranks=("stars", "stars_proposed"),
    read_rank=read_stars,
    rank_within=stars_within,
    own="id",
    maker="producer",
    makers=_MAKERS,
    order=("name", "producer", "commune"),
    things=THINGS,
    measures=("sao",),
    groups=group_of,
    labels=LABELS,
    template=(
        *("name", "producer", "address", "commune", "district", "province"),
        *("stars", "group", "year", "decision_no", "decided_on", "note"),
    ),
)

PRODUCERS = Schema(
    name="producers",
    fields={
        "producer": Kind.NAME,
        "producer_type": Kind.TEXT,
        "address": Kind.ADDRESS,
        **PLACES,
        "group": Kind.TEXT,
        "year": Kind.YEAR,
        "note": Kind.TEXT,
    },
    headings=headings(HEADINGS, "any", "products"),
    subjects=("producer",),
    needs=frozenset({"producer_type", "address", "commune", "district", "province"}),
    from_title=PLACED,
    from_section=frozenset({"district", "commune"}),
    from_sheet_name=frozenset({"district"}),
    maker="producer",
    labels=LABELS,
    things=THINGS,
)

LISTS = (PRODUCTS, PRODUCERS)
