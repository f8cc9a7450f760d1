"""Records of this room for the matrix of doors."""

from collections.abc import Mapping
from datetime import timedelta
from itertools import count

from sqlalchemy.orm import Session

from admin.registry.columns import RECEIVED
from admin.registry.models import AppointmentList
from admin.registry.roles import ADVISORY_TEAM
from admin.registry.rules import ListState
from foundation.accounts.queries import read_identifier
from foundation.accounts.services import open_account
from foundation.audit.rules import SYSTEM
from foundation.audit.services import record
from foundation.db.base import now
from foundation.permissions.models import Appointment
from foundation.permissions.rules import Offer, ScopeKind
from foundation.signin.roles import BUYER
from tests.support.databases import TODAY
from tests.support.lists import draft_record
from tests.support.visitors import PASSWORD, Maker, Record, Side, accepted

_NUMBER = count(10**8)


def _appointment(session: Session, side: Side) -> Record:
    """Of somebody else, for a place."""
    identifier = read_identifier(f"appointed{next(_NUMBER)}@example.vn")
    assert identifier
    account = open_account(session, SYSTEM, identifier, name="Lò Thị Bình", now=now(), password=PASSWORD)
    kind, place_id = ScopeKind.PLACE, side.place_id
    held = {"role": ADVISORY_TEAM, "scope_kind": kind, "place_id": place_id, "scope_key": f"{kind}-{place_id}"}
    made = Appointment(account=account, starts_on=TODAY, decision="1/QĐ", **held, **accepted())
    session.add(made)
    session.flush()
    numbers = {"appointment_id": made.id, "account_id": account.id}
    return Record(numbers, marks=(f'/admin/bo-nhiem/{made.id}"',))


def _offer(session: Session, side: Side) -> Record:
    """What somebody is asked to take on."""
    held = {"role": BUYER, "scope_kind": ScopeKind.SELF, "scope_key": str(ScopeKind.SELF)}
    offered = {"offer": Offer.OFFERED, "answer_by": TODAY, "ends_on": TODAY + timedelta(days=1 + next(_NUMBER) % 99)}
    made = Appointment(account_id=side.account_id, starts_on=TODAY, **held, **offered)
    session.add(made)
    session.flush()
    return Record({"appointment_id": made.id}, form={"answer": "yes"})


def _appointment_list(session: Session, side: Side) -> Record:
    row = [2, {"identifier": "x@example.vn", "name": "Lò Thị Bình"}]
    made = AppointmentList(
        account_id=side.account_id, name="csv", sent_at=now(), state=ListState.CHECKED, rows=[row], reports=[]
    )
    session.add(made)
    session.flush()
    return Record({"list_id": made.id}, marks=(f'/admin/bo-nhiem/danh-sach/{made.id}"',))


def _draft(session: Session, side: Side) -> Record:
    """A list of people whose columns are being looked at."""
    return draft_record(session, side, RECEIVED, "Họ và tên,Vai trò\nLò Thị Bình,Cán bộ xã\n")


def _audit_entry(session: Session, side: Side) -> Record:
    """Found in the exported file by the number of its subject."""
    number = next(_NUMBER)
    made = record(session, SYSTEM, "profile:submit", number, place_id=side.place_id)
    return Record({"entry_id": made.id}, marks=(f'/admin/nhat-ky/{made.id}"', f"profile,{number},"))


RECORDS: Mapping[str, Maker] = {
    "appointment": _appointment,
    "offer": _offer,
    "appointment-list": _appointment_list,
    "appointment-draft": _draft,
    "audit-entry": _audit_entry,
}
