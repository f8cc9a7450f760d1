"""Records of this room for the matrix of doors."""

import io
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from foundation.accounts.models import Account
from foundation.audit.rules import SYSTEM, Actor
from foundation.db.base import now
from foundation.files.models import StoredFile
from foundation.files.rules import MediaType
from foundation.files.services import prepare_image
from foundation.files.storage import current_storage
from foundation.places.addresses import Address
from marketplace.outlets.columns import RECEIVED
from marketplace.outlets.inspecting import Sheet, add_evidence, inspect
from marketplace.outlets.models import Inspection, Outlet, OutletPhoto
from marketplace.outlets.photo_rules import PHOTOS, PhotoState
from marketplace.outlets.photos import add_photo, publish_photo, remove_all
from marketplace.outlets.rules import OutletKind
from marketplace.outlets.services import OutletInput, add, approve
from tests.marketplace.outlets.conftest import opened
from tests.support.databases import TODAY
from tests.support.lists import draft_record
from tests.support.pictures import photo
from tests.support.visitors import Maker, Record, Side, province_of


def _outlet(session: Session, side: Side) -> Record:
    """Approved, of the number a role is held for; the last one of that number leaves it."""
    kept = session.get(Outlet, side.thing_id)
    name = f"Điểm bán {1 + (session.scalar(select(func.count()).select_from(Outlet)) or 0)}"
    if kept is None:
        kept = add(session, SYSTEM, OutletInput(OutletKind.POINT, name, Address("", "", "", _province(session, side))))
        approve(session, SYSTEM, kept, confirmed_on=None)
        session.flush()
    kept.place_id, called = side.place_id, kept.name
    session.flush()
    if kept.id != side.thing_id:
        session.query(Outlet).filter_by(id=kept.id).update({"id": side.thing_id})
        session.expire_all()
    number = side.thing_id
    form = {"seen": "y", "close-reason": "Hết hạn thuê", "close-closed_on": "2026-11-01", "product": "0"}
    marks = (f'/admin/diem-ban/{number}"', f'/ho-so/diem-ban/{number}"', f"{called},")
    form |= {"year": "2025", "dong": "1000", "purpose": "Kệ"}
    return Record({"outlet_id": number, "inspection_id": 1, "support_id": 1}, form, marks)


def _province(session: Session, side: Side) -> str:
    return province_of(session, side).name


def _photo(session: Session, side: Side) -> Record:
    """With a photo that waits, sent by nobody of the matrix."""
    made = _outlet(session, side)
    outlet = session.get_one(Outlet, side.thing_id)
    waiting = select(OutletPhoto.id).filter_by(outlet_id=outlet.id, state=PhotoState.WAITING)
    number = session.scalars(waiting.limit(1)).first() or _sent(session, outlet)
    return Record({**made.address, "photo_id": number}, {"answer": "Ảnh mờ."}, (f'/admin/diem-ban/{outlet.id}/anh"',))


def _inspection(session: Session, side: Side) -> Record:
    """With an inspection and a photo of it."""
    made = _outlet(session, side)
    outlet = session.get_one(Outlet, side.thing_id)
    kept = session.scalars(select(Inspection).filter_by(outlet_id=outlet.id).limit(1)).first()
    if kept is None:
        keeper = Actor(session.scalars(select(Account.id).order_by(Account.id).limit(1)).one())
        kept = inspect(session, keeper, outlet, Sheet(TODAY, is_fine=True), today=TODAY)
    if not kept.photos:
        add_evidence(session, SYSTEM, outlet, kept, photo=prepare_image(current_storage(), io.BytesIO(photo(40, 30))))
    address = {**made.address, "inspection_id": kept.id, "photo_id": kept.photos[0].id}
    return Record(address, {}, (f"/admin/diem-ban/{outlet.id}/kiem-tra/{kept.id}/anh",))


def a_photo_of_a_shop(stage: Any, first: Actor, second: Actor) -> None:
    """Two steps for two people: sent by the first, who keeps the shop, and published by the second."""
    file = StoredFile(sha256="0" * 64, media_type=MediaType.WEBP, size=1, name="", public=False)
    file.uploaded_by_id = first.account_id
    outlet = opened(stage.session)
    sent = OutletPhoto(outlet_id=outlet.id, file=file, state=PHOTOS.start)
    stage.session.add(sent)
    publish_photo(stage.session, second, outlet, sent)


def _sent(session: Session, outlet: Outlet) -> int:
    """A photo that waits; those that were decided on leave it their room."""
    remove_all(session, SYSTEM, outlet, now=now())
    sent = prepare_image(current_storage(), io.BytesIO(photo(40, 30)))
    return add_photo(session, SYSTEM, outlet, photo=sent).id


def _draft(session: Session, side: Side) -> Record:
    """A list of points of sale whose columns are being looked at."""
    return draft_record(session, side, RECEIVED, "Tên điểm bán,Loại hình\nSiêu thị A,Cửa hàng\n")


RECORDS: Mapping[str, Maker] = {
    "outlet": _outlet,
    "outlet-photo": _photo,
    "outlet-draft": _draft,
    "outlet-inspection": _inspection,
}
"""The one number of a side: records of two sides never share it."""
