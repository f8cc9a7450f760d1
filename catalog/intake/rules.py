"""What one row of a list says. Pure functions."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from catalog.certificates.rules import ClaimFact, Evidence
from catalog.intake.stars import read_stars
from catalog.producers.rules import producer_key
from catalog.regulations.editions import LAW, edition_on
from foundation.i18n.days import read_day
from foundation.i18n.hygiene import damage_of
from foundation.i18n.text import fold, marks, normalize_spaces
from foundation.tables.addresses import place_of
from foundation.tables.days import day_of
from foundation.tables.sheets import Sheet
from foundation.workflow.rules import Workflow

RULES_VERSION = "4"
"""Raised when the rules read rows differently, so that unchanged files are read anew."""

SOURCE_COLUMNS = (
    "id",
    "name",
    "producer",
    "commune",
    "district",
    "province",
    "star",
    "group",
    "year",
    "decision_no",
    "seller",
    "evidence",
    "note",
    "source",
)
OPTIONAL_COLUMNS = ("authority", "decision_date", "address")
IGNORED_COLUMNS = frozenset(
    {
        "producer_type",
        "province_new",
        "group_guess",
        "description",
        "admin_era",
        "commune_code_old",
        "commune_code_new",
        "lat",
        "lon",
        "geo_precision",
    }
)
"""Guesses and answer keys some lists carry: allowed, never read."""

REQUIRED_COLUMNS = frozenset({"name", "province"})

FIRST_YEAR, LAST_YEAR = LAW.began.year, 2100
_YEARS = {"", *map(str, range(FIRST_YEAR, LAST_YEAR + 1))}


class Outcome(StrEnum):
    """What became of a row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    NEEDS_REVIEW = "needs_review"
    REJECTED = "rejected"


class Verb(StrEnum):
    """What is done to a row that is kept."""

    TAKE = "take"  # it is read again, and says what it is
    DOUBT = "doubt"
    REJECT = "reject"


class ResolutionKind(StrEnum):
    """What an officer says of a row."""

    AGAIN = "again"  # read it anew with the words as they are now
    SAME_PRODUCT = "same_product"
    SAME_PRODUCER = "same_producer"
    OTHER_PRODUCER = "other_producer"  # of the same name, and another all the same
    OF_ITS_OWN = "of_its_own"  # a product whose producer is not known
    REJECT = "reject"


class Refusal(StrEnum):
    """Why something cannot be done to a row."""

    SETTLED = "settled"


ROWS = Workflow(
    {
        (Outcome.CREATED, Verb.TAKE): Outcome.UPDATED,
        (Outcome.UPDATED, Verb.TAKE): Outcome.UPDATED,
        (Outcome.NEEDS_REVIEW, Verb.TAKE): Outcome.UPDATED,
        (Outcome.REJECTED, Verb.TAKE): Outcome.UPDATED,
        (Outcome.CREATED, Verb.DOUBT): Outcome.NEEDS_REVIEW,
        (Outcome.UPDATED, Verb.DOUBT): Outcome.NEEDS_REVIEW,
        (Outcome.NEEDS_REVIEW, Verb.DOUBT): Outcome.NEEDS_REVIEW,
        (Outcome.REJECTED, Verb.DOUBT): Outcome.NEEDS_REVIEW,
        (Outcome.NEEDS_REVIEW, Verb.REJECT): Outcome.REJECTED,
    },
    lambda _outcome, _verb: Refusal.SETTLED,
    start=Outcome.CREATED,
    field="outcome",
)


class Reason(StrEnum):
    """Why a row was rejected, waits for review, or what was left open when it was taken in."""

    NAME_MISSING = "name_missing"
    PROVINCE_MISSING = "province_missing"
    STAR_INVALID = "star_invalid"
    YEAR_INVALID = "year_invalid"
    EVIDENCE_INVALID = "evidence_invalid"
    DATE_INVALID = "date_invalid"
    ID_REPEATED = "id_repeated"
    PROVINCE_UNKNOWN = "province_unknown"
    ID_MISSING = "id_missing"
    PRODUCER_COMMUNE_DIFFERS = "producer_commune_differs"
    PRODUCER_KIND_DIFFERS = "producer_kind_differs"
    PRODUCER_NAME_DIFFERS = "producer_name_differs"
    POSSIBLE_DUPLICATE = "possible_duplicate"
    LATER_DECISION_KNOWN = "later_decision_known"
    DISTRICT_UNKNOWN = "district_unknown"
    DISTRICT_AMBIGUOUS = "district_ambiguous"
    COMMUNE_UNKNOWN = "commune_unknown"
    COMMUNE_AMBIGUOUS = "commune_ambiguous"
    GROUP_UNKNOWN = "group_unknown"
    TEXT_DAMAGED = "text_damaged"
    EVIDENCE_MISSING = "evidence_missing"
    OTHER_PROVINCE = "other_province"
    IDENTITY_CHANGED = "identity_changed"


