"""What this room holds about one person: their claims, those they decided and those by which they left."""

from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from catalog.representation.models import RepresentationClaim
from catalog.representation.queries import claims_of
from catalog.representation.rules import State
from catalog.representation.services import withdraw
from foundation.audit.rules import SYSTEM
from foundation.db.base import now
from foundation.files.services import discard

COLUMNS = frozenset(
    {
        "representation_claims.account_id",
        "representation_claims.handed_over_by_id",
        "representation_claims.decided_by_id",
    }
)
RUBBED_OUT = "—"
_SHOWN = ("producer_id", "position", "words", "state", "lodged_at", "decided_at", "answer")


def export(session: Session, account_id: int) -> dict[str, Any]:
    """Return what was claimed and what came of it; of others' claims only which and when."""
    part = or_(RepresentationClaim.handed_over_by_id == account_id, RepresentationClaim.decided_by_id == account_id)
    rows = session.scalars(select(RepresentationClaim).where(part).order_by(RepresentationClaim.id))
    return {
        "claims": [{name: getattr(row, name) for name in _SHOWN} for row in claims_of(session, account_id)],
        "part_in": [{"producer_id": row.producer_id, "lodged_at": row.lodged_at} for row in rows],
    }


def erase(session: Session, account_id: int, today: date) -> None:
    """Claims that wait are taken back; words and proofs go, what was decided stays under the number."""
    del today
    for claim in claims_of(session, account_id):
        if claim.state is State.LODGED:
            withdraw(session, SYSTEM, claim, now=now())
        if claim.file:
            discard(session, SYSTEM, claim.file, now=now())
        claim.words = RUBBED_OUT
        claim.answer = RUBBED_OUT if claim.answer else None
    session.flush()
