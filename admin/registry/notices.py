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


def tell(session: Session, held: Appointment, kind: str, *, now: datetime, account: Account | None = None) -> None:
    """Tell the holder, or `account`; whoever has not confirmed their account yet is told nothing by the site."""
    to = account or held.account
    if to.status is AccountStatus.ACTIVE:
        key = f"{kind} {held.id} {held.ends_on}"
        notify(session, to, kind, facts=_facts(held), dedupe_key=key, now=now, is_safety=True)


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


WORDS: Words = {GRANTED: _granted, ENDED: _ended, LENT: _lent}
