"""The papers of a fair's booths and the facts each is made of.

Terms of a contract are facts: each organiser sets their own. Of people there is the name on a badge, and who signs.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flask_babel import lazy_gettext as _l

from foundation.papers.rules import PaperKind, PaperTemplate, Qr

_DATA = Path(__file__).parent / "data"
_SINCE = date.min


@dataclass(frozen=True, slots=True)
class Fair:
    """The fair, as its page names it."""

    name: str
    first: date
    last: date
    venue: str
    organiser: str


@dataclass(frozen=True, slots=True)
class PaperBooth:
    """A booth with what belongs to it; an area of nothing known is left out."""

    label: str
    type: str
    size: str
    equipment: str
    price_dong: int


@dataclass(frozen=True, slots=True)
class PaperProduct:
    """A product that is shown, with its stars in force on all days of the fair, or none."""

    name: str
    stars: int | None
    certificate: str
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Confirmation:
    """That a producer takes part: what is confirmed, what is to be paid, where it can be checked."""

    number: str
    dated: date
    fair: Fair
    exhibitor: str
    province: str
    fascia: str
    booths: tuple[PaperBooth, ...]
    products: tuple[PaperProduct, ...]
    needs: tuple[str, ...]
    due_dong: int
    subsidy_dong: int
    setting_up: str
    asks: str
    check: Qr


@dataclass(frozen=True, slots=True)
class Party:
    """A side of a contract."""

    name: str
    address: str
    tax_code: str
    represented_by: str
    position: str
    account: str


@dataclass(frozen=True, slots=True)
class Contract:
    """The contract of hiring booths; `price_in_words` says what is to be paid, `placed_by` how places were given."""

    number: str
    dated: date
    fair: Fair
    organiser: Party
    exhibitor: Party
    booths: tuple[PaperBooth, ...]
    placed_by: str
    price_dong: int
    price_in_words: str
    vat_percent: int | None
    advance_percent: int
    advance_until: date
    rest_until: date
    cancel_until: date
    setting_up: str
    clearing: str


@dataclass(frozen=True, slots=True)
class BoothCard:
    """The card at a booth: who stands there, what is shown with which stars, where that can be checked."""

    fair: Fair
    label: str
    exhibitor: str
    province: str
    products: tuple[PaperProduct, ...]
    check: Qr


@dataclass(frozen=True, slots=True)
class Badge:
    """A badge: the code for the camera, and a short one to be typed where there is none."""

    name: str
    exhibitor: str
    booths: str
    short: str
    code: Qr


@dataclass(frozen=True, slots=True)
class Badges:
    """Badges of one exhibitor or of all, eight to a sheet."""

    fair: Fair
    badges: tuple[Badge, ...]


@dataclass(frozen=True, slots=True)
class GateRow:
    """Somebody who is expected, as whoever keeps the gate looks for them."""

    booths: str
    exhibitor: str
    people: tuple[str, ...]
    short: str


@dataclass(frozen=True, slots=True)
class GateList:
    """The list for the gate."""

    fair: Fair
    dated: date
    rows: tuple[GateRow, ...]


def _template(name: str) -> tuple[PaperTemplate, ...]:
    return (PaperTemplate("1", _DATA / f"{name}.typ", _SINCE),)


CONFIRMATION = PaperKind(
    "booth-confirmation", _l("Confirmation of a booth"), "xac-nhan-gian-hang", Confirmation, _template("confirmation")
)
CONTRACT = PaperKind("booth-contract", _l("Booth contract"), "hop-dong-gian-hang", Contract, _template("contract"))
CARD = PaperKind("booth-card", _l("Booth card"), "bien-gian-hang", BoothCard, _template("card"))
BADGES = PaperKind("booth-badges", _l("Badges"), "the-deo", Badges, _template("badges"))
GATE = PaperKind("booth-gate", _l("List for the gate"), "danh-sach-cong", GateList, _template("gate"))

PAPERS = (CONFIRMATION, CONTRACT, CARD, BADGES, GATE)
