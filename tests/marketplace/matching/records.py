"""Records of this room for the matrix of doors."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from foundation.audit.rules import SYSTEM
from foundation.db.base import now
from marketplace.matching.buyer_rules import BUYERS, BuyerKind
from marketplace.matching.demands import begin_demand
from marketplace.matching.models import Buyer
from marketplace.matching.offers import begin
from marketplace.matching.services import submit
from tests.catalog.products.records import product_of
from tests.marketplace.matching.conftest import stock, wanted
from tests.support.databases import TODAY
from tests.support.visitors import Maker, Record, Side, province_of


def buyer_of(session: Session, side: Side) -> Buyer:
    """The organisation that a role is held for, which waits for whoever looks at its place."""
    found, code = session.get(Buyer, side.thing_id), province_of(session, side).code
    where = {"place_id": side.place_id, "province_code": code}
    if found is None:
        said = {"name": "Siêu thị Xanh", "slug": "sieu-thi-xanh", "kind": BuyerKind.RETAIL, "country": "VN"}
        found = Buyer(
            id=side.thing_id, register_number=f"010999{side.thing_id:04}", state=BUYERS.start, **said, **where
        )
        session.add(found)
    found.place_id, found.province_code = side.place_id, code
    session.flush()
    return found


def _buyer(session: Session, side: Side) -> Record:
    return Record({"buyer_id": buyer_of(session, side).id})


def _demand(session: Session, side: Side) -> Record:
    said = wanted(session, place_id=side.place_id, province_code=province_of(session, side).code)
    made = begin_demand(session, SYSTEM, buyer_of(session, side), said, now=now(), today=TODAY)
    return Record({"demand_id": made.id, "act_name": "gui"})


def _offer(session: Session, side: Side) -> Record:
    made = begin(session, SYSTEM, product_of(session, side), stock(), now=now(), today=TODAY)
    return Record({"offer_id": made.id, "act_name": "gui"})


def _waiting_listing(session: Session, side: Side) -> Record:
    made = begin(session, SYSTEM, product_of(session, side), stock(), now=now(), today=TODAY)
    submit(session, SYSTEM, made, now=now(), today=TODAY)
    address = {"word": "chao-ban", "listing_id": made.id, "act_name": "tra-lai"}
    return Record(address, {"reason": "Xin viết rõ hơn."}, (f'/admin/duyet/cung-cau/chao-ban/{made.id}"',))


def _waiting_buyer(session: Session, side: Side) -> Record:
    return Record({**_buyer(session, side).address, "act_name": "tra-lai"}, {"reason": "Mã số thuế sai."})


RECORDS: Mapping[str, Maker] = {
    "buyer": _buyer,
    "demand": _demand,
    "supply-offer": _offer,
    "waiting-buyer": _waiting_buyer,
    "waiting-listing": _waiting_listing,
}
