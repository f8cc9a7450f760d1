"""What is done by itself: accounts are deleted when their day has come, and what was kept long enough goes."""

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any

import structlog

from foundation.db.base import now
from foundation.db.database import Database
from foundation.outbox.rules import Daily
from foundation.privacy.erasure import erase_account
from foundation.privacy.models import PrivacyRequest
from foundation.privacy.personal_data import Answers
from foundation.privacy.queries import erasures_due
from foundation.privacy.retention import RetentionRule

ERASE = "privacy.erase"
CLEAR = "privacy.clear"
AT_NIGHT = Daily(time(1, 30))
LATER_AT_NIGHT = Daily(time(2, 30))

Handler = Callable[[Database, Mapping[str, Any]], None]

log = structlog.get_logger("privacy")


def eraser(answers: Answers, today: Callable[[], date]) -> Handler:
    """Build the job that deletes the accounts whose cooling-off is over, each in a transaction of its own."""

    def erase(database: Database, _: Mapping[str, Any]) -> None:
        with database.reading() as session:
            due = erasures_due(session, today())
        for request_id in due:
            with database.unit_of_work() as session:
                request = session.get_one(PrivacyRequest, request_id, with_for_update=True)
                done = erase_account(session, request, answers, now=now(), today=today())
            log.info("privacy.erased" if done else "privacy.not_erased", request=request_id)

    return erase


def retention_job(kept: tuple[RetentionRule, ...]) -> Handler:
    """Build the job that drops what was kept as long as its rule says, room by room."""

    def clear(database: Database, _: Mapping[str, Any]) -> None:
        for one in kept:
            with database.unit_of_work() as session:
                gone = one.drop(session, now() - one.rule.lasts)
            log.info("privacy.cleared", what=one.rule.what, gone=gone)

    return clear
