"""Dropping proofs of claims that were decided long enough ago. A service beside `services`."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from catalog.representation.models import RepresentationClaim
from catalog.representation.rules import State
from foundation.audit.rules import SYSTEM
from foundation.db.base import now
from foundation.files.services import discard


def delete_old_proofs(session: Session, before: datetime) -> int:
    """Proofs of claims decided before; what was claimed and decided stays. How many."""
    asked = select(RepresentationClaim).where(
        RepresentationClaim.state != State.LODGED,
        RepresentationClaim.decided_at < before,
        RepresentationClaim.file_id.is_not(None),
    )
    decided = session.scalars(asked.options(joinedload(RepresentationClaim.file))).all()
    for claim in decided:
        if claim.file:
            discard(session, SYSTEM, claim.file, now=now())
        claim.file = None
    session.flush()
    return len(decided)
