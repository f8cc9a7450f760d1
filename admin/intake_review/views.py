"""Doubtful rows of imports on one page: what is in doubt, which records they may mean, and the officer's word."""

from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from admin.intake_review.labels import reason_words
from catalog.intake.doors import VERIFY
from catalog.intake.matching import CELL_MAX, Record, Records, RowInput
from catalog.intake.models import IntakeRow
from catalog.intake.queries import records_of
from catalog.intake.resolving import Resolution, ResolutionKind, resolve, row_by_id, rows_to_review
from catalog.intake.rules import Outcome, Reason
from catalog.producers.models import Producer
from catalog.producers.queries import producers_by_key
from catalog.producers.rules import producer_key
from foundation.audit.rules import Actor
from foundation.audit.services import record
from foundation.db.database import current_db
from foundation.i18n.messages import gettext as _
from foundation.permissions.guard import permit, scope
from foundation.permissions.rules import Jurisdiction
from foundation.places.gazetteer import gazetteer
from foundation.web.doors import door
from foundation.web.installation import today
from foundation.web.requests import number_of
from foundation.workflow.rules import Refused

intake_review = Blueprint(
    "intake_review", __name__, url_prefix="/admin/xac-minh/dong-nhap", template_folder="templates"
)

WORDS = ("name", "producer", "commune", "district", "province")
"""What an officer may mend in a row; what it says of stars and sources stays the source's."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A waiting row with the records it may mean."""

    row: IntakeRow
    reasons: tuple[Reason, ...]
    products: tuple[Record, ...]
    producers: tuple[Producer, ...]


@intake_review.get("")
@door(VERIFY)
def listed() -> ResponseReturnValue:
    """All rows that wait."""
    return _page()


@intake_review.post("/<int:row_id>")
@door(VERIFY)
def settle_post(row_id: int) -> ResponseReturnValue:
    """Settle a row; one that still leaves a doubt waits on with the words as they are now."""
    with current_db().reading() as records:
        row, actor = _permitted(records, row_id)
    cells = {**row.cells, **{word: request.form.get(word, "").strip()[:CELL_MAX] for word in WORDS}}
    try:
        with current_db().unit_of_work() as records:
            settled = resolve(records, row_id, cells, _said(), today())
            after = {"outcome": settled.outcome, "product": settled.product_id}
            record(records, actor, "intake-row:settle", row_id, after=after, place_id=row.place_id)
    except Refused:
        return _page(_("A colleague has decided this row already; your changes were not applied."))
    except (LookupError, IntegrityError):
        return _page(_("This record or place cannot be meant by the row. Choose again."), row_id, cells)
    if settled.outcome is Outcome.NEEDS_REVIEW:
        return _page(_("The row is still in doubt; what you wrote was saved."), row_id)
    return redirect(url_for(".listed"))


def _said() -> Resolution:
    """Return the officer's word: a way, and after a colon the number of a record."""
    way, _colon, number = request.form.get("is", "").partition(":")
    if way not in tuple(ResolutionKind):
        return Resolution(ResolutionKind.AGAIN)
    return Resolution(ResolutionKind(way), number_of(number))


def _page(told: str | None = None, row_id: int | None = None, cells: dict[str, str] | None = None) -> str:
    with current_db().reading() as records:
        rows = rows_to_review(records, scope(VERIFY))
        known: dict[str, Records] = {}
        doubts = [_doubt(records, row, known) for row in rows]
        return render_template(
            "intake_review/rows.html",
            doubts=doubts,
            told=told,
            wrong=row_id,
            cells=cells,
            fields=_fields(),
            reason=reason_words,
            ResolutionKind=ResolutionKind,
        )


def _doubt(session: Session, row: IntakeRow, known: dict[str, Records]) -> Doubt:
    """Return the row with products like it and producers of its name in its province."""
    reasons = tuple(Reason(code) for code in row.reasons)
    if row.place_id is None:
        return Doubt(row, reasons, (), ())
    code = gazetteer(session).units[row.place_id].code
    if code not in known:
        known[code] = records_of(session, code)
    found = known[code].find(RowInput(row.cells.get("name", ""), row.cells.get("producer", "")))
    key = producer_key(row.cells.get("producer", ""))
    makers = producers_by_key(session, [key]).values() if key else ()
    near = tuple(maker for same in makers for maker in same if maker.province_code == code)
    return Doubt(row, reasons, found.records, near)


def _fields() -> tuple[tuple[str, str], ...]:
    words = (_("Product"), _("Producer"), _("Commune"), _("District"), _("Province"))
    return tuple(zip(WORDS, words, strict=True))


def _permitted(records: Session, row_id: int) -> tuple[IntakeRow, Actor]:
    """Return the row and who works on it; one of another province, or none at all, is not there."""
    row = row_by_id(records, row_id)
    if row is None:
        abort(404)
    return row, permit(VERIFY, Jurisdiction(place_id=row.place_id))
