"""Where the entering of a decision stands, and what keeps a row of its table from a certificate. Pure."""

from datetime import date
from enum import StrEnum

from catalog.intake.matching import RowInput
from catalog.intake.stars import read_stars as stars_said
from catalog.regulations.editions import LAW, edition_on
from foundation.i18n.hygiene import damage_of
from foundation.i18n.text import fold
from foundation.workflow.rules import Workflow

ROWS_MAX = 500
"""A decision of one province names some dozens of products, the largest known some hundreds."""


class State(StrEnum):
    """Where the entering of a decision stands."""

    DRAFT = "draft"
    ENTERED = "entered"
    DROPPED = "dropped"


class Verb(StrEnum):
    """What can be done to the entering of a decision."""

    KEEP = "keep"
    ENTER = "enter"
    SCAN = "scan"
    DROP = "drop"


class RowChoice(StrEnum):
    """What an officer says a row is."""

    RECORD = "record"  # this product on record
    NEW = "new"
    SKIP = "skip"


class Fault(StrEnum):
    """What keeps a row from becoming a certificate."""

    NAME_MISSING = "name_missing"
    TEXT_DAMAGED = "text_damaged"
    STARS_MISSING = "stars_missing"
    STARS_TOO_FEW = "stars_too_few"
    STARS_NOT_OF_LEVEL = "stars_not_of_level"
    PRODUCER_MISSING = "producer_missing"
    UNDECIDED = "undecided"
    TWICE = "twice"
    LATER_DECISION = "later_decision"
    KNOWN_ALREADY = "known_already"
    OUT_OF_PROVINCE = "out_of_province"


class Refusal(StrEnum):
    """Why something cannot be done to a decision that is being entered."""

    CHANGED_MEANWHILE = "changed_meanwhile"
    ENTERED = "entered"
    ROWS_OPEN = "rows_open"
    NO_ROWS = "no_rows"
    TOO_MANY_ROWS = "too_many_rows"
    IN_THE_FUTURE = "in_the_future"
    BEFORE_OCOP = "before_ocop"


ENTRIES = Workflow(
    {
        (State.DRAFT, Verb.KEEP): State.DRAFT,
        (State.DRAFT, Verb.SCAN): State.DRAFT,
        (State.DRAFT, Verb.ENTER): State.ENTERED,
        (State.DRAFT, Verb.DROP): State.DROPPED,
        (State.ENTERED, Verb.SCAN): State.ENTERED,
    },
    lambda _state, _verb: Refusal.ENTERED,
    start=State.DRAFT,
)


def date_refused(issued_on: date, today: date) -> Refusal | None:
    """Why no recognition can have this date."""
    if issued_on > today:
        return Refusal.IN_THE_FUTURE
    return Refusal.BEFORE_OCOP if issued_on < LAW.began else None


_WORDS = {"ba": 3, "bon": 4, "nam": 5, "mot": 1, "hai": 2}
"""A number alone: in a list the same words may mean something else."""


def read_stars(text: str) -> int | None:
    """Return the stars a cell states: "4", "04 sao", "Bốn sao", "****", "bốn"; None where it states none."""
    return stars_said(text).given or _WORDS.get(fold(text))


def faults_of(row: RowInput, level: str, on: date) -> tuple[Fault, ...]:
    """Return what is wrong with what the row itself says, by the law of the day of its decision."""
    stars, edition = read_stars(row.stars), edition_on(on)
    certified = stars is not None and stars >= edition.bands.certified_from
    checks = (
        (Fault.NAME_MISSING, not fold(row.name)),
        (Fault.TEXT_DAMAGED, any(map(damage_of, (row.name, row.producer, row.commune, row.district, row.stars)))),
        (Fault.STARS_MISSING, stars is None),
        (Fault.STARS_TOO_FEW, stars is not None and not certified),
        (Fault.STARS_NOT_OF_LEVEL, certified and stars not in edition.given_by(level, on)),
    )
    return tuple(fault for fault, wrong in checks if wrong)
