"""Files from sending to deleting, on both databases."""

import io
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from foundation.audit.rules import SYSTEM, Actor
from foundation.config.settings import Settings
from foundation.db.base import now
from foundation.db.database import Database
from foundation.files import personal
from foundation.files.models import StoredFile
from foundation.files.queries import check_files, file_by_id
from foundation.files.rules import BYTES_MAX, SCAN_WIDTH, FileRefused, MediaType, Reason
from foundation.files.sending import delivered
from foundation.files.services import discard, publish
from foundation.files.storage import EXTENSION, Storage
from foundation.outbox.worker import EXTENSION as WORKER
from foundation.outbox.worker import Worker
from tests.foundation.signin.conftest import account
from tests.support.files import keep_document, keep_image
from tests.support.pictures import PAGE, PDF, photo, with_exif, workbook
from wsgi import create_app


def image(database: Database, storage: Storage, content: bytes, *, public: bool = True, name: str = "") -> StoredFile:
    with database.unit_of_work() as session:
        kept = keep_image(session, storage, SYSTEM, io.BytesIO(content), public=public, name=name)
        return file_by_id(session, kept.id) or kept


def document(database: Database, storage: Storage, content: bytes, name: str = "a.pdf") -> StoredFile:
    with database.unit_of_work() as session:
        return keep_document(session, storage, SYSTEM, io.BytesIO(content), name=name, public=False)


@pytest.fixture
def site(settings: Settings, db: Database) -> Flask:
    return create_app(settings, db)


@pytest.fixture
def storage(site: Flask) -> Storage:
    kept: Storage = site.extensions[EXTENSION]
    return kept


def contents(settings: Settings) -> int:
    return sum(path.is_file() for path in (settings.data_dir / "files").rglob("*"))


def test_a_public_picture_is_served_for_ever_under_its_digest(site: Flask, db: Database, storage: Storage) -> None:
    kept = image(db, storage, with_exif())
    for drawn in kept.renditions:
        answer = site.test_client().get(f"/media/{drawn.sha256}.webp")
        assert (answer.status_code, answer.mimetype, len(answer.data)) == (200, "image/webp", drawn.size)
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert "Set-Cookie" not in answer.headers
        again = site.test_client().get(f"/media/{drawn.sha256}.webp", headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304


def test_what_is_not_public_is_not_served(site: Flask, db: Database, storage: Storage) -> None:
    client = site.test_client()
    private = image(db, storage, photo(), public=False)
    paper = document(db, storage, PDF)
    for digest in (private.sha256, paper.sha256, "0" * 64):
        assert client.get(f"/media/{digest}.webp").status_code == 404
    for address in ("/media/../secret_key", "/media/%2e%2e%2fsecret_key.webp", f"/media/{'/' * 64}.webp", "/media/"):
        assert client.get(address).status_code in {404, 308}
    with db.unit_of_work() as session:
        publish(session, SYSTEM, session.get_one(StoredFile, private.id), public=True)
    assert client.get(f"/media/{private.sha256}.webp").status_code == 200


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"\xff" * (BYTES_MAX + 1), Reason.TOO_LARGE),
        (PAGE, Reason.NOT_AN_IMAGE),
        (photo()[:-3000], Reason.BROKEN),
    ],
    ids=["empty", "20 MB + 1", "page", "cut off"],
)
def test_what_is_refused_leaves_nothing(
    db: Database, storage: Storage, settings: Settings, content: bytes, reason: Reason
) -> None:
    with pytest.raises(FileRefused) as refused:
        image(db, storage, content)
    assert refused.value.reason is reason
    assert contents(settings) == 0


def keep_then_refuse(session: Session, storage: Storage) -> None:
    keep_document(session, storage, SYSTEM, io.BytesIO(PDF), name="a.pdf", public=False)
    raise RuntimeError


def keep_against_the_rules(session: Session, storage: Storage) -> None:
    """Seen by the database when the transaction ends."""
    keep_document(session, storage, SYSTEM, io.BytesIO(PDF), name="a.pdf", public=False).public = True


def test_contents_are_stored_by_the_commit_alone(db: Database, storage: Storage, settings: Settings) -> None:
    """Whatever refuses the rest of the transaction refuses the file's content with it."""
    with pytest.raises(RuntimeError), db.unit_of_work() as session:
        keep_then_refuse(session, storage)
    assert contents(settings) == 0
    with db.unit_of_work() as session:
        with pytest.raises(RuntimeError), session.begin_nested():
            keep_then_refuse(session, storage)
        with session.begin_nested():
            keep_document(session, storage, SYSTEM, io.BytesIO(PDF + b"2"), name="b.pdf", public=False)
        assert contents(settings) == 0
    assert contents(settings) == 1


def test_what_the_database_refuses_at_last_is_not_stored(db: Database, storage: Storage, settings: Settings) -> None:
    with pytest.raises(IntegrityError), db.unit_of_work() as session:
        keep_against_the_rules(session, storage)
    assert contents(settings) == 0


