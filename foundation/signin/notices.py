"""What an account's owner is told about its safety."""

from datetime import datetime

from sqlalchemy.orm import Session

from foundation.accounts.models import Account
from foundation.i18n.messages import gettext as _
from foundation.notices.rules import Facts, NoticeText, Words
from foundation.notices.services import notify

PASSWORD_CHANGED = "account.password_changed"  # noqa: S105 - the name of a notice
APP_REMOVED = "account.app_removed"
CODE_HANDED_OVER = "account.code_handed_over"


def tell(session: Session, account: Account, kind: str, *, now: datetime) -> None:
    """Tell the owner; by letter also to whoever wants none, for it may not have been the owner."""
    notify(session, account, kind, facts={"at": now}, dedupe_key=f"{kind} {now.isoformat()}", now=now, is_safety=True)


def _password_changed(_facts: Facts) -> NoticeText:
    text = _("If it was not you, ask for a new password at once and look where you are signed in.")
    return NoticeText(_("Your password was changed"), text, "/tai-khoan/phien")


def _app_removed(_facts: Facts) -> NoticeText:
    text = _("Your password alone opens your account now. If it was not you, change it at once.")
    return NoticeText(_("The authenticator app was taken away"), text, "/tai-khoan/ung-dung-xac-thuc")


def _code_handed_over(_facts: Facts) -> NoticeText:
    text = _(
        "An officer made a code with which a new password can be set. If you did not ask for it, tell the commune."
    )
    return NoticeText(_("A code for your account was handed over"), text, "/tai-khoan/")


WORDS: Words = {
    PASSWORD_CHANGED: _password_changed,
    APP_REMOVED: _app_removed,
    CODE_HANDED_OVER: _code_handed_over,
}
