"""What people are told about their appointments."""

from datetime import datetime

from sqlalchemy.orm import Session

from foundation.accounts.models import Account
from foundation.accounts.rules import AccountStatus
from foundation.db.base import now as moment
from foundation.i18n.messages import gettext as _
from foundation.notices.rules import Facts, NoticeText, Words
from foundation.notices.services import notify
from foundation.permissions.models import Appointment
from foundation.permissions.rules import Role
from foundation.signin.labels import role_label
from foundation.signin.rules import OFFERS

GRANTED = "appointment.granted"
"""Told until appointments were offered; the notices are still there to read, and so are those of loans."""

OFFERED = "appointment.offered"
LOAN_OFFERED = "appointment.loan-offered"
ACCEPTED = "appointment.accepted"
DECLINED = "appointment.declined"
LAPSED = "appointment.lapsed"
WITHDRAWN = "appointment.withdrawn"
ENDED = "appointment.ended"
LENT = "appointment.lent"
LIST_DONE = "appointment.list_done"


def notify_holder(session: Session, held: Appointment, kind: str, *, now: datetime) -> None:
    """Tell the holder; whoever has not confirmed their account yet is told nothing by the site."""
    to = held.account
    if to.status is AccountStatus.ACTIVE:
        key = f"{kind} {held.id} {held.ends_on}"
        notify(session, to, kind, facts=_facts(held), dedupe_key=key, now=now, is_safety=True)


def tell_offer(session: Session, offered: Appointment, *, now: datetime) -> None:
    """Tell somebody what waits for their answer."""
    notify_holder(session, offered, LOAN_OFFERED if offered.delegated_from else OFFERED, now=now)


def tell_offer_now(session: Session, offered: Appointment) -> None:
    """Tell it from a command of the room below, which knows no notices."""
    tell_offer(session, offered, now=moment())


def tell_asked(session: Session, offered: Appointment, kind: str, *, now: datetime) -> None:
    """Tell whoever asked, and whose appointment is lent, what became of it."""
    source = offered.delegated_from
    people = {offered.granted_by_id, source.account_id if source else None} - {None, offered.account_id}
    for number in sorted(one for one in people if one):
        to = session.get_one(Account, number)
        if to.status is AccountStatus.ACTIVE:
            key = f"{kind} {offered.id}"
            notify(session, to, kind, facts=_facts(offered), dedupe_key=key, now=now)


def tell_done(session: Session, account: Account, list_id: int, *, now: datetime) -> None:
    """Tell whoever sent a list that it was taken in."""
    notify(session, account, LIST_DONE, facts={"list": list_id}, dedupe_key=f"{LIST_DONE} {list_id}", now=now)


def _facts(held: Appointment) -> dict[str, object]:
    return {
        "appointment": held.id,
        "person": held.account.name,
        "for": held.delegated_from.account.name if held.delegated_from else None,
        "answer_by": f"{held.answer_by:%d/%m/%Y}" if held.answer_by else None,
        "role": held.role,
        "place": held.place.full_name if held.place else None,
        "starts_on": f"{held.starts_on:%d/%m/%Y}",
        "ends_on": f"{held.ends_on:%d/%m/%Y}" if held.ends_on else None,
    }


def _what(facts: Facts) -> str:
    role = role_label(Role(str(facts["role"])))
    return f"{role}, {facts['place']}" if facts["place"] else role


def _offered(facts: Facts) -> NoticeText:
    text = _("It holds only when you have said yes. Answer until %(day)s.", day=facts["answer_by"])
    title = _("You are asked to take on an appointment: %(what)s", what=_what(facts))
    return NoticeText(title, text, f"{OFFERS}{facts['appointment']}")


def _loan_offered(facts: Facts) -> NoticeText:
    said = {"name": facts["for"], "start": facts["starts_on"], "end": facts["ends_on"], "day": facts["answer_by"]}
    text = _("In place of %(name)s, from %(start)s to before %(end)s. Answer until %(day)s.", **said)
    title = _("You are asked to stand in for a colleague: %(what)s", what=_what(facts))
    return NoticeText(title, text, f"{OFFERS}{facts['appointment']}")


def _accepted(facts: Facts) -> NoticeText:
    title = _("%(name)s said yes: %(what)s", name=facts["person"], what=_what(facts))
    return NoticeText(title, _("It holds from %(day)s on.", day=facts["starts_on"]), _desk(facts))


def _declined(facts: Facts) -> NoticeText:
    title = _("%(name)s said no: %(what)s", name=facts["person"], what=_what(facts))
    return NoticeText(title, _("Ask somebody else, or speak with them."), _desk(facts))


def _lapsed(facts: Facts) -> NoticeText:
    title = _("%(name)s did not answer in time: %(what)s", name=facts["person"], what=_what(facts))
    return NoticeText(title, _("Ask them again, or somebody else."), _desk(facts))


def _withdrawn(facts: Facts) -> NoticeText:
    title = _("You are no longer asked to take on an appointment: %(what)s", what=_what(facts))
    return NoticeText(title, _("There is nothing for you to do."), "/tai-khoan/")


def _desk(facts: Facts) -> str:
    return f"/admin/bo-nhiem/{facts['appointment']}"


def _granted(facts: Facts) -> NoticeText:
    text = _("It holds from %(day)s on. An office needs an authenticator app: set it up first.", day=facts["starts_on"])
    return NoticeText(_("You were appointed: %(what)s", what=_what(facts)), text, "/tai-khoan/")


def _ended(facts: Facts) -> NoticeText:
    text = _("From %(day)s on it opens nothing more.", day=facts["ends_on"])
    return NoticeText(_("Your appointment ends: %(what)s", what=_what(facts)), text, "/tai-khoan/")


def _lent(facts: Facts) -> NoticeText:
    text = _(
        "From %(start)s to before %(end)s; what you do then is noted as done in their place.",
        start=facts["starts_on"],
        end=facts["ends_on"],
    )
    return NoticeText(_("You stand in for a colleague: %(what)s", what=_what(facts)), text, "/tai-khoan/")


def _list_done(facts: Facts) -> NoticeText:
    title = _("Your list of appointments was imported")
    return NoticeText(title, _("See the result of each row."), f"/admin/bo-nhiem/danh-sach/{facts['list']}")


WORDS: Words = {
    OFFERED: _offered,
    LOAN_OFFERED: _loan_offered,
    ACCEPTED: _accepted,
    DECLINED: _declined,
    LAPSED: _lapsed,
    WITHDRAWN: _withdrawn,
    GRANTED: _granted,
    ENDED: _ended,
    LENT: _lent,
    LIST_DONE: _list_done,
}
