"""Records of this room for the matrix of doors."""

from collections.abc import Mapping
from itertools import count

from sqlalchemy.orm import Session

from catalog.intake.models import IntakeRow
from catalog.intake.rules import Outcome
from tests.support.visitors import Maker, Record, Side, province_of

_NUMBER = count(1)


def _row(session: Session, side: Side) -> Record:
    """A row of a list that waits on the desk of a province."""
    made = IntakeRow(
        list_key="matrix",
        row_key=str(next(_NUMBER)),
        digest="x",
        outcome=Outcome.NEEDS_REVIEW,
        reasons=[],
        cells={"name": "Chè", "producer": "HTX Bình Minh"},
        place_id=province_of(session, side).id,
    )
    session.add(made)
    session.flush()
    return Record({"row_id": made.id}, marks=(f'/admin/xac-minh/dong-nhap/{made.id}"',))


RECORDS: Mapping[str, Maker] = {"intake-row": _row}
