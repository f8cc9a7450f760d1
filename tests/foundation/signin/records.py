"""Records of this room for the matrix of doors."""

from collections.abc import Mapping
from itertools import count

from sqlalchemy.orm import Session

from foundation.accounts.models import Account
from foundation.accounts.queries import read_identifier
from foundation.accounts.rules import Stage
from foundation.accounts.services import open_account
from foundation.accounts.sessions import open_session
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.notices.services import notify
from foundation.privacy.notices import LODGED
from tests.support.visitors import PASSWORD, Maker, Record, Side

_NUMBER = count(1)


def _session(session: Session, side: Side) -> Record:
    account = session.get_one(Account, side.account_id)
    opened, _ = open_session(
        session, account, stage=Stage.FULL, is_staff=False, address="::1", device="test", now=now()
    )
    return Record({"session_id": opened.id}, marks=(f'/tai-khoan/phien/{opened.id}"',))


def _helped_account(session: Session, side: Side) -> Record:
    identifier = read_identifier(f"helped{next(_NUMBER)}@example.vn")
    assert identifier
    opener = Actor(side.account_id)
    open_account(session, opener, identifier, name="x", now=now(), password=PASSWORD, place_id=side.place_id)
    return Record(form={"identifier": identifier.text})


def _notice(session: Session, side: Side) -> Record:
    number = 10**8 + next(_NUMBER)
    facts = {"request": number, "reply_on": "01/01/2027", "due_on": "01/01/2027"}
    account = session.get_one(Account, side.account_id)
    notify(session, account, LODGED, facts=facts, dedupe_key=str(number), now=now())
    return Record(marks=(f'/admin/rieng-tu/{number}"',))


RECORDS: Mapping[str, Maker] = {"session": _session, "helped-account": _helped_account, "notice": _notice}
