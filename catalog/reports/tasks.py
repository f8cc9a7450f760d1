"""What is done by itself: letters to whoever reported."""

from collections.abc import Callable, Mapping
from typing import Any

from catalog.reports.notices import answered_letter, confirm_letter
from catalog.reports.queries import report_by_id
from catalog.reports.rules import State
from catalog.reports.services import new_link
from foundation.accounts.ports import Mailer
from foundation.db.database import Database

Handler = Callable[[Database, Mapping[str, Any]], None]


def confirmation_job(post: Mailer, base_url: str) -> Handler:
    """Build the job that sends the link; after the commit, so that no letter leads to a link that was rolled back."""

    def confirm(database: Database, payload: Mapping[str, Any]) -> None:
        with database.unit_of_work() as session:
            sent = report_by_id(session, payload["report_id"])
            if sent is None or sent.state is not State.UNCONFIRMED or not sent.email:
                return
            email, lang, token = sent.email, sent.language, new_link(session, sent)
        post.send(confirm_letter(base_url, lang, email, token))

    return confirm


def answer_job(post: Mailer) -> Handler:
    """Build the job that sends the answer."""

    def tell(database: Database, payload: Mapping[str, Any]) -> None:
        with database.reading() as session:
            sent = report_by_id(session, payload["report_id"])
        if sent and sent.email and sent.answer:
            post.send(answered_letter(sent.language, sent.email, sent.id, sent.answer))

    return tell
