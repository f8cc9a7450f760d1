"""Every door that takes a file: what is refused leaves nothing in the storage, whoever sends it and why ever."""

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count, cycle, islice
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select

from catalog.announcements import services as announcements
from catalog.producers.roles import PRODUCER_MEMBER
from catalog.profiles import services as profiles
from catalog.representation.models import RepresentationClaim
from foundation.accounts.models import RateLimitState
from foundation.files import rules
from foundation.files.models import StoredFile
from foundation.files.queries import digests_of
from foundation.permissions.rules import Role
from marketplace.booths import registering as booths
from marketplace.events import attachments as events
from marketplace.outlets import inspecting
from marketplace.outlets import photos as outlet_photos
from marketplace.outlets.roles import OUTLET_OPERATOR
from tests.support.matrix import Answer, Cell, Matrix, Reach, expected
from tests.support.pictures import PDF, photo
from tests.support.processes import ROOT, rounds
from tests.support.visitors import MEMBER, STRANGER

DIALECTS = ["sqlite"]
SOURCES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts): path.read_text(encoding="utf-8")
    for room in ("foundation", "catalog", "marketplace", "admin")
    for path in (ROOT / room).rglob("*.py")
}
REFUSED = rounds(20, 100)
"""Uploads that are refused, of each kind in turn."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A door that takes a file: the field, whom it lets in, what else a good form says, a field it cannot do without.

    `full` is what stands for a record that takes no more: a module and its number of files a record may have; `held`
    is how many the record has.
    """

    endpoint: str
    file: str
    by: str
    good: Mapping[str, str] = field(default_factory=dict)
    picture: bool = False
    needed: str | None = None
    full: tuple[Any, str] | None = None
    held: int = 1


UPLOADS = (
    Upload("profile_photos.add_post", "photos", PRODUCER_MEMBER, picture=True, full=(profiles, "PHOTOS_MAX")),
    Upload("outlets_photos.add_post", "photos", OUTLET_OPERATOR, picture=True, full=(outlet_photos, "PHOTOS_MAX")),
    Upload(
        "outlets_photos.desk_add_post",
        "photos",
        Role.PROVINCE_OFFICER,
        picture=True,
        full=(outlet_photos, "PHOTOS_MAX"),
    ),
    Upload(
        "outlets_inspections.photo_post",
        "photo",
        Role.PROVINCE_OFFICER,
        picture=True,
        full=(inspecting, "PHOTOS_MAX"),
    ),
    Upload(
        "profile_certifications.add_post",
        "paper",
        PRODUCER_MEMBER,
        {"name": "ISO 22000", "number": "1"},
        needed="name",
        full=(profiles, "CERTIFICATIONS_MAX"),
    ),
    Upload(
        "representation.claim_post",
        "proof",
        MEMBER,
        {"position": "head", "words": "Tôi là chủ cơ sở."},
        needed="words",
    ),
    Upload(
        "announcement_files.add_post",
        "file",
        Role.PROVINCE_OFFICER,
        {"label": "Quyết định"},
        full=(announcements, "FILES_MAX"),
    ),
    Upload("decisions.scan_post", "scan", Role.PROVINCE_OFFICER),
    Upload(
        "events_desk.document_post",
        "file-file",
        Role.PROVINCE_OFFICER,
        {"file-label": "Giấy mời"},
        needed="file-label",
        full=(events, "FILES_MAX"),
    ),
    Upload(
        "events_desk.photo_post",
        "photo-file",
        Role.PROVINCE_OFFICER,
        {"photo-label": "Gian hàng"},
        picture=True,
        needed="photo-label",
        full=(events, "PHOTOS_MAX"),
        held=0,
    ),
    Upload("booths_own.document_post", "file", PRODUCER_MEMBER, {"kind": "label"}, full=(booths, "PHOTOS_MAX")),
)
_NUMBER = count(1)


