"""Records of this room for the matrix of doors."""

import io
from collections.abc import Mapping

from sqlalchemy.orm import Session

from admin.decisions.services import NamedDecision, attach_scan, open_entry
from catalog.intake.columns import PRODUCTS
from catalog.intake.matching import RowInput
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.files.services import prepare_document
from foundation.files.storage import current_storage
from tests.support.databases import TODAY
from tests.support.lists import draft_record
from tests.support.visitors import Maker, Record, Side, province_of


def _entry(session: Session, side: Side) -> Record:
    """A decision of a province that is being entered, with its scan."""
    actor, named = Actor(side.account_id), NamedDecision("UBND", "province", "1/QĐ-UBND", TODAY)
    row = RowInput("Chè", "HTX Bình Minh", "", "4")
    made = open_entry(session, actor, province_of(session, side), named, [row], now=now(), today=TODAY)
    scan = prepare_document(current_storage(), io.BytesIO(b"%PDF-1.7"), name="x.pdf")
    attach_scan(session, actor, made.id, scan)
    form = {"version": str(made.version)}
    return Record({"entry_id": made.id}, form, marks=(f'/admin/xac-minh/quyet-dinh/{made.id}"',))


def _draft(session: Session, side: Side) -> Record:
    """A decision whose table is being looked at."""
    place = province_of(session, side)
    about = {"place": place.id, "level": "province", "authority": "UBND", "number": "1/QĐ", "issued_on": "2025-09-03"}
    return draft_record(session, side, PRODUCTS, "Tên sản phẩm,Chủ thể,Hạng sao\nChè,HTX Bình Minh,4\n", about)


RECORDS: Mapping[str, Maker] = {"decision-entry": _entry, "decision-draft": _draft}
