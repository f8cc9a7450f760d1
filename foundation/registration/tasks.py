"""What is done by itself: links and codes for whoever registers are made when they are sent."""

from collections.abc import Callable, Mapping
from typing import Any

from foundation.accounts.keys import Keys
from foundation.accounts.ports import Mailer, SmsGateway
from foundation.accounts.queries import Identifier, account_by_identifier
from foundation.accounts.rules import AccountStatus
from foundation.db.base import now
from foundation.db.database import Database
from foundation.registration.letters import code_message, known_letter, known_message, link_letter
from foundation.registration.queries import registration_by_id
from foundation.registration.services import new_link, new_message_code

Handler = Callable[[Database, Mapping[str, Any]], None]


def sender(post: Mailer, sms: SmsGateway | None, keys: Keys, base_url: str) -> Handler:
    """Build the job that sends a link or a code; whoever has an account already is told so, and nobody else."""

    def send(database: Database, payload: Mapping[str, Any]) -> None:
        with database.unit_of_work() as session:
            row = registration_by_id(session, payload["registration_id"])
            if row is None or row.expires_at <= now():
                return
            account = account_by_identifier(session, Identifier(email=row.email, phone=row.phone))
            language = account.language if account else row.language
            email, phone = row.email, row.phone
            if account:
                session.delete(row)
            secret = "" if account else new_link(session, row) if email else new_message_code(session, row, keys)
            if account and account.status is AccountStatus.CLOSED:
                return
        # After the commit: a letter must not lead to a link that was rolled back.
        if email:
            known = known_letter(base_url, language, email)
            post.send(link_letter(base_url, language, email, secret) if secret else known)
        elif sms and phone:
            sms.send(phone, code_message(language, secret) if secret else known_message(language))

    return send
