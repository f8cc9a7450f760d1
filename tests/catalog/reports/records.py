"""Records of this room for the matrix of doors."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from catalog.reports.models import Report
from catalog.reports.rules import Kind, State
from foundation.db.base import now
from foundation.i18n.languages import DEFAULT
from tests.support.databases import TODAY
from tests.support.visitors import Maker, Record, Side, province_of


def _report(session: Session, side: Side) -> Record:
    """Confirmed, on the desk of a province."""
    made = Report(
        kind=Kind.ERROR,
        state=State.RECEIVED,
        text="Sai tên xã",
        language=DEFAULT,
        place_id=province_of(session, side).id,
        sent_at=now(),
        confirmed_at=now(),
        due_on=TODAY,
    )
    session.add(made)
    session.flush()
    return Record({"report_id": made.id}, {"answer": "Đã sửa."}, marks=(f'/admin/phan-anh/{made.id}"',))


RECORDS: Mapping[str, Maker] = {"report": _report}
