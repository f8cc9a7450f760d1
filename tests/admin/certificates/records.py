"""Records of this room for the matrix of doors."""

from collections.abc import Mapping
from datetime import timedelta
from itertools import count

from sqlalchemy import update
from sqlalchemy.orm import Session

from catalog.certificates.models import Certificate
from catalog.certificates.services import certify, decision
from tests.catalog.products.records import product_of
from tests.support.databases import TODAY
from tests.support.visitors import Maker, Record, Side

_NUMBER = count(1)
STILL_LISTED = 50
"""Certificates in the list of those that run out; it shows a hundred, so earlier looks must not fill it."""


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


RECORDS: Mapping[str, Maker] = {"certificate": _certificate}
