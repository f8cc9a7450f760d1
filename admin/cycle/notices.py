"""What is told when a dossier moves: to its producer, and to whoever has it now."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from admin.cycle.doors import role_of
from admin.cycle.models import Dossier, DossierEvent
from admin.cycle.rules import ENDED, PRODUCER, Verb
from catalog.representation.queries import members
from foundation.accounts.models import Account
from foundation.i18n.messages import gettext as _
from foundation.notices.rules import Facts, NoticeText, Words
from foundation.notices.services import notify
from foundation.permissions.queries import holders

MOVED = "cycle.moved"
RETURNED = "cycle.returned"
ENDED_NOW = "cycle.ended"
ARRIVED = "cycle.arrived"
TAKEN_BACK = "cycle.taken_back"


def tell(session: Session, dossier: Dossier, done: DossierEvent, *, now: datetime, today: date) -> None:
    """Tell both sides, but nobody of what they did themselves."""
    about = _kind(done)
    for held in members(session, dossier.producer_id, today):
        _tell(session, held.account, about, dossier, done, now)
    before = done.before.holder if done.before else None
    level, kind = (before, TAKEN_BACK) if done.verb is Verb.WITHDRAW else (done.after.holder, ARRIVED)
    if level and level != PRODUCER:
        for officer in holders(session, {role_of(level)}, dossier.place_id, today):
            _tell(session, officer, kind, dossier, done, now)


def _kind(done: DossierEvent) -> str:
    if done.verb is Verb.RETURN:
        return RETURNED
    return ENDED_NOW if done.to_stage in ENDED else MOVED


def _tell(session: Session, to: Account, kind: str, dossier: Dossier, done: DossierEvent, now: datetime) -> None:
    if to.id in {done.account_id, done.acting_for_id}:
        return
    due = dossier.due_on.isoformat() if dossier.due_on and dossier.standing.holder == PRODUCER else ""
    facts = {"dossier": dossier.id, "number": dossier.number, "name": dossier.name, "due": due}
    notify(session, to, kind, facts=facts, dedupe_key=f"{kind} {done.id}", now=now)


def _own(facts: Facts) -> str:
    return f"/ho-so/chu-trinh/{facts['dossier']}"


def _desk(facts: Facts) -> str:
    return f"/admin/ho-so/{facts['dossier']}"


def _moved(facts: Facts) -> NoticeText:
    title = _("The dossier of %(name)s has moved on", name=facts["name"])
    return NoticeText(title, _("See who has it now, until when, and what comes next."), _own(facts))


def _returned(facts: Facts) -> NoticeText:
    title = _("The dossier of %(name)s has to be completed", name=facts["name"])
    return NoticeText(title, _("All that is missing stands there, with the day until which it is due."), _own(facts))


def _ended(facts: Facts) -> NoticeText:
    title = _("The dossier of %(name)s has ended", name=facts["name"])
    return NoticeText(title, _("The reason stands with it."), _own(facts))


def _arrived(facts: Facts) -> NoticeText:
    title = _("Dossier %(number)s is with you: %(name)s", number=facts["number"], name=facts["name"])
    return NoticeText(title, _("Look at it, complete your part and send it on."), _desk(facts))


def _taken_back(facts: Facts) -> NoticeText:
    title = _("Dossier %(number)s was withdrawn: %(name)s", number=facts["number"], name=facts["name"])
    return NoticeText(title, _("Its producer took it back; nothing is left to do."), _desk(facts))


WORDS: Words = {
    MOVED: _moved,
    RETURNED: _returned,
    ENDED_NOW: _ended,
    ARRIVED: _arrived,
    TAKEN_BACK: _taken_back,
}
