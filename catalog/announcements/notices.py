"""What officers are told of announcements."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from catalog.announcements.doors import APPROVERS
from catalog.announcements.models import Version
from catalog.announcements.rules import State
from foundation.i18n.messages import gettext as _
from foundation.notices.rules import Facts, NoticeText, Words
from foundation.notices.services import notify
from foundation.permissions.queries import holders

WAITS = "announcement.waits"
APPROVED = "announcement.let-out"
RETURNED = "announcement.sent-back"
TITLE_SHOWN = 150


def tell_approvers(session: Session, version: Version, *, now: datetime, today: date) -> None:
    """Tell everybody who may approve it, but for those who wrote it."""
    wrote = version.standing().writers
    for officer in holders(session, APPROVERS.roles, version.announcement.place_id, today):
        if officer.id not in wrote:
            notify(session, officer, WAITS, facts=_facts(version), dedupe_key=_once(WAITS, version), now=now)


def tell_author(session: Session, version: Version, *, now: datetime) -> None:
    """Tell whoever began it what became of it."""
    kind = APPROVED if version.state is State.APPROVED else RETURNED
    notify(session, version.author, kind, facts=_facts(version), dedupe_key=_once(kind, version), now=now)


def _once(kind: str, version: Version) -> str:
    return f"{kind} {version.id}.{version.revision}"


def _facts(version: Version) -> dict[str, object]:
    return {"announcement": version.announcement_id, "title": version.title[:TITLE_SHOWN]}


def _address(facts: Facts) -> str:
    return f"/admin/thong-bao/{facts['announcement']}"


def _waits(facts: Facts) -> NoticeText:
    title = _("An announcement waits for a second officer")
    return NoticeText(title, str(facts["title"]), _address(facts))


def _approved(facts: Facts) -> NoticeText:
    return NoticeText(_("Your announcement was approved"), str(facts["title"]), _address(facts))


def _returned(facts: Facts) -> NoticeText:
    return NoticeText(_("Your announcement is a draft again"), str(facts["title"]), _address(facts))


WORDS: Words = {WAITS: _waits, APPROVED: _approved, RETURNED: _returned}
