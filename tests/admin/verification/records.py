"""Records of this room for the matrix of doors."""

import io
from collections.abc import Mapping
from datetime import timedelta
from itertools import count

from flask import current_app
from sqlalchemy import update
from sqlalchemy.orm import Session

from admin.verification.merges import merge
from admin.verification.rules import DecisionInput
from admin.verification.services import NamedDecision, attach_scan, open_entry
from admin.verification.views_merges import EXTENSION as HOOKS
from catalog.certificates.models import Certificate
from catalog.certificates.services import certify, decision
from catalog.intake.models import IntakeRow
from catalog.intake.rules import Outcome
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.files.services import prepare_document
from foundation.files.storage import current_storage
from tests.catalog.producers.records import new_producer
from tests.catalog.products.records import product_of
from tests.support.databases import TODAY
from tests.support.visitors import Maker, Record, Side, province_of

_NUMBER = count(1)
STILL_LISTED = 50
"""Certificates in the list of those that run out; it shows a hundred, so earlier looks must not fill it."""


def _entry(session: Session, side: Side) -> Record:
    """A decision of a province that is being entered, with its scan."""
    actor, named = Actor(side.account_id), NamedDecision("UBND", "province", "1/QĐ-UBND", TODAY)
    row = DecisionInput("Chè", "HTX Bình Minh", "", "4")
    made = open_entry(session, actor, province_of(session, side), named, [row], now=now(), today=TODAY)
    scan = prepare_document(current_storage(), io.BytesIO(b"%PDF-1.7"), name="x.pdf")
    attach_scan(session, actor, made.id, scan)
    form = {"version": str(made.version)}
    return Record({"entry_id": made.id}, form, marks=(f'/admin/xac-minh/quyet-dinh/{made.id}"',))


def _producer_pair(session: Session, side: Side) -> Record:
    kept, merged = new_producer(session, side.place_id), new_producer(session, side.place_id)
    return Record({"kept_id": kept.id, "merged_id": merged.id})


def _producer_merge(session: Session, side: Side) -> Record:
    kept, merged = new_producer(session, side.place_id), new_producer(session, side.place_id)
    made = merge(session, Actor(side.account_id), kept, merged, current_app.extensions[HOOKS], now=now())
    return Record({"merge_id": made.id}, marks=(f'/admin/xac-minh/gop-chu-the/{made.id}/tach"',))


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


def _certificate(session: Session, side: Side) -> Record:
    """A certificate about to run out, and a form that would end it."""
    product = product_of(session, side)
    day, number = TODAY - timedelta(days=1000), f"{next(_NUMBER)}/QĐ-UBND"
    source = decision(session, authority="UBND", level="province", number=number, issued_on=day)
    made = certify(session, product.id, source, stars=3, edition="148")
    session.flush()
    earlier = update(Certificate).where(Certificate.id <= made.id - STILL_LISTED, Certificate.extended_until.is_(None))
    session.execute(earlier.values(valid_until=TODAY + timedelta(days=1000)))
    form = {"by": "revoked", "ground": "mark", "level": "province", "authority": "UBND", "number": "9/QĐ-UBND"}
    form |= {"issued_on": TODAY.isoformat(), "reason": "Sai nhãn.", "step": "lam", "seen": "/"}
    form |= {"lodged_on": TODAY.isoformat(), "until": TODAY.isoformat()}
    return Record({"certificate_id": made.id}, form, marks=(f'/admin/xac-minh/giay-chung-nhan/{made.id}"',))


RECORDS: Mapping[str, Maker] = {
    "decision-entry": _entry,
    "certificate": _certificate,
    "producer-pair": _producer_pair,
    "producer-merge": _producer_merge,
    "intake-row": _row,
}
