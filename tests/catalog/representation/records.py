"""Records of this room for the matrix of doors."""

import io
from collections.abc import Mapping

from sqlalchemy.orm import Session

from catalog.representation.models import RepresentationClaim
from catalog.representation.rules import Position, State
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.files.storage import current_storage
from tests.catalog.producers.records import new_producer
from tests.support.files import keep_document
from tests.support.visitors import Maker, Record, Side


def _claim(session: Session, side: Side) -> Record:
    """With a paper; each to a producer of its own, for one waits at a time."""
    storage, actor = current_storage(), Actor(side.account_id)
    made = RepresentationClaim(
        producer=new_producer(session, side.place_id),
        account_id=side.account_id,
        position=Position.HEAD,
        words="Tôi là giám đốc.",
        file=keep_document(session, storage, actor, io.BytesIO(b"%PDF-1.7"), name="x.pdf", public=False),
        state=State.LODGED,
        lodged_at=now(),
    )
    session.add(made)
    session.flush()
    marks = (f'/admin/dai-dien/{made.id}"', f'/ho-so/de-nghi/{made.id}/rut"')
    return Record({"claim_id": made.id}, {"answer": "Không rõ giấy tờ."}, marks)


RECORDS: Mapping[str, Maker] = {"producer-claim": _claim}