MEANINGS: dict[Reason, str] = {
    Reason.NAME_MISSING: "The row names no product.",
    Reason.PROVINCE_MISSING: "The row names no province.",
    Reason.STAR_INVALID: "The star is not a whole number from 1 to 5.",
    Reason.YEAR_INVALID: f"The year is not one from {FIRST_YEAR} to {LAST_YEAR}.",
    Reason.EVIDENCE_INVALID: "The evidence is none of gov, gov_news, news, secondary, listing.",
    Reason.DATE_INVALID: "The decision's date is not a date as 2026-11-23.",
    Reason.ID_REPEATED: "Another row of the same file has this id.",
    Reason.TEXT_DAMAGED: "A cell was damaged by a wrong encoding, or letters of it are lost.",
    Reason.PROVINCE_UNKNOWN: "No province, of today or of before the mergers, has this name.",
    Reason.ID_MISSING: "Without an id and a producer nothing tells this product from others of its name.",
    Reason.PRODUCER_COMMUNE_DIFFERS: "A producer of this name is known in another commune of the province.",
    Reason.PRODUCER_KIND_DIFFERS: "A producer of this name but of another legal form is known in the province.",
    Reason.PRODUCER_NAME_DIFFERS: "A producer whose name differs in its marks alone is known in the province.",
    Reason.POSSIBLE_DUPLICATE: "The same producer's product of this name stands in the list under another id.",
    Reason.LATER_DECISION_KNOWN: "A certificate of a later decision is on record.",
    Reason.DISTRICT_UNKNOWN: "The district was not found; the province is certain.",
    Reason.DISTRICT_AMBIGUOUS: "Several districts have this name; the province is certain.",
    Reason.COMMUNE_UNKNOWN: "The commune was not found; what lies above it is certain.",
    Reason.COMMUNE_AMBIGUOUS: "Several communes have this name; what lies above them is certain.",
    Reason.GROUP_UNKNOWN: "No official group has this name or code.",
    Reason.EVIDENCE_MISSING: "The row does not say who says it; it counts as a seller's own claim.",
    Reason.OTHER_PROVINCE: "The row belongs to another province than the list.",
    Reason.IDENTITY_CHANGED: "The id is known for a product of another name and another producer.",
}

PLACE_REASONS = frozenset(
    {Reason.DISTRICT_UNKNOWN, Reason.DISTRICT_AMBIGUOUS, Reason.COMMUNE_UNKNOWN, Reason.COMMUNE_AMBIGUOUS}
)
"""What leaves open where a row lies, and nothing else."""

NO_ID = "~"
"""Begins the key of a row that has no id of its own."""

_HISTORY = re.compile(r"([1-5])\*/(\d{4}|\?):\s*([^|]+)")
_PROPOSED = "tiềm năng 5 sao"


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A row that can be understood; `claims` begins with the row's own, its history follows."""

    external_id: str | None
    name: str
    producer: str | None
    commune: str
    district: str
    province: str
    group: str
    seller: str | None
    note: str | None
    claims: tuple[ClaimFact, ...]
    decision: tuple[str, date] | None
    address: str
    reasons: tuple[Reason, ...]

    @property
    def written(self) -> int | None:
        """The year the source speaks of."""
        return self.claims[0].said_in or None


