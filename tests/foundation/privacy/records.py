"""Records of this room for the matrix of doors."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from foundation.accounts.models import Account
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.privacy.rules import Kind
from foundation.privacy.services import lodge
from tests.support.databases import TODAY
from tests.support.visitors import Maker, Record, Side


def _privacy_request(session: Session, side: Side) -> Record:
    account = session.get_one(Account, side.account_id)
    asked = lodge(session, Actor(account.id), account, kind=Kind.ACCESS, text="Xin xem", now=now(), today=TODAY)
    asked.place_id = side.place_id
    marks = (f'/admin/rieng-tu/{asked.id}"', f'/tai-khoan/rieng-tu/yeu-cau/{asked.id}/rut"')
    return Record({"request_id": asked.id}, marks=marks)


RECORDS: Mapping[str, Maker] = {"privacy-request": _privacy_request}
