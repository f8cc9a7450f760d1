"""What this room itself holds about one person: consents and requests."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.accounts.models import Account
from foundation.audit.rules import SYSTEM
from foundation.db.base import now
from foundation.privacy.consents import withdraw
from foundation.privacy.models import PrivacyRequest
from foundation.privacy.purposes import wording
from foundation.privacy.queries import consents_of, requests_of
from foundation.privacy.rules import Purpose

COLUMNS = frozenset({"consents.account_id", "privacy_requests.account_id", "privacy_requests.worked_by_id"})
RUBBED_OUT = "—"
_AGREED = ("purpose", "version", "how", "given_at", "withdrawn_at")
_ASKED = ("kind", "state", "text", "received_at", "reply_on", "due_on", "extended_from", "extension_reason")
_ANSWERED = ("reply", "replied_at", "answer", "closed_at", "erase_on")


def export(session: Session, account_id: int) -> dict[str, Any]:
    """Return what was agreed to, word for word, and what was asked and answered."""
    return {
        "consents": [
            {name: getattr(row, name) for name in _AGREED} | {"text": wording(row.purpose, row.version).text.vi}
            for row in consents_of(session, account_id)
        ],
        "requests": [
            {name: getattr(row, name) for name in (*_ASKED, *_ANSWERED)} for row in requests_of(session, account_id)
        ],
    }


def erase(session: Session, account_id: int, today: date) -> None:
    """Consents end and stay as evidence under the number; of requests the texts go, kind and days stay."""
    del today
    account = session.get_one(Account, account_id)
    for purpose in Purpose:
        withdraw(session, SYSTEM, account, purpose=purpose, now=now())
    for row in session.scalars(select(PrivacyRequest).filter_by(account_id=account_id)):
        row.text = row.reply = None
        row.answer = RUBBED_OUT if row.answer else None
        row.extension_reason = RUBBED_OUT if row.extension_reason else None
    session.flush()
