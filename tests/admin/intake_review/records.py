"""Records of this room for the matrix of doors."""

from collections.abc import Mapping
from itertools import count

from sqlalchemy.orm import Session

from catalog.intake.import_rules import ImportState, RowOutcome
from catalog.intake.models import IntakeRow, ProductImport, ProductImportRow
from catalog.intake.rules import Outcome
from foundation.db.base import now
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


def _import(session: Session, side: Side) -> Record:
    """An import of a province that was checked, with a row in doubt."""
    place = province_of(session, side)
    number = next(_NUMBER)
    made = ProductImport(
        account_id=side.account_id,
        place_id=place.id,
        name=f"danh-sach-{number}.csv",
        list_key=f"matrix-{number}",
        content="Tên sản phẩm,Chủ thể\nChè,HTX Bình Minh\n".encode(),
        choices={},
        state=ImportState.CHECKED,
        done=1,
        stayed=[],
        sent_at=now(),
    )
    session.add(made)
    session.flush()
    row = ProductImportRow(
        import_id=made.id, number=2, cells={"name": "Chè"}, became=RowOutcome.NEEDS_REVIEW, reasons=["id_missing"]
    )
    session.add(row)
    session.flush()
    return Record({"import_id": made.id, "row_id": row.id}, marks=(f'/nhap-danh-sach/{made.id}"',))


RECORDS: Mapping[str, Maker] = {"intake-row": _row, "product-import": _import}
