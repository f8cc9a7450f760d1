"""Doubtful rows of an import on one page: each with records like it, others by search, and the two side by side."""

from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.intake_review.access import found
from admin.intake_review.labels import import_refusal_words, reason_words, way_words
from catalog.intake import importing
from catalog.intake.communes import CommuneChoice, chosen_commune, communes_like
from catalog.intake.comparing import Compared, compared, products_named
from catalog.intake.doors import VERIFY
from catalog.intake.import_rules import ImportRefusal, ImportState, RowOutcome
from catalog.intake.importing import import_rows
from catalog.intake.matching import CELL_MAX, RowInput
from catalog.intake.models import ProductImport, ProductImportRow
from catalog.intake.queries import records_of
from catalog.intake.rules import Reason, ResolutionKind
from foundation.db.database import current_db
from foundation.i18n.hygiene import clean_query
from foundation.i18n.messages import gettext as _
from foundation.permissions.guard import permit
from foundation.permissions.rules import Jurisdiction
from foundation.places.gazetteer import gazetteer
from foundation.tables.addresses import place_of
from foundation.web.doors import door
from foundation.web.requests import number_of
from foundation.workflow.rules import Refused

_AT = "/admin/xac-minh/nhap-danh-sach/<int:import_id>/nghi-ngo"
doubts_desk = Blueprint("doubts", __name__, url_prefix=_AT, template_folder="templates")

WORDS = ("name", "producer", "commune", "district", "province")
"""What an officer may mend in a row; what it says of stars and sources stays the source's."""
SHOWN = 50
_TAKEN = {RowOutcome.CREATED, RowOutcome.UPDATED, RowOutcome.UNCHANGED}
NO_TARGET = (ResolutionKind.AGAIN, ResolutionKind.OTHER_PRODUCER, ResolutionKind.OF_ITS_OWN, ResolutionKind.REJECT)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubtful row with the records it may mean, compared with it; those found by hand come first."""

    row: ProductImportRow
    reasons: tuple[Reason, ...]
    candidates: tuple[Compared, ...]
    words: str
    communes: tuple[CommuneChoice, ...]
    """What the name of its commune may mean, where that is not certain."""


@doubts_desk.get("")
@door(VERIFY)
def listed(import_id: int) -> ResponseReturnValue:
    """Show the rows in doubt."""
    return _page(import_id)


@doubts_desk.post("/<int:row_id>")
@door(VERIFY)
def settle_post(import_id: int, row_id: int) -> ResponseReturnValue:
    """Keep what a row is, or where it lies; it is taken in so with the others."""
    (way, target), at = _said(), request.form.get("at", "")[:CELL_MAX]
    mended = {word: request.form[word].strip()[:CELL_MAX] for word in WORDS if word in request.form}
    try:
        with current_db().unit_of_work() as records:
            one = found(records, import_id, to_change=True)
            permit(VERIFY, Jurisdiction(place_id=one.place_id))
            if at:
                importing.place(records, one, row_id, chosen_commune(at))
            else:
                importing.settle(records, one, row_id, way, target, mended)
    except Refused as refused:
        return _page(import_id, import_refusal_words(refused.of(ImportRefusal)))
    except LookupError:
        return _page(import_id, _("This record or place cannot be meant by the row. Choose again."))
    return redirect(url_for(".listed", import_id=import_id, _anchor=f"row-{row_id}"))


def _said() -> tuple[ResolutionKind, int | None]:
    """Return the officer's word: a way, and after a colon the number of a record."""
    way, _colon, number = request.form.get("is", "").partition(":")
    if way not in tuple(ResolutionKind):
        return ResolutionKind.AGAIN, None
    return ResolutionKind(way), number_of(number)


def _page(import_id: int, told: str | None = None) -> str:
    asked, words = number_of(request.args.get("dong", "")), clean_query(request.args.get("q", "")[:200])
    with current_db().reading() as records:
        one = found(records, import_id)
        if one.state is not ImportState.CHECKED and not told:
            abort(404)
        every = import_rows(records, one)
        rows = [row for row in every if row.became is RowOutcome.NEEDS_REVIEW]
        apart = [row for row in every if row.became in _TAKEN and not importing.is_placed(row)]
        doubts = [_doubt(records, one, row, words if row.id == asked else "") for row in rows[:SHOWN]]
        return render_template(
            "intake_review/doubts.html",
            one=one,
            doubts=doubts,
            total=len(rows),
            apart=[(row, _reasons(row), _communes(records, one, row)) for row in apart[:SHOWN]],
            open=sum(row.way is None for row in rows),
            told=told,
            fields=tuple(zip(WORDS, _labels(), strict=True)),
            reason=reason_words,
            way_words=way_words,
            ways=ResolutionKind,
        )


def _doubt(records: Session, one: ProductImport, row: ProductImportRow, words: str) -> Doubt:
    cells = row.cells
    like = records_of(records, one.place.code).find(RowInput(cells.get("name", ""), cells.get("producer", ""))).records
    numbers = [*products_named(records, one.place.code, words), *(record.id for record in like)]
    if row.way is ResolutionKind.SAME_PRODUCT and row.target_id:
        numbers.insert(0, row.target_id)
    candidates = compared(records, cells, list(dict.fromkeys(numbers)))
    return Doubt(row, _reasons(row), candidates, words, _communes(records, one, row))


def _reasons(row: ProductImportRow) -> tuple[Reason, ...]:
    return tuple(Reason(code) for code in row.reasons)


def _communes(records: Session, one: ProductImport, row: ProductImportRow) -> tuple[CommuneChoice, ...]:
    """Return the communes that a row may mean: those that bear the name it gives, or one like it."""
    if importing.is_placed(row):
        return ()
    name = row.cells.get("commune") or place_of(row.cells.get("address", "")).commune or ""
    year = row.cells.get("year", "")
    written = int(year) if year.isascii() and year.isdigit() else None
    return communes_like(gazetteer(records), one.place.code, name, written=written)


def _labels() -> tuple[str, ...]:
    return (_("Product"), _("Producer"), _("Commune"), _("District"), _("Province"))
