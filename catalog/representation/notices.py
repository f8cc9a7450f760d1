"""What people are told about claims, on either side of the desk."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from catalog.representation.doors import DESK
from catalog.representation.models import RepresentationClaim
from foundation.accounts.models import Account
from foundation.i18n.messages import gettext as _
from foundation.notices.rules import Facts, NoticeText, Words
from foundation.notices.services import notify
from foundation.permissions.queries import holders
from foundation.signin.rules import OFFERS

RECEIVED = "representation.received"
LODGED = "representation.lodged"
CONTESTED = "representation.contested"
NAMED = "representation.named"
ACCEPTED = "representation.accepted"
OFFERED = "representation.offered"
REFUSED = "representation.refused"
ENDED = "representation.ended"

WORKSPACE = "/ho-so/"
NAME_MAX = 150


def tell(session: Session, claim: RepresentationClaim, account: Account, kind: str, *, now: datetime) -> None:
    """Tell somebody about a claim, once for each kind."""
    facts = {"claim": claim.id, "producer": claim.producer.name[:NAME_MAX], "appointment": claim.appointment_id}
    notify(session, account, kind, facts=facts, dedupe_key=f"{kind} {claim.id}", now=now)


def tell_claimant(session: Session, claim: RepresentationClaim, kind: str, *, now: datetime) -> None:
    """Tell whoever claims how it stands."""
    tell(session, claim, claim.account, kind, now=now)


def tell_desk(session: Session, claim: RepresentationClaim, kind: str, *, now: datetime, today: date) -> None:
    """Tell every officer on whose desk it lies."""
    for officer in holders(session, DESK.roles, claim.producer.place_id, today):
        if officer.id != claim.account_id:
            tell(session, claim, officer, kind, now=now)


def _received(facts: Facts) -> NoticeText:
    title = _("Your claim to the record of %(producer)s was received", producer=facts["producer"])
    return NoticeText(title, _("An officer of your commune or province checks it and tells you here."), WORKSPACE)


def _lodged(facts: Facts) -> NoticeText:
    title = _("Somebody claims the record of %(producer)s", producer=facts["producer"])
    return NoticeText(title, _("Check who it is and decide."), f"/admin/dai-dien/{facts['claim']}")


def _contested(facts: Facts) -> NoticeText:
    title = _("Somebody else claims the record of %(producer)s", producer=facts["producer"])
    return NoticeText(title, _("An officer decides and sees you both. Call them if this is wrong."), WORKSPACE)


def _named(facts: Facts) -> NoticeText:
    title = _("The record of %(producer)s is to be handed over to you", producer=facts["producer"])
    return NoticeText(title, _("It is yours when an officer has agreed. If this is wrong, take it back."), WORKSPACE)


def _accepted(facts: Facts) -> NoticeText:
    title = _("You speak for %(producer)s now", producer=facts["producer"])
    return NoticeText(title, _("Add photos, the story, packaging and prices of your products."), WORKSPACE)


def _offered(facts: Facts) -> NoticeText:
    title = _("An officer agrees that you speak for %(producer)s", producer=facts["producer"])
    return NoticeText(title, _("It is yours when you say yes yourself."), f"{OFFERS}{facts['appointment']}")


def _refused(facts: Facts) -> NoticeText:
    title = _("Your claim to the record of %(producer)s was refused", producer=facts["producer"])
    return NoticeText(title, _("Read the reason with your claim. With better proof you can claim it again."), WORKSPACE)


def _ended(facts: Facts) -> NoticeText:
    title = _("You no longer speak for %(producer)s", producer=facts["producer"])
    return NoticeText(title, _("An officer has ended it. Call them if this is wrong."), WORKSPACE)


WORDS: Words = {
    RECEIVED: _received,
    LODGED: _lodged,
    CONTESTED: _contested,
    NAMED: _named,
    ACCEPTED: _accepted,
    OFFERED: _offered,
    REFUSED: _refused,
    ENDED: _ended,
}
