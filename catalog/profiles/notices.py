"""What officers and producers are told about profiles that are looked at first."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from catalog.profiles.doors import DESK
from catalog.profiles.models import ProductProfile
from foundation.accounts.models import Account
from foundation.i18n.messages import gettext as _
from foundation.notices.rules import Facts, NoticeText, Words
from foundation.notices.services import notify
from foundation.permissions.queries import holders

WAITING = "profile.waiting"
APPROVED = "profile.approved"
SENT_BACK = "profile.sent_back"
NAME_MAX = 150


def tell_desk(session: Session, profile: ProductProfile, *, now: datetime, today: date) -> None:
    """Tell every officer on whose desk it lies."""
    for officer in holders(session, DESK.roles, profile.product.place_id, today):
        _tell(session, profile, officer, WAITING, now)


def tell_editor(session: Session, profile: ProductProfile, kind: str, *, now: datetime) -> None:
    """Tell whoever worked on it last."""
    editor = session.get(Account, profile.edited_by_id) if profile.edited_by_id else None
    if editor:
        _tell(session, profile, editor, kind, now)


def _tell(session: Session, profile: ProductProfile, account: Account, kind: str, now: datetime) -> None:
    facts = {"profile": profile.id, "product": profile.product_id, "name": profile.product.name[:NAME_MAX]}
    notify(session, account, kind, facts=facts, dedupe_key=f"{kind} {profile.id} {now:%Y%m%d%H%M%S}", now=now)


def _waiting(facts: Facts) -> NoticeText:
    title = _("The producer’s words about %(name)s wait for you", name=facts["name"])
    return NoticeText(title, _("Read what was changed and approve it, or say what to change."), _desk(facts))


def _approved(facts: Facts) -> NoticeText:
    title = _("What you say of %(name)s is published", name=facts["name"])
    return NoticeText(title, _("Buyers read it now."), f"/ho-so/san-pham/{facts['product']}")


def _sent_back(facts: Facts) -> NoticeText:
    title = _("What you say of %(name)s has to be changed first", name=facts["name"])
    return NoticeText(
        title, _("Read what the officer says, change it and send it again."), f"/ho-so/san-pham/{facts['product']}"
    )


def _desk(facts: Facts) -> str:
    return f"/admin/duyet/{facts['profile']}"


WORDS: Words = {WAITING: _waiting, APPROVED: _approved, SENT_BACK: _sent_back}
