"""Proofs of claims go half a year after the decision; what was claimed and decided stays. On both databases."""

import io
from datetime import timedelta
from pathlib import Path

from sqlalchemy import update

from catalog.producers.models import Producer
from catalog.representation.models import RepresentationClaim
from catalog.representation.retention import delete_old_proofs
from catalog.representation.rules import Position, State
from catalog.representation.services import lodge, refuse
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import Database
from foundation.files.models import StoredFile
from foundation.files.services import prepare_document
from foundation.files.storage import Storage
from foundation.files.tasks import GRACE, sweeper
from tests.foundation.signin.conftest import account
from tests.support.databases import TODAY
from tests.support.pictures import PDF
from wsgi import HOUSE

LASTS = next(rule.lasts for rule in HOUSE.retention if rule.what == "claim_proofs")


def test_the_proof_of_a_decided_claim_goes_when_its_time_has_come(
    reference_db: Database, maker: int, tmp_path: Path
) -> None:
    storage = Storage(None, tmp_path)
    with reference_db.unit_of_work() as session:
        producer, desk = session.get_one(Producer, maker), account(session, "can")
        claims = []
        for name in ("an", "binh"):
            me = account(session, name)
            proof = prepare_document(storage, io.BytesIO(PDF + name.encode()), name=f"{name}.pdf")
            words = {"position": Position.HEAD, "words": "Chủ nhiệm", "proof": proof, "now": now(), "today": TODAY}
            claims.append(lodge(session, Actor(me.id), producer, me, **words))  # type: ignore[arg-type]
        refuse(session, Actor(desk.id), claims[0], answer="Không đúng.", now=now())
        decided, waiting = claims[0].id, claims[1].id
        proofs = [claim.file_id for claim in claims]
        session.execute(update(StoredFile).values(created_at=now() - GRACE * 2))
    sweeper(storage)(reference_db, {})  # what claims name stays
    with reference_db.unit_of_work() as session:
        assert delete_old_proofs(session, now() - LASTS) == 0
        assert delete_old_proofs(session, now() + timedelta(seconds=1)) == 1
    with reference_db.reading() as session:
        one, other = (session.get_one(RepresentationClaim, number) for number in (decided, waiting))
        assert (one.file_id, one.state, one.words) == (None, State.REFUSED, "Chủ nhiệm")
        assert other.file_id == proofs[1]
        gone = [session.get_one(StoredFile, number).discarded_at is not None for number in proofs if number]
        assert gone == [True, False]
