"""Writing announcements, letting them out, correcting and withdrawing them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.announcements import notices
from catalog.announcements.models import Announcement, Attachment, Version, Writer
from catalog.announcements.queries import announcement_by_id, attachments, certifies_in, is_attached, last_version
from catalog.announcements.rules import (
    FILES_MAX,
    LABEL_MAX,
    OF_DECISIONS,
    REASON_MAX,
    VERSIONS,
    Kind,
    Refusal,
    State,
    Verb,
    correctable,
    hour,
    is_public,
    move,
    needs_decision,
)
from foundation.audit.rules import Actor
from foundation.audit.services import record
from foundation.files.services import PreparedFile, discard, keep
from foundation.i18n.hygiene import cleaned
from foundation.i18n.text import normalize_spaces
from foundation.places.models import Place
from foundation.workflow.rules import Refused


@dataclass(frozen=True, slots=True)
class AnnouncementText:
    """Title and text in Vietnamese and, both or none, in English."""

    title: str
    body: str
    title_en: str | None = None
    body_en: str | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What an announcement is: whose, of which kind, of which decision."""

    place: Place | None
    kind: Kind
    decision_id: int | None = None


def begin(session: Session, actor: Actor, about: About, words: AnnouncementText, *, now: datetime) -> Version:
    """Begin an announcement; nobody but its desk sees it."""
    decision_id = about.decision_id if about.kind in OF_DECISIONS else None
    if why := needs_decision(about.kind, decision_id):
        raise Refused(why)
    if decision_id and not certifies_in(session, decision_id, about.place):
        raise Refused(Refusal.DECISION_ELSEWHERE)
    made = Announcement(place=about.place, kind=about.kind, decision_id=decision_id)
    session.add(made)
    session.flush()
    version = _version(session, actor, made, 1, words, now)
    _note(session, actor, version, "begin")
    return version


def save(
    session: Session, actor: Actor, announcement_id: int, words: AnnouncementText, *, revision: int, now: datetime
) -> None:
    """Keep what somebody wrote in a draft; they are one of its writers from now on."""
    version = _held(session, actor, announcement_id, Verb.SAVE, revision, now)
    _write(version, words)
    _sign(session, actor, version)
    _note(session, actor, version, "save")


def attach(
    session: Session, actor: Actor, announcement_id: int, prepared: PreparedFile, label: str, *, now: datetime
) -> None:
    """Add a file to a draft."""
    version = _held(session, actor, announcement_id, Verb.SAVE, None, now)
    if len(attachments(session, [version.id])[version.id]) >= FILES_MAX:
        raise Refused(Refusal.TOO_MANY_FILES)
    kept = keep(session, actor, prepared, public=False)
    session.add(
        Attachment(version_id=version.id, file=kept, label=_line(label)[:LABEL_MAX] or kept.name or str(kept.id))
    )
    _sign(session, actor, version)
    _note(session, actor, version, "attach", file=kept.id)


def detach(session: Session, actor: Actor, announcement_id: int, attachment_id: int, *, now: datetime) -> None:
    """Take a file out of a draft; its content goes where no version has it."""
    version = _held(session, actor, announcement_id, Verb.SAVE, None, now)
    for one in attachments(session, [version.id])[version.id]:
        if one.id == attachment_id:
            session.delete(one)
            session.flush()
            if not is_attached(session, one.file_id):
                discard(session, actor, one.file, now=now)
            _sign(session, actor, version)
            _note(session, actor, version, "detach", file=one.file_id)


def submit(session: Session, actor: Actor, announcement_id: int, *, revision: int, now: datetime, today: date) -> None:
    """Ask a second officer to let it out."""
    version = _held(session, actor, announcement_id, Verb.HAND_IN, revision, now)
    VERSIONS.apply(version, Verb.HAND_IN)
    version.submitted_at, version.submitted_by_id, version.remark = now, actor.account_id, None
    _sign(session, actor, version)
    _note(session, actor, version, Verb.HAND_IN)
    notices.tell_approvers(session, version, now=now, today=today)


def withdraw_submission(session: Session, actor: Actor, announcement_id: int, *, remark: str, now: datetime) -> None:
    """Make a draft again of what waits, or of what was let out for an hour that is still to come."""
    version = _held(session, actor, announcement_id, Verb.WITHDRAW_SUBMISSION, None, now)
    VERSIONS.apply(version, Verb.WITHDRAW_SUBMISSION)
    version.submitted_at = version.submitted_by_id = None
    version.approved_at = version.approved_by_id = version.publish_at = None
    if version.number == 1:
        version.announcement.published_at = None
    version.remark = _text(remark)[:REASON_MAX] or None
    _note(session, actor, version, Verb.WITHDRAW_SUBMISSION)
    if version.author_id != actor.account_id:
        notices.tell_author(session, version, now=now)


def approve(
    session: Session, actor: Actor, announcement_id: int, *, publish_at: datetime | None, revision: int, now: datetime
) -> Version:
    """Let it out, at once or at an hour to come: somebody who wrote nothing of it, and who saw it as it is."""
    version = _held(session, actor, announcement_id, Verb.APPROVE, revision, now)
    at = hour(publish_at, now)
    if isinstance(at, Refusal):
        raise Refused(at)
    VERSIONS.apply(version, Verb.APPROVE)
    version.publish_at, version.approved_at, version.approved_by_id = at, now, actor.account_id
    if version.number == 1:
        version.announcement.published_at = at
    _note(session, actor, version, Verb.APPROVE, is_public=True, reason=version.reason, publish_at=at)
    notices.tell_author(session, version, now=now)
    return version