def content(upload: Upload) -> bytes:
    """A good file that nobody has sent before, so that each would leave its own."""
    number = next(_NUMBER)
    return photo(60 + number % 50, 40 + number // 50) if upload.picture else PDF + str(number).encode()


def form(upload: Upload, *, without: str | None = None) -> dict[str, Any]:
    """What is sent: a good form, but for one field."""
    name = "a.jpg" if upload.picture else "a.pdf"
    said = {**upload.good, upload.file: (io.BytesIO(content(upload)), name)}
    return {name: value for name, value in said.items() if name != without}


def cell(matrix: Matrix, upload: Upload, visitor: str, reach: Reach) -> Cell:
    return Cell(matrix.doors[upload.endpoint], "POST", visitor, reach)


def send(matrix: Matrix, upload: Upload, address: str, *, without: str | None = None, visitor: str = "") -> int:
    """Send it; the status."""
    client: FlaskClient = matrix.visitors[visitor or upload.by].client
    answer = client.post(address, data=form(upload, without=without), content_type="multipart/form-data")
    return answer.status_code


def kept(matrix: Matrix) -> int:
    """How many files there are; each content in the storage is one's of them, and each of theirs lies there."""
    with matrix.database.reading() as session:
        rows = list(session.scalars(select(StoredFile)))
        named = {digest for row in rows for digest in digests_of(row)}
    folder = matrix.app.config["OCOP_SETTINGS"].data_dir / "files"
    assert {path.name for path in folder.rglob("*") if path.is_file()} == named
    return len(rows)


@contextmanager
def taking_no_more(matrix: Matrix, upload: Upload, address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As long as this lasts the record's state refuses a file."""
    with monkeypatch.context() as changed:
        if upload.full:
            changed.setattr(*upload.full, upload.held)
        elif upload.endpoint == "decisions.scan_post":
            drop = address.replace("/ban-chup", "/bo")
            assert matrix.visitors[upload.by].client.post(drop, data={"version": "1"}).status_code == 302
        else:
            assert send(matrix, upload, address) == 302  # one claim waits at a time
        yield


def take_claims_back(matrix: Matrix) -> None:
    """One waits at a time."""
    with matrix.database.unit_of_work() as session:
        session.execute(delete(RepresentationClaim))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_doors_that_keep_a_file_are_these(matrix: Matrix) -> None:
    """Whoever adds one names it above; none takes a file past the count of what its sender sends in a day."""
    views = {matrix.app.view_functions[one.endpoint].__module__ for one in UPLOADS}
    assert {name for name, words in SOURCES.items() if re.search(r"import .*received_", words)} == views
    counted = {name for name, words in SOURCES.items() if "count_upload" in words}
    assert counted >= {"admin.decisions.views", "admin.registry.views_lists"}
    past = {name for name, words in SOURCES.items() if re.search(r"\b(prepare|keep)_(image|document)\(", words)}
    made_here = {"foundation.papers.tasks"}  # the site's own papers, which nobody sent
    assert past - made_here == {"foundation.files.services", "foundation.files.receiving"}


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("upload", UPLOADS, ids=lambda one: one.endpoint)
def test_a_refused_upload_leaves_nothing(matrix: Matrix, upload: Upload, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a right, without the form's token, without a field, for a record that takes no more; then a good one."""
    address, _ = matrix.address(cell(matrix, upload, upload.by, Reach.OWN))
    before = kept(matrix)

    def token() -> None:
        matrix.app.config["WTF_CSRF_ENABLED"] = True
        assert send(matrix, upload, address) == 400
        matrix.app.config["WTF_CSRF_ENABLED"] = False

    def missing() -> None:
        assert send(matrix, upload, address, without=upload.needed) in {200, 302, 422}

    def full() -> None:
        with taking_no_more(matrix, upload, address, monkeypatch):
            made = kept(matrix)
            assert send(matrix, upload, address) in {200, 404}
            assert kept(matrix) == made

    ways = [token, *([missing] if upload.needed else [])]
    for refuse in islice(cycle(ways), REFUSED):
        refuse()
    assert kept(matrix) == before
    full()
    fresh, _ = matrix.address(cell(matrix, upload, upload.by, Reach.OWN))
    take_claims_back(matrix)
    before = kept(matrix)
    assert send(matrix, upload, fresh) == 302
    assert kept(matrix) == before + 1


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("upload", UPLOADS, ids=lambda one: one.endpoint)
def test_whoever_may_not_leaves_nothing(matrix: Matrix, upload: Upload) -> None:
    for visitor in {STRANGER, MEMBER, Role.COMMUNE_OFFICER, upload.by}:
        for one in matrix.cells(visitor, matrix.doors[upload.endpoint]):
            if one.method != "POST" or expected(one, matrix.permissions) is Answer.IN:
                continue
            address, _ = matrix.address(one)
            before = kept(matrix)
            assert send(matrix, upload, address, visitor=visitor) in {302, 403, 404}
            assert kept(matrix) == before, one


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("upload", UPLOADS, ids=lambda one: one.endpoint)
def test_an_account_sends_so_many_files_a_day_and_no_more(
    matrix: Matrix, upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted before anything is looked at, so also what is refused then; said beside the field."""
    monkeypatch.setattr(rules, "FILES_A_DAY", 2)
    address, _ = matrix.address(cell(matrix, upload, upload.by, Reach.OWN))
    before = kept(matrix)
    for _ in range(2):
        send(matrix, upload, address)
    made, client = kept(matrix), matrix.visitors[upload.by].client
    assert made > before
    answer = client.post(address, data=form(upload), content_type="multipart/form-data")
    assert answer.status_code == 200
    assert f'id="{upload.file}-error"' in answer.text
    assert kept(matrix) == made
    with matrix.database.unit_of_work() as session:
        keys = session.scalars(select(RateLimitState.key)).all()
        assert {key.split(":")[0] for key in keys} >= {"files", "megabytes"}
        assert (
            session.scalar(select(func.count()).select_from(RateLimitState).where(RateLimitState.key.contains("@")))
            == 0
        )
        session.execute(delete(RateLimitState))
    take_claims_back(matrix)
    assert send(matrix, upload, address) == 302
