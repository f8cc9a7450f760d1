"""What officers are told, and the letters to whoever reported."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from catalog.reports.doors import DESK
from catalog.reports.models import Report
from foundation.accounts.ports import Email
from foundation.i18n.languages import Lang, localized
from foundation.i18n.messages import gettext as _
from foundation.i18n.messages import messages_in
from foundation.notices.rules import Facts, NoticeText, Words
from foundation.notices.services import notify
from foundation.permissions.queries import holders

LODGED = "report.lodged"
_LINK = localized("/{report}/")


def tell_desk(session: Session, sent: Report, *, now: datetime, today: date) -> None:
    """Tell everybody whose desk it lies on."""
    facts = {"report": sent.id, "due_on": f"{sent.due_on:%d/%m/%Y}"}
    for officer in holders(session, DESK.roles, sent.place_id, today):
        notify(session, officer, LODGED, facts=facts, dedupe_key=f"{LODGED} {sent.id}", now=now)


def confirm_letter(base_url: str, lang: Lang, to: str, token: str) -> Email:
    """Return the letter that asks whether it was they."""
    with messages_in(lang):
        parts = (
            _("Somebody, we hope you, reported something on the OCOP site with this address."),
            f"{base_url}{_LINK[lang]}{token}",
            _("Open the link and confirm it; later the same link shows the answer. It works for three days."),
            _("If it was not you, do nothing: nothing will be saved."),
        )
        return Email(to, _("Confirm what you reported on the OCOP site"), "\n\n".join(parts) + "\n")


def answered_letter(lang: Lang, to: str, number: int, answer: str) -> Email:
    """Return the letter with the answer."""
    with messages_in(lang):
        parts = (_("Thank you for your report. This is the answer of the office in charge:"), answer)
        return Email(to, _("Your report %(number)s was answered", number=number), "\n\n".join(parts) + "\n")


def _lodged(facts: Facts) -> NoticeText:
    text = _("Answer by %(due)s.", due=facts["due_on"])
    return NoticeText(_("Somebody reported something about a page"), text, f"/admin/phan-anh/{facts['report']}")


WORDS: Words = {LODGED: _lodged}
