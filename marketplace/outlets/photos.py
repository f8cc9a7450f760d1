"""Photos of a point of sale: sent by whoever keeps it, looked at by an officer, then seen by everybody."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from foundation.accounts.models import Account
from foundation.audit.rules import Actor
from foundation.audit.services import record
from foundation.files.models import StoredFile
from foundation.files.services import PreparedFile, discard, keep, publish
from foundation.notices.services import notify
from foundation.permissions.rules import different_people
from foundation.workflow.rules import Refused
from marketplace.outlets.models import Outlet, OutletPhoto
from marketplace.outlets.notices import PHOTO_REFUSED
from marketplace.outlets.photo_rules import PHOTOS, PHOTOS_MAX, PhotoState, PhotoVerb
from marketplace.outlets.rules import NOTE_MAX, PUBLIC, Refusal

EVERY_STATE = frozenset(PhotoState)
SEEN_BY_KEEPERS = frozenset({PhotoState.WAITING, PhotoState.PUBLISHED})


def photos_of(session: Session, outlet_id: int, states: Collection[PhotoState] = SEEN_BY_KEEPERS) -> list[OutletPhoto]:
    """Return its photos in these states with their renditions, the oldest first."""
    wanted = select(OutletPhoto).where(OutletPhoto.outlet_id == outlet_id, OutletPhoto.state.in_(states))
    pictures = joinedload(OutletPhoto.file).selectinload(StoredFile.renditions)
    return list(session.scalars(wanted.options(pictures).order_by(OutletPhoto.id)))


def photo_at(session: Session, outlet: Outlet, photo_id: int) -> OutletPhoto | None:
    """Return a photo of this point of sale, or None."""
    wanted = select(OutletPhoto).filter_by(id=photo_id, outlet_id=outlet.id)
    return session.scalars(wanted.options(selectinload(OutletPhoto.file))).one_or_none()


def add_photo(session: Session, actor: Actor, outlet: Outlet, *, photo: PreparedFile) -> OutletPhoto:
    """Keep a photo that waits for an officer."""
    if len(photos_of(session, outlet.id)) >= PHOTOS_MAX:
        raise Refused(Refusal.TOO_MANY_PHOTOS)
    added = OutletPhoto(outlet_id=outlet.id, file=keep(session, actor, photo, public=False), state=PHOTOS.start)
    session.add(added)
    session.flush()
    _note(session, actor, outlet, "outlet:add-photo", added)
    return added


def publish_photo(session: Session, actor: Actor, outlet: Outlet, photo: OutletPhoto | None) -> None:
    """Let everybody see a photo somebody else sent."""
    found = _to_decide(actor, outlet, photo)
    PHOTOS.apply(found, PhotoVerb.PUBLISH)
    publish(session, actor, found.file, public=True)
    _note(session, actor, outlet, "outlet:publish-photo", found)


def refuse_photo(
    session: Session, actor: Actor, outlet: Outlet, photo: OutletPhoto | None, *, answer: str, now: datetime
) -> None:
    """Say why a photo is not shown; its file is deleted, whoever sent it is told."""
    found = _to_decide(actor, outlet, photo)
    if not answer.strip():
        raise Refused(Refusal.NO_REASON)
    PHOTOS.apply(found, PhotoVerb.REFUSE)
    found.answer = answer.strip()[:NOTE_MAX]
    discard(session, actor, found.file, now=now)
    _note(session, actor, outlet, "outlet:refuse-photo", found)
    sender = session.get(Account, found.file.uploaded_by_id) if found.file.uploaded_by_id else None
    if sender:
        once = f"{PHOTO_REFUSED} {found.id}"
        notify(session, sender, PHOTO_REFUSED, facts={"outlet": outlet.id}, dedupe_key=once, now=now)


def remove_photo(session: Session, actor: Actor, outlet: Outlet, photo: OutletPhoto | None, *, now: datetime) -> None:
    """Take a photo away, or the words about one that was refused; told again nothing happens."""
    if photo is None:
        return
    discard(session, actor, photo.file, now=now)
    session.delete(photo)
    _note(session, actor, outlet, "outlet:remove-photo", photo)


def remove_all(session: Session, actor: Actor, outlet: Outlet, *, now: datetime) -> None:
    """Take all its photos away, with a draft that was given up."""
    for photo in photos_of(session, outlet.id, EVERY_STATE):
        remove_photo(session, actor, outlet, photo, now=now)


def _to_decide(actor: Actor, outlet: Outlet, photo: OutletPhoto | None) -> OutletPhoto:
    if photo is None or outlet.state not in PUBLIC:
        raise Refused(Refusal.NOT_THERE)
    if not different_people(Actor(photo.file.uploaded_by_id), actor):
        raise Refused(Refusal.OWN_PHOTO)
    return photo


def _note(session: Session, actor: Actor, outlet: Outlet, verb: str, photo: OutletPhoto) -> None:
    session.flush()
    record(session, actor, verb, outlet.id, after={"photo": photo.id}, place_id=outlet.place_id)
