"""Reading announcements: what everybody reads at a moment, and what lies on a desk."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeAlias

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, case, func, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload, selectinload

from catalog.announcements.models import Announcement, Attachment, Version, Writer
from catalog.announcements.rules import Kind, State
from catalog.certificates.models import Certificate, Decision
from catalog.certificates.rules import EndedBy
from catalog.products.models import Product
from foundation.permissions.queries import within
from foundation.permissions.rules import Scope
from foundation.places.models import Place, PlaceLevel

NEWEST = 4
"""Announcements that the home page and a province's name."""
FEED_SHOWN = 30
DECISIONS_OFFERED = 100


@dataclass(frozen=True, slots=True)
class AnnouncementFilters:
    """What a list is asked: provinces by today's codes, the country's own, kinds. Nothing chosen means all."""

    provinces: frozenset[str] = frozenset()
    national: bool = False
    kinds: frozenset[Kind] = frozenset()


ALL = AnnouncementFilters()
Moment: TypeAlias = datetime | BindParameter[Any]


def page_of(
    session: Session, asked: AnnouncementFilters, at: datetime, *, page: int, per_page: int
) -> tuple[list[Version], int]:
    """Public announcements in the versions of a moment, the newest first, and how many there are; two queries."""
    total = session.scalar(select(func.count()).select_from(Announcement).where(*_public(asked, at))) or 0
    return _listed(session, asked, at, per_page, (page - 1) * per_page), total


def newest(session: Session, asked: AnnouncementFilters, at: datetime, most: int = NEWEST) -> list[Version]:
    """Return the newest public announcements; one query."""
    return _listed(session, asked, at, most, 0)


def announcement_by_id(session: Session, announcement_id: int, *, lock: bool = False) -> Announcement | None:
    """Return the announcement with its place and decision, in any state; locked for whoever is about to change it."""
    wanted = select(Announcement).filter_by(id=announcement_id)
    wanted = wanted.options(joinedload(Announcement.place), joinedload(Announcement.decision))
    if lock:
        wanted = wanted.with_for_update(of=Announcement).execution_options(populate_existing=True)
    return session.scalars(wanted).one_or_none()


def public_versions(session: Session, announcement: Announcement, at: datetime) -> list[Version]:
    """Return the versions everybody may read at a moment, the newest first: the first of them is the announcement."""
    wanted = select(Version).filter_by(announcement_id=announcement.id).where(_is_public(Version, at))
    return list(session.scalars(wanted.order_by(Version.number.desc())))


def attachments(session: Session, version_ids: Collection[int]) -> dict[int, list[Attachment]]:
    """Return the files of versions, in the order in which they were added; one query for any number."""
    found: dict[int, list[Attachment]] = {number: [] for number in version_ids}
    wanted = select(Attachment).where(Attachment.version_id.in_(version_ids)).options(joinedload(Attachment.file))
    for one in session.scalars(wanted.order_by(Attachment.id)):
        found[one.version_id].append(one)
    return found


def table(session: Session, announcement: Announcement) -> list[Certificate]:
    """Return the certificates of its decision as far as the announcement is about them, most stars first; one query.

    A province tells its own products only; a revocation tells those that were taken back.
    """
    if announcement.decision_id is None:
        return []
    wanted = select(Certificate).join(Product).filter(Certificate.decision_id == announcement.decision_id)
    if announcement.place:
        wanted = wanted.where(Product.province_code == announcement.place.code)
    if announcement.kind is Kind.REVOCATION:
        wanted = wanted.where(Certificate.ended_by.in_([EndedBy.REVOKED, EndedBy.WITHDRAWN]))
    shown = (
        contains_eager(Certificate.product).joinedload(Product.producer),
        contains_eager(Certificate.product).joinedload(Product.place),
        joinedload(Certificate.decision),
    )
    ordered = wanted.order_by(Certificate.stars.desc(), Product.sort_key, Certificate.id)
    return list(session.scalars(ordered.options(*shown)))


# The desk -------------------------------------------------------------------------------------------------------------


def last_version(session: Session, announcement_id: int) -> Version | None:
    """Return the version last begun and not dropped, with its people; what the desk works on."""
    wanted = select(Version).filter_by(announcement_id=announcement_id).where(Version.state != State.DROPPED)
    people = (joinedload(Version.author), joinedload(Version.approved_by), selectinload(Version.writers))
    ordered = wanted.order_by(Version.number.desc()).limit(1)
    return session.scalars(ordered.options(*people).execution_options(populate_existing=True)).first()


