"""What several journeys of claims do."""

import io

from flask import Flask
from sqlalchemy import select

from catalog.representation.models import RepresentationClaim
from catalog.representation.queries import members
from foundation.accounts.models import Account
from foundation.db.database import Database
from foundation.notices.models import Notice
from foundation.outbox.worker import EXTENSION, Worker
from tests.foundation.signin.conftest import Browser
from tests.support.databases import TODAY

CLAIM = {"position": "head", "words": "Tôi là chủ nhiệm từ năm 2021"}
DESK = "/admin/dai-dien"


def send(here: Browser, maker: int, proof: tuple[bytes, str] | None = None, **changed: str) -> str:
    fields = {**CLAIM, **changed}
    sent: dict[str, object] = {**fields, **({"proof": (io.BytesIO(proof[0]), proof[1])} if proof else {})}
    answer = here.post(f"/ho-so/nhan/{maker}", sent, content_type="multipart/form-data")  # type: ignore[arg-type]
    return answer.location or answer.get_data(as_text=True)


def told(database: Database, who: str) -> list[str]:
    with database.reading() as session:
        asked = select(Notice.kind).join(Account, Notice.account_id == Account.id).filter(Account.email == who)
        return list(session.scalars(asked.order_by(Notice.id)))


def claim_id(database: Database) -> int:
    with database.reading() as session:
        return session.scalars(select(RepresentationClaim.id).order_by(RepresentationClaim.id.desc())).first() or 0


def accepted(there: Browser, database: Database) -> None:
    one = f"{DESK}/{claim_id(database)}"
    assert there.post(f"{one}/nhan", page=one).location == one


def offered(database: Database) -> str:
    """Where whoever was named says yes to what the last claim led to."""
    with database.reading() as session:
        claim = session.get_one(RepresentationClaim, claim_id(database))
        return f"/tai-khoan/phan-cong/{claim.appointment_id}"


def speak_for(database: Database, maker: int) -> list[str | None]:
    with database.reading() as session:
        return [held.account.email for held in members(session, maker, TODAY)]


def work(app: Flask, database: Database) -> None:
    with app.app_context():
        Worker(database, app.extensions[EXTENSION], name="w").drain()
