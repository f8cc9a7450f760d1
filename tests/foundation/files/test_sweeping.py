"""What nothing points to goes in the night: uploads given up, papers that were replaced. On both databases."""

import io
import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from foundation.audit.rules import SYSTEM
from foundation.config.settings import Settings
from foundation.db.base import now
from foundation.db.database import Database
from foundation.files.models import StoredFile
from foundation.files.queries import file_columns
from foundation.files.services import keep, prepare_document
from foundation.files.storage import EXTENSION, Storage
from foundation.files.tasks import GRACE, SWEEP, sweeper
from foundation.outbox.worker import EXTENSION as WORKER
from foundation.outbox.worker import Worker
from tests.foundation.files.test_services import document
from tests.support.pictures import PDF
from wsgi import HOUSE, create_app

LONG_AGO = GRACE + timedelta(hours=1)


@pytest.fixture
def site(settings: Settings, db: Database) -> Flask:
    return create_app(settings, db)


@pytest.fixture
def storage(site: Flask) -> Storage:
    kept: Storage = site.extensions[EXTENSION]
    return kept


def contents(settings: Settings) -> list[Path]:
    return [path for path in (settings.data_dir / "files").rglob("*") if path.is_file()]


def let_contents_age(settings: Settings) -> None:
    for path in contents(settings):
        os.utime(path, (time.time() - LONG_AGO.total_seconds(),) * 2)


def test_an_upload_that_was_given_up_goes_after_its_grace(db: Database, storage: Storage, settings: Settings) -> None:
    storage.put(PDF)  # what a commit that failed leaves behind
    sweeper(storage)(db, {})
    assert len(contents(settings)) == 1
    let_contents_age(settings)
    sweeper(storage)(db, {})
    assert contents(settings) == []


def test_what_is_sent_once_more_is_not_swept_from_under_its_row(
    db: Database, storage: Storage, settings: Settings
) -> None:
    storage.put(PDF)
    let_contents_age(settings)
    again = prepare_document(storage, io.BytesIO(PDF), name="a.pdf")
    with db.unit_of_work() as session:
        keep(session, SYSTEM, again, public=False)
    sweeper(storage)(db, {})
    let_contents_age(settings)
    sweeper(storage)(db, {})
    assert [path.name for path in contents(settings)] == [again.sha256]


def test_a_file_that_nothing_on_record_names_goes_with_its_content(
    site: Flask, db: Database, storage: Storage, settings: Settings
) -> None:
    kept = document(db, storage, PDF)
    let_contents_age(settings)
    sweeper(storage)(db, {})
    with db.unit_of_work() as session:
        assert session.get_one(StoredFile, kept.id).discarded_at is None
        session.execute(update(StoredFile).values(created_at=now() - LONG_AGO))
    sweeper(storage)(db, {})
    with db.reading() as session:
        assert session.get_one(StoredFile, kept.id).discarded_at
    with site.app_context():
        Worker(db, site.extensions[WORKER], name="w").drain()
    assert contents(settings) == []


def test_whatever_room_names_a_file_keeps_it() -> None:
    named = {f"{column.table.name}.{column.name}" for column in file_columns()}
    assert named >= {
        "decision_entries.scan_id",
        "held_certifications.file_id",
        "profile_photos.file_id",
        "representation_claims.file_id",
    }
    assert "renditions.file_id" not in named


def test_it_is_done_every_night() -> None:
    assert HOUSE.jobs[SWEEP].schedule
