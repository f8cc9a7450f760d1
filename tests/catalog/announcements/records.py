"""Records of this room for the matrix of doors."""

import io
from collections.abc import Mapping
from datetime import datetime

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.announcements.models import Version
from catalog.announcements.queries import attachments, last_version
from catalog.announcements.rules import Kind
from catalog.announcements.services import About, AnnouncementText, approve, attach, begin, submit
from catalog.certificates.services import certify, decision
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.files.services import prepare_document
from foundation.files.storage import EXTENSION as STORAGE
from foundation.places.models import Place
from tests.foundation.signin.conftest import account
from tests.support.databases import TODAY
from tests.support.visitors import Maker, Record, Side, province_of

WORDS = AnnouncementText("Kế hoạch OCOP năm 2026", "Đợt một:\n- mật ong\n- chè\n\nXem https://ocop.gov.vn.")
PDF = b"%PDF-1.7"
_FORM = {"revision": "1", "title": "Kế hoạch", "body": "Chữ", "correct-reason": "Sai số", "withdraw-reason": "Sai"}


def written(
    session: Session,
    actor: Actor,
    place: Place | None,
    words: AnnouncementText = WORDS,
    *,
    kind: Kind = Kind.PLAN,
    at: datetime,
) -> Version:
    """A draft."""
    return begin(session, actor, About(place, kind), words, now=at)


def with_file(session: Session, actor: Actor, announcement_id: int, *, at: datetime, content: bytes = PDF) -> int:
    """Add a file to a draft; its number there."""
    prepared = prepare_document(current_app.extensions[STORAGE], io.BytesIO(content), name="qd.pdf")
    attach(session, actor, announcement_id, prepared, "Quyết định (bản chụp)", now=at)
    version = last_version(session, announcement_id)
    assert version
    return attachments(session, [version.id])[version.id][-1].id


def submitted(session: Session, actor: Actor, announcement_id: int, *, at: datetime) -> int:
    """Ask a second officer; the revision they see."""
    version = last_version(session, announcement_id)
    assert version
    submit(session, actor, announcement_id, revision=version.revision, now=at, today=TODAY)
    return version.revision


def approve_and_publish(
    session: Session,
    one: Actor,
    second: Actor,
    announcement_id: int,
    *,
    at: datetime,
    publish_at: datetime | None = None,
) -> Version:
    """Hand in by one, approve by another."""
    revision = submitted(session, one, announcement_id, at=at)
    return approve(session, second, announcement_id, publish_at=publish_at, revision=revision, now=at)


def published(session: Session, place: Place | None, *, at: datetime, words: AnnouncementText = WORDS) -> Version:
    """A public announcement, by two people nobody else is."""
    count = len(session.scalars(select(Version.id)).all())
    one, second = (account(session, f"{name}{count}@example.vn") for name in ("viet", "duyet"))
    made = written(session, Actor(one.id), place, words, at=at)
    return approve_and_publish(session, Actor(one.id), Actor(second.id), made.announcement_id, at=at)


def published_results(session: Session, product_id: int) -> tuple[int, int]:
    """A public announcement of a decision with a certificate and a file, and the file's number in it."""
    made = decision(session, authority="Bộ", level="province", number="9/QĐ", issued_on=TODAY)
    certify(session, product_id, made, stars=4, edition="26/2026")
    one, second = (Actor(account(session, f"{name}@example.vn").id) for name in ("soan", "ky"))
    about = About(None, Kind.RESULTS, made.id)
    number = begin(session, one, about, WORDS, now=now()).announcement_id
    attached = with_file(session, one, number, at=now())
    approve_and_publish(session, one, second, number, at=now())
    return number, attached


def _announcement(session: Session, side: Side) -> Record:
    """A draft of a province with a file, as its desk has it."""
    actor = Actor(side.account_id)
    made = written(session, actor, province_of(session, side), at=now())
    number = with_file(session, actor, made.announcement_id, at=now())
    address = {"announcement_id": made.announcement_id, "attachment_id": number}
    return Record(address, _FORM, marks=(f'/admin/thong-bao/{made.announcement_id}"',))


RECORDS: Mapping[str, Maker] = {"announcement": _announcement}