def parse_row(cells: Mapping[str, str]) -> ProductRow | tuple[Reason, ...]:
    """Return the row, or every reason why it cannot be understood."""
    said = _read_as_written(
        {name: normalize_spaces(cells.get(name, "")) for name in (*SOURCE_COLUMNS, *OPTIONAL_COLUMNS)}
    )
    wrong = tuple(reason for reason, bad in _faults(said) if bad)
    if wrong:
        return wrong
    issued = date.fromisoformat(said["decision_date"]) if said["decision_date"] else None
    claim = ClaimFact(
        stars=int(said["star"]) if said["star"] else None,
        evidence=Evidence(said["evidence"] or Evidence.LISTING),
        issued_on=issued,
        year=int(said["year"]) if said["year"] else None,
        number=said["decision_no"] or None,
        proposes_five=_PROPOSED in said["note"] and not said["star"],
        source=said["source"] or None,
    )
    certified = issued and claim.stars in edition_on(issued).bands.certified
    complete = said["authority"] and certified and claim.number
    return ProductRow(
        external_id=said["id"] or None,
        name=said["name"],
        producer=said["producer"] or None,
        commune=said["commune"],
        district=said["district"],
        province=said["province"],
        group=said["group"],
        seller=said["seller"] or None,
        note=said["note"] or None,
        claims=(claim, *star_history(said["note"])),
        decision=(said["authority"], issued) if complete and issued else None,
        address=said["address"],
        reasons=() if said["evidence"] else (Reason.EVIDENCE_MISSING,),
    )


def _read_as_written(said: dict[str, str]) -> dict[str, str]:
    """Return the cells with stars, years and days as people and spreadsheets write them: 4 sao, 2023.0, 26/12/2023.

    An address says the units that have no column of their own.
    """
    said = {name: text.removeprefix("'") for name, text in said.items()}
    for level, name in place_of(said["address"]).said().items() if said["address"] else ():
        said[level] = said[level] or name
    if given := read_stars(said["star"]).given:
        said["star"] = str(given)
    said["year"] = said["year"].removesuffix(".0")
    if day := day_of(said["decision_date"], Sheet(None, [])):
        said["decision_date"] = day.isoformat()
    return said


def row_key(cells: Mapping[str, str]) -> str:
    """Return what a row is known by in its list: its id, else a key of what identifies it (it begins with ~)."""
    given = normalize_spaces(cells.get("id", ""))
    if given:
        return given
    name = " ".join(marks(cells.get("name", "")).split())
    identity = (producer_key(cells.get("producer", "")), name, fold(cells.get("province", "")))
    return NO_ID + hashlib.sha256("\n".join(identity).encode()).hexdigest()[:16]


def star_history(note: str) -> tuple[ClaimFact, ...]:
    """Star history in a remark such as "also 3*/2021: URL | 4*/?: URL; something else".

    The lists do not say how good these sources are, so they count as third-party copies.
    """
    start = note.find("also ")
    if start < 0:
        return ()
    said = re.split(r";\s", note[start:], maxsplit=1)[0]
    return tuple(
        ClaimFact(
            stars=int(found[1]),
            evidence=Evidence.SECONDARY,
            year=int(found[2]) if found[2] != "?" else None,
            source=found[3].strip(),
        )
        for found in _HISTORY.finditer(said)
    )


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two names of places may be the same: they are unless both are given and differ."""
    return not one or not other or fold(one).split()[-1:] == fold(other).split()[-1:]


def like_names(one: str, other: str) -> bool:
    """Whether two names may be one thing's: half of their words are the same."""
    words, others = set(fold(one).split()), set(fold(other).split())
    return len(words & others) * 2 >= min(len(words), len(others))


def codes_behind(said: str) -> tuple[str, ...]:
    """Return the code a spreadsheet made a day of: 26-1-3 became 26 January 2003, 26-3 the 26th of March."""
    day = read_day(said)
    if day is None:
        return ()
    return (f"{day.day}-{day.month}-{day.year % 100}" if day.year < FIRST_YEAR else f"{day.day}-{day.month}",)


def _faults(said: Mapping[str, str]) -> tuple[tuple[Reason, bool], ...]:
    return (
        (Reason.NAME_MISSING, not fold(said["name"])),
        (Reason.PROVINCE_MISSING, not said["province"]),
        (Reason.TEXT_DAMAGED, any(damage_of(text) for text in said.values())),
        (Reason.STAR_INVALID, said["star"] not in {"", "1", "2", "3", "4", "5"}),
        (Reason.YEAR_INVALID, said["year"] not in _YEARS),
        (Reason.EVIDENCE_INVALID, said["evidence"] not in {"", *Evidence}),
        (Reason.DATE_INVALID, not _is_date(said["decision_date"])),
    )


def _is_date(text: str) -> bool:
    return not text or read_day(text) is not None
