"""What people are told about requests, on either side of the desk."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from foundation.i18n.messages import gettext as _
from foundation.notices.rules import Facts, NoticeText, Words
from foundation.notices.services import notify
from foundation.permissions.queries import holders
from foundation.privacy.doors import DESK
from foundation.privacy.models import PrivacyRequest

RECEIVED = "privacy.received"
LODGED = "privacy.lodged"
REPLIED = "privacy.replied"
EXTENDED = "privacy.extended"
CLOSED = "privacy.closed"
CANCELLED = "privacy.cancelled"
DELETION = "privacy.deletion"

REQUESTS = "/tai-khoan/rieng-tu/yeu-cau"


def tell_owner(session: Session, request: PrivacyRequest, kind: str, *, now: datetime) -> None:
    """Tell whoever asked how it stands; a deletion touches the safety of the account and is always sent."""
    key = f"{kind} {request.id} {request.state}"
    safe = kind == DELETION
    notify(session, request.account, kind, facts=_facts(request), dedupe_key=key, now=now, is_safety=safe)


def tell_desk(session: Session, request: PrivacyRequest, kind: str, *, now: datetime, today: date) -> None:
    """Tell everybody whose desk it lies on."""
    for officer in holders(session, DESK.roles, request.place_id, today):
        if officer.id != request.account_id:
            key = f"{kind} {request.id}"
            notify(session, officer, kind, facts=_facts(request), dedupe_key=key, now=now)


def _facts(request: PrivacyRequest) -> dict[str, object]:
    return {
        "request": request.id,
        "reply_on": f"{request.reply_on:%d/%m/%Y}",
        "due_on": f"{request.due_on:%d/%m/%Y}",
        "erase_on": f"{request.erase_on:%d/%m/%Y}" if request.erase_on else None,
    }


def _received(facts: Facts) -> NoticeText:
    text = _("You are answered by %(reply)s; it is done by %(due)s.", reply=facts["reply_on"], due=facts["due_on"])
    return NoticeText(_("Your request about your data was received"), text, REQUESTS)


def _lodged(facts: Facts) -> NoticeText:
    text = _("Answer by %(reply)s; done by %(due)s.", reply=facts["reply_on"], due=facts["due_on"])
    title = _("Somebody asks about their personal data")
    return NoticeText(title, text, f"/admin/rieng-tu/{facts['request']}")


def _replied(facts: Facts) -> NoticeText:
    text = _("Read the answer with your request. It is done by %(due)s.", due=facts["due_on"])
    return NoticeText(_("Your request about your data was answered"), text, REQUESTS)


def _extended(facts: Facts) -> NoticeText:
    text = _("The reason stands with your request. It is done by %(due)s.", due=facts["due_on"])
    return NoticeText(_("Your request about your data takes longer"), text, REQUESTS)


def _closed(_facts: Facts) -> NoticeText:
    return NoticeText(_("Your request about your data is finished"), _("Read the answer with your request."), REQUESTS)


def _cancelled(facts: Facts) -> NoticeText:
    title = _("A request about personal data was taken back")
    return NoticeText(title, _("There is nothing more to do."), f"/admin/rieng-tu/{facts['request']}")


def _deletion(facts: Facts) -> NoticeText:
    text = _("Until then you can stop it. If it was not you, stop it and change your password at once.")
    title = _("Your account will be deleted on %(day)s", day=facts["erase_on"])
    return NoticeText(title, text, "/tai-khoan/rieng-tu/xoa")


WORDS: Words = {
    RECEIVED: _received,
    LODGED: _lodged,
    REPLIED: _replied,
    EXTENDED: _extended,
    CLOSED: _closed,
    CANCELLED: _cancelled,
    DELETION: _deletion,
}
