"""What both sides are told about a question."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from catalog.enquiries.doors import DESK
from catalog.enquiries.models import Enquiry
from foundation.i18n.messages import gettext as _
from foundation.notices.rules import Facts, NoticeText, Words
from foundation.notices.services import notify
from foundation.permissions.queries import holders

ASKED = "enquiry.asked"
ANSWERED = "enquiry.answered"
NAME_MAX = 150


def tell_desk(session: Session, asked: Enquiry, *, now: datetime, today: date) -> None:
    """Tell every officer on whose desk it lies."""
    for officer in holders(session, DESK.roles, asked.producer.place_id, today):
        notify(session, officer, ASKED, facts=_facts(asked), dedupe_key=f"{ASKED} {asked.id}", now=now)


def tell_asker(session: Session, asked: Enquiry, *, now: datetime) -> None:
    """Tell whoever asked that there is an answer."""
    notify(session, asked.account, ANSWERED, facts=_facts(asked), dedupe_key=f"{ANSWERED} {asked.id}", now=now)


def _facts(asked: Enquiry) -> dict[str, object]:
    return {"enquiry": asked.id, "producer": asked.producer.name[:NAME_MAX]}


def _asked(facts: Facts) -> NoticeText:
    title = _("Somebody asks about %(producer)s", producer=facts["producer"])
    return NoticeText(
        title, _("Nobody speaks for this producer yet: the province answers."), f"/admin/hoi-dap/{facts['enquiry']}"
    )


def _answered(facts: Facts) -> NoticeText:
    title = _("Your question about %(producer)s was answered", producer=facts["producer"])
    return NoticeText(title, _("Read the answer with your question."), "/tai-khoan/hoi-dap")


WORDS: Words = {ASKED: _asked, ANSWERED: _answered}
