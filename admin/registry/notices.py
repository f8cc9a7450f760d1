"""What people are told about their appointments."""

from datetime import datetime

from sqlalchemy.orm import Session

from foundation.accounts.models import Account
from foundation.accounts.rules import AccountStatus
from foundation.i18n.messages import gettext as _
from foundation.notices.rules import Facts, Said, Words
from foundation.notices.services import notify
from foundation.permissions.models import Appointment
from foundation.permissions.rules import Role
from foundation.signin.labels import role_label

GRANTED = "appointment.granted"
ENDED = "appointment.ended"
LENT = "appointment.lent"
LIST_DONE = "appointment.list_done"


def tell(session: Session, held: Appointment, kind: str, *, now: datetime) -> None:
    """Tell the holder; whoever has not confirmed their account yet is told nothing by the site."""
    to = held.account
    if to.status is AccountStatus.ACTIVE:
        key = f"{kind} {held.id} {held.ends_on}"
        notify(session, to, kind, facts=_facts(held), dedupe_key=key, now=now, is_safety=True)


def tell_done(session: Session, account: Account, list_id: int, *, now: datetime) -> None:
    """Tell whoever sent a list that it was taken in."""
    notify(session, account, LIST_DONE, facts={"list": list_id}, dedupe_key=f"{LIST_DONE} {list_id}", now=now)


def _facts(held: Appointment) -> dict[str, object]:
    return {
        "role": held.role,
        "place": held.place.full_name if held.place else None,
        "starts_on": f"{held.starts_on:%d/%m/%Y}",
        "ends_on": f"{held.ends_on:%d/%m/%Y}" if held.ends_on else None,
    }


def _what(facts: Facts) -> str:
    role = role_label(Role(str(facts["role"])))
    return f"{role}, {facts['place']}" if facts["place"] else role


def _granted(facts: Facts) -> Said:
    text = _("It holds from %(day)s on. An office needs an authenticator app: set it up first.", day=facts["starts_on"])
    return Said(_("You were appointed: %(what)s", what=_what(facts)), text, "/tai-khoan/")


def _ended(facts: Facts) -> Said:
    text = _("From %(day)s on it opens nothing more.", day=facts["ends_on"])
    return Said(_("Your appointment ends: %(what)s", what=_what(facts)), text, "/tai-khoan/")


def _lent(facts: Facts) -> Said:
    text = _(
        "From %(start)s to before %(end)s; what you do then is noted as done in their place.",
        start=facts["starts_on"],
        end=facts["ends_on"],
    )
    return Said(_("You stand in for a colleague: %(what)s", what=_what(facts)), text, "/tai-khoan/")


def _list_done(facts: Facts) -> Said:
    title = _("Your list of appointments was taken in")
    return Said(title, _("Read what became of each row."), f"/admin/bo-nhiem/danh-sach/{facts['list']}")


WORDS: Words = {GRANTED: _granted, ENDED: _ended, LENT: _lent, LIST_DONE: _list_done}
