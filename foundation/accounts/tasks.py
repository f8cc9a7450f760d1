"""What is done by itself: links and codes are made when they are sent, so that no queue holds a secret."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from foundation.accounts.keys import Keys
from foundation.accounts.ports import Email, Mailer, SmsGateway
from foundation.accounts.queries import Identifier, account_by_identifier, read_identifier
from foundation.accounts.rules import AccountStatus
from foundation.accounts.services import issue_code, issue_link
from foundation.accounts.throttling import delete_expired_limits
from foundation.audit.rules import SYSTEM
from foundation.db.base import now
from foundation.db.database import Database
from foundation.i18n.languages import Lang
from foundation.outbox.rules import Interval
from foundation.outbox.services import enqueue

RESET = "accounts.send_reset"
FORGET = "accounts.forget_lanes"
EACH_HOUR = Interval(timedelta(hours=1))

Handler = Callable[[Database, Mapping[str, Any]], None]
Write = Callable[[Lang, str, str], Email]
"""Words of the letter with a link: language, address, token."""

Say = Callable[[Lang, str], str]
"""Words of the message with a code."""


@dataclass(frozen=True, slots=True)
class WayIn:
    """What is said to whoever comes in by a letter or by a message."""

    write: Write
    say: Say


def ask_for_way_in(session: Session, identifier: Identifier) -> None:
    """Queue a link or a code for whoever has this address or number; asked again while it waits changes nothing.

    Whoever has not confirmed their account yet confirms it so: nobody else reads what is sent.
    Whether there is such an account is looked up by the job: whoever asks could tell it from the time it takes.
    """
    enqueue(session, RESET, {"identifier": identifier.text}, dedupe_key=identifier.text)


def way_in_sender(post: Mailer, sms: SmsGateway | None, keys: Keys, ways: Mapping[AccountStatus, WayIn]) -> Handler:
    """Send a link by email, or a code by message where there is a gateway; by where an account stands."""

    def send(database: Database, payload: Mapping[str, Any]) -> None:
        with database.unit_of_work() as session:
            account = account_by_identifier(session, read_identifier(payload["identifier"]))
            way = ways.get(account.status) if account else None
            if account is None or way is None:
                return
            if account.email:
                letter = way.write(account.language, account.email, issue_link(session, SYSTEM, account, now=now()))
            elif account.phone and sms:
                code = issue_code(session, SYSTEM, account, keys=keys, now=now())
                message = (account.phone, way.say(account.language, code))
            else:
                return
        # After the commit: a letter must not lead to a link that was rolled back.
        if account.email:
            post.send(letter)
        elif sms:
            sms.send(*message)

    return send


def forgetter(database: Database, _: Mapping[str, Any]) -> None:
    """Delete limits nobody uses any more."""
    with database.unit_of_work() as session:
        delete_expired_limits(session, now())