def desk(session: Session, scope: Scope, *, page: int, per_page: int) -> tuple[list[Version], int]:
    """Return what lies on a desk: each announcement by the version last begun, and how many there are.

    What waits for a second officer comes first, then drafts, then what was let out, the last begun first.
    """
    later = aliased(Version)
    newer = select(later.id).where(
        later.announcement_id == Version.announcement_id, later.number > Version.number, later.state != State.DROPPED
    )
    wanted = select(Version).join(Announcement).where(within(scope, Announcement.place_id))
    wanted = wanted.where(Version.state != State.DROPPED, ~newer.exists())
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    shown = (contains_eager(Version.announcement).joinedload(Announcement.place), joinedload(Version.author))
    urgent = case({State.PREVIEW: 0, State.DRAFT: 1}, value=Version.state, else_=2)
    ordered = wanted.order_by(urgent, Version.id.desc()).limit(per_page).offset((page - 1) * per_page)
    return list(session.scalars(ordered.options(*shown))), total


def provinces(session: Session, scope: Scope) -> list[Place]:
    """Return the provinces of today within a scope."""
    wanted = select(Place).filter_by(level=PlaceLevel.PROVINCE, valid_to=None).where(within(scope, Place.id))
    return list(session.scalars(wanted.order_by(Place.code)))


def decisions(session: Session, scope: Scope) -> list[tuple[Decision, int]]:
    """Decisions on record with how many of their certificates lie within a scope, the newest first."""
    count = func.count(Certificate.id)
    wanted = (
        select(Decision, count)
        .join(Certificate, Certificate.decision_id == Decision.id)
        .join(Product, Product.id == Certificate.product_id)
        .where(within(scope, Product.place_id))
        .group_by(Decision.id)
        .order_by(Decision.issued_on.desc(), Decision.id.desc())
    )
    return [(row[0], row[1]) for row in session.execute(wanted.limit(DECISIONS_OFFERED))]


def certifies_in(session: Session, decision_id: int, place: Place | None) -> bool:
    """Whether certificates of a decision belong to a province; for the country any decision does."""
    wanted = select(Certificate.id).filter_by(decision_id=decision_id).join(Product)
    if place:
        wanted = wanted.where(Product.province_code == place.code)
    return session.scalar(wanted.limit(1)) is not None


def is_attached(session: Session, file_id: int) -> bool:
    """Whether a version still has a file."""
    return session.scalar(select(Attachment.id).filter_by(file_id=file_id).limit(1)) is not None


def check_announcements(session: Session) -> Iterator[str]:
    """Sentences for versions that their own writer let out, and hours that do not agree."""
    own = select(Version).join(Writer, Writer.version_id == Version.id)
    for one in session.scalars(own.where(Writer.account_id == Version.approved_by_id).order_by(Version.id)):
        yield f"announcement {one.announcement_id}, version {one.number}: let out by who wrote it"
    first = and_(Version.announcement_id == Announcement.id, Version.number == 1)
    rows = select(Announcement.id, Announcement.published_at, Version.publish_at).join(Version, first)
    for number, published_at, publish_at in session.execute(rows.order_by(Announcement.id)):
        if published_at != publish_at:
            yield f"announcement {number}: its hour is not that of its first version"


def _listed(session: Session, asked: AnnouncementFilters, at: datetime, most: int, skipped: int) -> list[Version]:
    return list(session.scalars(_list(asked), {"at": at, "most": most, "skipped": skipped}))


@lru_cache(maxsize=128)
def _list(asked: AnnouncementFilters) -> Select[Version]:
    """Written once: the home page and every province's ask it each time they are drawn."""
    at: BindParameter[datetime] = bindparam("at")
    later = aliased(Version)
    newer = select(later.id).where(
        later.announcement_id == Version.announcement_id, later.number > Version.number, _is_public(later, at)
    )
    wanted = select(Version).join(Announcement)
    wanted = wanted.where(*_public(asked, at), _is_public(Version, at), ~newer.exists())
    shown = (
        contains_eager(Version.announcement).joinedload(Announcement.place),
        contains_eager(Version.announcement).joinedload(Announcement.decision),
    )
    ordered = wanted.order_by(Announcement.published_at.desc(), Announcement.id.desc())
    return ordered.options(*shown).limit(bindparam("most")).offset(bindparam("skipped"))


def _public(asked: AnnouncementFilters, at: Moment) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions that an announcement is public at a moment and is asked for."""
    yield Announcement.published_at <= at
    yield Announcement.withdrawn_at.is_(None)
    if asked.kinds:
        yield Announcement.kind.in_(sorted(asked.kinds))
    if asked.national:
        yield Announcement.place_id.is_(None)
    elif asked.provinces:
        codes = select(Place.id).where(Place.level == PlaceLevel.PROVINCE, Place.valid_to.is_(None))
        yield Announcement.place_id.in_(codes.where(Place.code.in_(sorted(asked.provinces))))


def _is_public(version: type[Version], at: Moment) -> ColumnElement[bool]:
    return and_(version.state == State.APPROVED, version.publish_at <= at)
