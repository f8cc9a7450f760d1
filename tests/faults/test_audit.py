"""Writers and sealers of the audit are killed: nothing acknowledged is missing and the chain holds."""

import os

import pytest
from sqlalchemy import select

from foundation.audit.models import AuditEntry
from foundation.audit.queries import check_audit
from foundation.audit.tasks import seal
from foundation.db.base import now
from foundation.db.database import Database
from tests.support.processes import ROUNDS, start
from tests.support.settling import settle

MODULE = "tests.faults.auditing"
KILLS = ROUNDS * 4 if ROUNDS > 2 else 2
WRITES = 200
"""The kill comes sooner and later among these: the last one after all of them."""


@pytest.mark.fault
def test_a_killed_process_loses_no_acknowledged_change_and_breaks_no_chain(own_db: Database) -> None:
    acknowledged: set[int] = set()
    for number in range(KILLS):
        writers = [
            start(MODULE, own_db.url, str((2 * number + side) * 1_000_000 + 1), env=os.environ) for side in (0, 1)
        ]
        sealer = start(MODULE, own_db.url, "seal", env=os.environ)
        heard = [writers[0].stdout.readline() for _ in range(WRITES * (number + 1) // KILLS)]
        for process in (*writers, sealer):
            process.kill()
        rest = [line for writer in writers for line in writer.communicate()[0].splitlines()]
        sealer.communicate()
        acknowledged |= {int(line) for line in (*heard, *rest) if line.strip().isdecimal()}
    settle(own_db)
    seal(own_db)
    with own_db.reading() as session:
        kept = set(session.scalars(select(AuditEntry.subject_id)))
        assert list(check_audit(session, now())) == []
        assert session.scalar(select(AuditEntry).filter_by(position=None)) is None
    assert len(acknowledged) >= WRITES
    assert acknowledged <= kept
