"""Reading profiles: published by everybody, the open one by the producer, waiting ones on an officer's desk."""

from collections.abc import Collection, Iterator
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload, selectinload

from catalog.products.models import Product
from catalog.profiles.models import HeldCertification, ProductProfile, ProfilePhoto
from catalog.profiles.rules import State
from catalog.representation.queries import members
from foundation.accounts.models import Account
from foundation.files.models import Rendition, StoredFile
from foundation.files.rules import SMALL_BYTES
from foundation.permissions.queries import within
from foundation.permissions.rules import Scope
from foundation.privacy.models import Consent
from foundation.privacy.purposes import current
from foundation.privacy.rules import Purpose

_PICTURES = joinedload(ProductProfile.photos).joinedload(ProfilePhoto.file).joinedload(StoredFile.renditions)
_PAPERS = selectinload(ProductProfile.certifications).joinedload(HeldCertification.file)
_WHOLE = (_PICTURES, _PAPERS)
_PUBLISHED = (
    select(ProductProfile)
    .where(ProductProfile.product_id == bindparam("product_id"), ProductProfile.state == State.PUBLISHED)
    .options(*_WHOLE)
)


def published(session: Session, product_id: int) -> ProductProfile | None:
    """Return what the producer says of a product to everybody, with photos; one query where nothing is said."""
    return session.scalars(_PUBLISHED, {"product_id": product_id}).unique().one_or_none()


def small_photo(session: Session, product_id: int) -> Rendition | None:
    """Return the smallest picture of a product's first published photo, for pages that must stay small; one query."""
    asked = (
        select(Rendition)
        .join(ProfilePhoto, ProfilePhoto.file_id == Rendition.file_id)
        .join(ProductProfile, ProductProfile.id == ProfilePhoto.profile_id)
        .join(StoredFile, StoredFile.id == Rendition.file_id)
        .where(ProductProfile.product_id == product_id, ProductProfile.state == State.PUBLISHED, StoredFile.public)
        .where(Rendition.size <= SMALL_BYTES)
        .order_by(ProfilePhoto.position, ProfilePhoto.id, Rendition.box)
    )
    return session.scalars(asked.limit(1)).one_or_none()


def open_profile(session: Session, product_id: int, *, to_change: bool = False) -> ProductProfile | None:
    """Return the version that is being worked on, or None; `to_change` makes whoever else changes it wait."""
    asked = select(ProductProfile).where(
        ProductProfile.product_id == product_id, ProductProfile.state.in_([State.DRAFT, State.WAITING])
    )
    asked = asked.with_for_update() if to_change else asked.options(*_WHOLE)
    return session.scalars(asked).unique().one_or_none()


def profile_by_id(session: Session, profile_id: int, *, to_change: bool = False) -> ProductProfile | None:
    """Return the version with its product, or None."""
    asked = select(ProductProfile).filter_by(id=profile_id)
    asked = asked.with_for_update() if to_change else asked.options(*_WHOLE, joinedload(ProductProfile.product))
    return session.scalars(asked).unique().one_or_none()


def stories(session: Session, product_ids: Collection[int]) -> dict[int, str]:
    """All texts that are searched of what producers say, by product; one query."""
    columns = (ProductProfile.story, ProductProfile.story_en, ProductProfile.packaging, ProductProfile.packaging_en)
    asked = select(ProductProfile.product_id, *columns).where(
        ProductProfile.product_id.in_(product_ids), ProductProfile.state == State.PUBLISHED
    )
    return {number: " · ".join(part for part in said if part) for number, *said in session.execute(asked)}


def versions(session: Session, product_id: int) -> list[ProductProfile]:
    """Return what was ever published of a product, newest first."""
    asked = select(ProductProfile).where(
        ProductProfile.product_id == product_id, ProductProfile.state.in_([State.PUBLISHED, State.REPLACED])
    )
    asked = asked.options(selectinload(ProductProfile.certifications))
    return list(session.scalars(asked.order_by(ProductProfile.published_at.desc(), ProductProfile.id.desc())))


def states_of(session: Session, product_ids: Collection[int]) -> dict[int, frozenset[State]]:
    """Where the versions of these products stand; replaced ones do not count."""
    asked = select(ProductProfile.product_id, ProductProfile.state).where(
        ProductProfile.product_id.in_(product_ids), ProductProfile.state != State.REPLACED
    )
    found: dict[int, frozenset[State]] = {}
    for number, state in session.execute(asked):
        found[number] = found.get(number, frozenset()) | {state}
    return found


def contacts(session: Session, producer_id: int, today: date) -> list[Account]:
    """Those who speak for a producer and agree that everybody sees how they are reached."""
    held = [one.account for one in members(session, producer_id, today)]
    wording = current(today).get(Purpose.PUBLIC_CONTACT)
    if not held or wording is None:
        return []
    asked = select(Consent.account_id).where(
        Consent.account_id.in_([one.id for one in held]),
        Consent.purpose == Purpose.PUBLIC_CONTACT,
        Consent.version == wording.version,
        Consent.withdrawn_at.is_(None),
    )
    agreed = set(session.scalars(asked))
    return [one for one in held if one.id in agreed]


def desk(session: Session, scope: Scope) -> list[ProductProfile]:
    """Versions that wait on a desk, the oldest first."""
    asked = select(ProductProfile).join(Product).where(within(scope, Product.place_id))
    asked = asked.where(ProductProfile.state == State.WAITING).options(
        joinedload(ProductProfile.product).joinedload(Product.producer)
    )
    return list(session.scalars(asked.order_by(ProductProfile.submitted_at, ProductProfile.id)))


def is_used(session: Session, file_id: int, *, in_states: Collection[State]) -> bool:
    """Whether a version in one of these states shows this photo."""
    asked = select(ProfilePhoto.id).join(ProductProfile).where(ProfilePhoto.file_id == file_id)
    return session.scalar(asked.where(ProductProfile.state.in_(in_states)).limit(1)) is not None


def check_profiles(session: Session) -> Iterator[str]:
    """Sentences for photos that are published and not served, or served and not published."""
    asked = select(ProductProfile).filter_by(state=State.PUBLISHED).options(_PICTURES)
    for profile in session.scalars(asked.order_by(ProductProfile.id)).unique():
        if any(not photo.file.public for photo in profile.photos):
            yield f"profile {profile.id}: a photo of what is published is not served"
