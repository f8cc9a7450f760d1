"""Deleting an account: every room erases what it holds, in one transaction. A service beside `services`."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from foundation.audit.rules import SYSTEM
from foundation.audit.services import record
from foundation.permissions.queries import holds_office
from foundation.privacy.models import PrivacyRequest
from foundation.privacy.personal import RUBBED_OUT
from foundation.privacy.personal_data import Answers
from foundation.privacy.rules import OPEN, REQUESTS, Verb


def erase_account(session: Session, request: PrivacyRequest, answers: Answers, *, now: datetime, today: date) -> bool:
    """Delete the account of a request whose day has come; whether it happened.

    Whoever was appointed to an office meanwhile is relieved of it first; `verify` reminds of the request.
    """
    due = request.erase_on is not None and request.erase_on <= today and request.state in OPEN
    if not due or holds_office(session, request.account_id, today):
        return False
    REQUESTS.apply(request, Verb.FULFIL)
    request.closed_at, request.answer = now, RUBBED_OUT
    session.flush()
    for answer in answers:
        answer.erase(session, request.account_id, today)
    after = {"rooms": [answer.room for answer in answers]}
    record(session, SYSTEM, "account:erase", request.account_id, after=after, place_id=request.place_id)
    return True
