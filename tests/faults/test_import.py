"""An import killed at random points and run again ends where an uninterrupted one does."""

import random
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bench.intake import noisy_rows, write_rows
from catalog.intake.models import IntakeRow
from catalog.intake.services import BATCH, import_file
from foundation.db.database import Database
from tests.support.databases import TODAY, Stage, Templates
from tests.support.digests import digests
from tests.support.processes import ROUNDS, environment, finish, kill, start, wait_until

ROWS = 20_000 if ROUNDS > 2 else 2_000
LIMIT = 1_500
"""Seconds all rounds may take: 20,000 rows seven times over on PostgreSQL, on a machine that has other work."""


@pytest.mark.fault
@pytest.mark.timeout(LIMIT)
def test_a_killed_import_only_has_to_run_again(
    templates: Templates, dialect: str, own_reference_db: Database, tmp_path: Path, luck: random.Random
) -> None:
    path = tmp_path / "noisy.csv"
    write_rows(noisy_rows(ROWS), path)
    with templates.own(dialect, Stage.REFERENCE) as whole:
        import_file(whole, path, list_key="noisy", today=TODAY)
        with whole.reading() as session:
            expected = digests(session)

    env = environment(own_reference_db.url, tmp_path)
    points = sorted(luck.sample(range(0, ROWS - 2 * BATCH, BATCH), ROUNDS))
    for point in points:
        process = start("flask", "catalog", "import", str(path), env=env)
        wait_until(partial(_reached, own_reference_db, point), timeout=LIMIT / 5)
        wait_until(lambda: luck.random() < 0.2)  # anywhere in the batch, not only at its beginning
        assert kill(process), f"the import was over before point {point}"
    finish(start("flask", "catalog", "import", str(path), env=env), timeout=LIMIT / 5)
    with own_reference_db.reading() as session:
        assert digests(session) == expected


def _reached(database: Database, rows: int) -> bool:
    with database.reading() as session:
        return (session.scalar(select(func.count(IntakeRow.id))) or 0) >= rows
