"""Records of this room for the matrix of doors."""

from collections.abc import Mapping
from itertools import count

from sqlalchemy.orm import Session

from catalog.enquiries.models import Enquiry
from foundation.db.base import now
from tests.catalog.producers.records import new_producer
from tests.support.visitors import Maker, Record, Side

_NUMBER = count(10**8)


def _enquiry(session: Session, side: Side) -> Record:
    """Found among one's own by its text."""
    text, producer = f"Còn chè không? ({next(_NUMBER)})", new_producer(session, side.place_id)
    made = Enquiry(producer=producer, account_id=side.account_id, text=text, asked_at=now())
    session.add(made)
    session.flush()
    return Record({"enquiry_id": made.id}, {"answer": "Còn."}, marks=(f'/admin/hoi-dap/{made.id}"', text))


RECORDS: Mapping[str, Maker] = {"enquiry": _enquiry}