def test_a_photo_of_20_mb_is_taken(db: Database, storage: Storage) -> None:
    large = photo(comment=b"")  # filled up behind its end, as some cameras do
    assert image(db, storage, large + b"\0" * (BYTES_MAX - len(large))).size < 100_000


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (PDF, "Quyết định.pdf", MediaType.PDF),
        (workbook("xl/workbook.xml"), "a.xlsx", MediaType.XLSX),
        ("tên\nChè".encode(), "a.csv", MediaType.CSV),
    ],
)
def test_a_document_is_kept_as_it_is_and_saved_by_whoever_may_read_it(
    site: Flask, db: Database, storage: Storage, content: bytes, name: str, media_type: MediaType
) -> None:
    kept = document(db, storage, content, name)
    assert (kept.media_type, kept.name, kept.size) == (media_type, name, len(content))
    with site.test_request_context():
        answer = delivered(kept)
        assert answer.get_data() == content
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_scan_is_drawn_anew_and_shown(site: Flask, db: Database, storage: Storage) -> None:
    kept = document(db, storage, photo(3000, 2000) + PAGE, "giấy.jpg")
    assert (kept.media_type, kept.rendition(SCAN_WIDTH).width) == (MediaType.WEBP, 2400)
    with site.test_request_context():
        answer = delivered(kept, digest=kept.rendition(320).sha256)
        assert answer.headers["Content-Disposition"].startswith("inline")
        assert len(answer.get_data()) == kept.rendition(320).size
    with pytest.raises(LookupError):
        document(db, storage, PDF).rendition(320)


def test_documents_are_never_public(db: Database, storage: Storage) -> None:
    with pytest.raises(ValueError, match="only pictures"), db.unit_of_work() as session:
        keep_document(session, storage, SYSTEM, io.BytesIO(PDF), name="a.pdf", public=True)
    with pytest.raises(FileRefused, match="kind"):
        document(db, storage, PAGE, "a.html")
    document(db, storage, PDF)
    with pytest.raises(IntegrityError), db.unit_of_work() as session:
        session.execute(update(StoredFile).values(public=True))


def test_a_name_leads_nowhere(db: Database, storage: Storage, settings: Settings) -> None:
    kept = document(db, storage, PDF, "../../../secret_key")
    assert kept.name == "secret_key"
    (path,) = [path for path in (settings.data_dir / "files").rglob("*") if path.is_file()]
    assert path == settings.data_dir / "files" / kept.sha256[:2] / kept.sha256


def test_the_same_content_lies_there_once(db: Database, storage: Storage, settings: Settings) -> None:
    one, other = document(db, storage, PDF), document(db, storage, PDF)
    assert (one.id == other.id, one.sha256 == other.sha256, contents(settings)) == (False, True, 1)


def test_a_discarded_file_vanishes_at_once_and_its_content_when_nothing_else_needs_it(
    own_db: Database, settings: Settings
) -> None:
    app = create_app(settings, own_db)
    storage: Storage = app.extensions[EXTENSION]
    one, other = image(own_db, storage, photo()), image(own_db, storage, photo())
    client = app.test_client()
    for kept, answered in ((one, 200), (other, 404)):
        with own_db.unit_of_work() as session:
            discard(session, SYSTEM, session.get_one(StoredFile, kept.id), now=now())
            assert file_by_id(session, kept.id) is None
        assert client.get(f"/media/{one.sha256}.webp").status_code == answered
        with app.app_context():
            Worker(own_db, app.extensions[WORKER], name="w").drain()
        assert storage.has(one.sha256) == (answered == 200)
    assert contents(settings) == 0


def test_verify_names_a_file_without_its_content(db: Database, storage: Storage) -> None:
    kept = document(db, storage, PDF)
    with db.reading() as session:
        assert list(check_files(session, storage)) == []
        storage.forget(kept.sha256)
        storage.forget(kept.sha256)
        (told,) = check_files(session, storage)
    assert told.startswith(f"file {kept.id}: ")
    with pytest.raises(FileNotFoundError):
        storage.stream(kept.sha256)


def test_what_somebody_sent_is_told_and_its_name_erased(db: Database, storage: Storage) -> None:
    with db.unit_of_work() as session:
        sender = account(session)
        keep_document(session, storage, Actor(sender.id), io.BytesIO(PDF), name="CCCD Lò Thị Bình.pdf", public=False)
        assert personal.export(session, sender.id)["files"][0]["name"] == "CCCD Lò Thị Bình.pdf"
        personal.erase(session, sender.id, date(2026, 11, 23))
        assert personal.export(session, sender.id)["files"][0]["name"] == ""


def test_a_storage_named_by_its_address(tmp_path: Path) -> None:
    kept = Storage(f"file://{tmp_path}/there", tmp_path / "not here")
    digest = kept.put(b"x")
    assert kept.read(digest) == b"x"
    assert [path.name for path in tmp_path.iterdir()] == ["there"]
    elsewhere = Storage("memory:///", tmp_path)
    assert b"".join(elsewhere.stream(elsewhere.put(b"y"))) == b"y"
