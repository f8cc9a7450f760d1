"""Records of this room for the matrix of doors."""

import io
from collections.abc import Mapping

from sqlalchemy.orm import Session

from catalog.profiles.models import ProductProfile
from catalog.profiles.rules import Hint, State, Step
from catalog.profiles.services import add_certification, add_photo, draft_of
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.files.services import prepare_document, prepare_image
from foundation.files.storage import current_storage
from tests.catalog.products.records import product_of
from tests.support.pictures import photo
from tests.support.visitors import Maker, Record, Side


def _draft(session: Session, side: Side) -> ProductProfile:
    """With a photo, and a certification with its paper."""
    product, actor, storage = product_of(session, side), Actor(side.account_id), current_storage()
    picture = prepare_image(storage, io.BytesIO(photo(40, 30)))
    paper = prepare_document(storage, io.BytesIO(b"%PDF-1.7"), name="x.pdf")
    add_photo(session, actor, product, photo=picture, now=now())
    add_certification(session, actor, product, name="ISO", number="1", valid_until=None, paper=paper, now=now())
    return draft_of(session, actor, product, now=now())


def _profile(session: Session, side: Side) -> Record:
    draft = _draft(session, side)
    [picture], [held] = draft.photos, draft.certifications
    numbers = {"file_id": picture.file_id, "held_id": held.id, "place": 1}
    return Record({"product_id": draft.product_id, "step_name": Step.STORY, **numbers})


def _waiting_profile(session: Session, side: Side) -> Record:
    draft = _draft(session, side)
    draft.state, draft.submitted_at, draft.reasons = State.WAITING, now(), [Hint.CERTIFICATION]
    session.flush()
    numbers = {"profile_id": draft.id, "file_id": draft.photos[0].file_id}
    return Record(numbers, {"answer": "Xin viết rõ hơn."}, marks=(f'/admin/duyet/{draft.id}"',))


RECORDS: Mapping[str, Maker] = {"profile": _profile, "waiting-profile": _waiting_profile}
