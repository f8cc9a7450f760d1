"""What is done by itself: letters leave, at once or once a day."""

from collections.abc import Callable, Mapping, Sequence
from datetime import time
from typing import Any

from sqlalchemy.orm import Session

from foundation.accounts.keys import Keys
from foundation.accounts.models import Account
from foundation.accounts.ports import Email, Mailer
from foundation.accounts.rules import AccountStatus
from foundation.db.base import now
from foundation.db.database import Database
from foundation.i18n.messages import gettext as _
from foundation.i18n.messages import messages_in, ngettext
from foundation.notices.models import Notice
from foundation.notices.queries import notice_by_id, waiting_for_digest
from foundation.notices.rules import Words
from foundation.outbox.rules import Daily

DIGEST = "notices.digest"
IN_THE_MORNING = Daily(time(7, 0))

Handler = Callable[[Database, Mapping[str, Any]], None]
Agrees = Callable[[Session, int, str], bool]
"""Whether an account agrees to a purpose at this moment; handed in from above."""


def unsubscribe_path(keys: Keys, account_id: int) -> str:
    """Return the address that ends letters without signing in; nobody can make one for somebody else."""
    return f"/tai-khoan/thoi-thu/{account_id}-{keys.name_digest(f'unsubscribe {account_id}')}"


def letter(account: Account, notices: Sequence[Notice], words: Words, base_url: str, keys: Keys) -> Email:
    """One letter about some notices, in its reader's language."""
    with messages_in(account.language):
        said = [words[notice.kind](notice.facts) for notice in notices]
        count = len(said)
        many = ngettext("%(num)d notice from the OCOP site", "%(num)d notices from the OCOP site", count)
        parts = [f"{one.title}\n{one.text}\n{base_url}{one.path}" for one in said]
        stop = _("To stop these emails: %(address)s", address=base_url + unsubscribe_path(keys, account.id))
        return Email(account.email or "", said[0].title if count == 1 else many, "\n\n".join([*parts, stop]) + "\n")


def mailer(post: Mailer, words: Words, base_url: str, keys: Keys, agrees: Agrees) -> Handler:
    """Build the job that sends one notice by letter, unless it was read or sent or its consent withdrawn meanwhile."""

    def mail(database: Database, payload: Mapping[str, Any]) -> None:
        with database.reading() as session:
            notice = notice_by_id(session, payload["notice_id"])
            wanted = notice is not None and _wanted(session, notice, agrees)
        if notice is None or not wanted or notice.mailed_at or (notice.read_at and not notice.is_safety):
            return
        _send(database, post, notice.account, [notice], letter(notice.account, [notice], words, base_url, keys))

    return mail


def digester(post: Mailer, words: Words, base_url: str, keys: Keys, agrees: Agrees) -> Handler:
    """Build the job that sends, once a day, what nobody has read to whoever wants it so."""

    def digest(database: Database, _: Mapping[str, Any]) -> None:
        with database.reading() as session:
            found = waiting_for_digest(session).values()
            waiting = [[one for one in notices if _wanted(session, one, agrees)] for notices in found]
        for notices in filter(None, waiting):
            account = notices[0].account
            _send(database, post, account, notices, letter(account, notices, words, base_url, keys))

    return digest


def _wanted(session: Session, notice: Notice, agrees: Agrees) -> bool:
    return notice.purpose is None or agrees(session, notice.account_id, notice.purpose)


def _send(database: Database, post: Mailer, account: Account, notices: Sequence[Notice], written: Email) -> None:
    """Sent first and noted then: killed in between, a letter comes twice rather than never."""
    if account.status is not AccountStatus.ACTIVE or not account.email:
        return
    post.send(written)
    with database.unit_of_work() as session:
        for notice in notices:
            session.get_one(Notice, notice.id).mailed_at = now()