def discard_draft(session: Session, actor: Actor, announcement_id: int, *, now: datetime) -> None:
    """Give a draft up; what was public stays as it is."""
    version = _held(session, actor, announcement_id, Verb.DROP, None, now)
    VERSIONS.apply(version, Verb.DROP)
    _note(session, actor, version, Verb.DROP)


def correct(session: Session, actor: Actor, announcement_id: int, *, reason: str, now: datetime) -> Version:
    """Begin a correction: a draft with the words and files of what is public, which stays until it is let out."""
    found = _found(session, announcement_id)
    last = _correctable(session, found, reason, now)
    if not is_public(last.state, last.publish_at, now):
        raise Refused(Refusal.ANOTHER_OPEN)
    words = AnnouncementText(last.title, last.body, last.title_en, last.body_en)
    number = max(session.scalars(select(Version.number).filter_by(announcement_id=found.id))) + 1
    version = _version(session, actor, found, number, words, now, reason=reason)
    for one in attachments(session, [last.id])[last.id]:
        session.add(Attachment(version_id=version.id, file_id=one.file_id, label=one.label))
    _note(session, actor, version, "correct", reason=version.reason)
    return version


def withdraw(session: Session, actor: Actor, announcement_id: int, *, reason: str, now: datetime) -> None:
    """Take a public announcement away; its page says why from now on. A correction that is being written goes too."""
    found = _found(session, announcement_id)
    last = _correctable(session, found, reason, now)
    if VERSIONS.apply(last, Verb.WITHDRAW) is State.DROPPED:
        last.submitted_at = last.submitted_by_id = None
    found.withdrawn_at, found.withdrawn_by_id = now, actor.account_id
    found.withdrawn_reason = _line(reason)[:REASON_MAX]
    _note(session, actor, last, Verb.WITHDRAW, is_public=True, reason=found.withdrawn_reason)


def _found(session: Session, announcement_id: int) -> Announcement:
    """Return the announcement, held by this transaction."""
    found = announcement_by_id(session, announcement_id, lock=True)
    if found is None:
        raise Refused(Refusal.NOT_PUBLIC)
    return found


def _correctable(session: Session, found: Announcement, reason: str, now: datetime) -> Version:
    """Return the last version of a public announcement to which something is done for a reason."""
    if why := correctable(found.published_at, found.withdrawn_at, now):
        raise Refused(why)
    if not _line(reason):
        raise Refused(Refusal.NO_REASON)
    last = last_version(session, found.id)
    if last is None:
        raise Refused(Refusal.NOT_PUBLIC)
    return last


def _held(
    session: Session, actor: Actor, announcement_id: int, verb: Verb, revision: int | None, now: datetime
) -> Version:
    """Return the version at hand, held by this transaction, where this can be done to it as it was seen."""
    found = _found(session, announcement_id)
    version = last_version(session, found.id)
    if found.withdrawn_at or version is None:
        raise Refused(Refusal.WITHDRAWN if found.withdrawn_at else Refusal.NOT_A_DRAFT)
    move(version.standing(), verb, actor, now)
    if revision is not None and version.revision != revision:
        raise Refused(Refusal.CHANGED_MEANWHILE)
    return version


def _version(
    session: Session,
    actor: Actor,
    announcement: Announcement,
    number: int,
    words: AnnouncementText,
    now: datetime,
    reason: str | None = None,
) -> Version:
    version = Version(
        announcement=announcement,
        number=number,
        author_id=actor.account_id,
        begun_at=now,
        reason=_line(reason)[:REASON_MAX] if reason else None,
    )
    _write(version, words)
    session.add(version)
    session.flush()
    _sign(session, actor, version)
    return version


def _write(version: Version, words: AnnouncementText) -> None:
    version.title, version.body = _line(words.title), _text(words.body)
    version.title_en, version.body_en = _line(words.title_en or "") or None, _text(words.body_en or "") or None


def _line(text: str) -> str:
    return normalize_spaces(_text(text))


def _text(text: str) -> str:
    """Clean lines: what no database, page or feed may hold is told at the door."""
    return cleaned(text).strip()


def _sign(session: Session, actor: Actor, version: Version) -> None:
    """Note who wrote in it, and in whose stead: neither lets it out."""
    for one in sorted(actor.people):
        session.merge(Writer(version_id=version.id, account_id=one))


def _note(
    session: Session,
    actor: Actor,
    version: Version,
    verb: str,
    *,
    is_public: bool = False,
    reason: str | None = None,
    **more: object,
) -> None:
    version.revision += 1
    session.flush()
    found = version.announcement
    after = {"kind": found.kind, "state": version.state, "version": version.number, **more}
    place_id = found.place_id
    subject = f"announcement:{verb}"
    record(session, actor, subject, found.id, after=after, reason=reason, place_id=place_id, is_public=is_public)
