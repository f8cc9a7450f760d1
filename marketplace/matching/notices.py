"""What moderators and owners are told of offers, demands and buyers' organisations."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.accounts.models import Account
from foundation.audit.rules import Actor
from foundation.i18n.messages import gettext as _
from foundation.notices.rules import Facts, NoticeText, Words
from foundation.notices.services import notify
from foundation.permissions.queries import holders
from marketplace.matching.doors import DESK
from marketplace.matching.models import OFFER, Buyer, BuyerDemand, SupplyOffer

WAITS, APPROVED, SENT_BACK, TAKEN_DOWN = "listing.waits", "listing.approved", "listing.sent-back", "listing.taken-down"
BUYER_WAITS, BUYER_APPROVED, BUYER_SENT_BACK = "buyer.waits", "buyer.approved", "buyer.sent-back"
NAME_SHOWN = 150


def tell_desk(session: Session, listing: SupplyOffer | BuyerDemand, *, now: datetime, today: date) -> None:
    """Tell every moderator of its place who did not write it."""
    wrote = {one.account_id for one in listing.writers}
    for officer in holders(session, DESK.roles, listing.place_id, today):
        if officer.id not in wrote:
            _tell(session, officer, WAITS, listing, now)


def tell_writers(
    session: Session, actor: Actor, listing: SupplyOffer | BuyerDemand, kind: str, *, now: datetime
) -> None:
    """Tell those who wrote it what another did with it."""
    wrote = {one.account_id for one in listing.writers} - {actor.account_id}
    for writer in session.scalars(select(Account).where(Account.id.in_(wrote)).order_by(Account.id)):
        _tell(session, writer, kind, listing, now)


def tell_buyers_desk(session: Session, buyer: Buyer, *, now: datetime, today: date) -> None:
    """Tell every moderator of its seat; of one abroad those of the whole country."""
    for officer in holders(session, DESK.roles, buyer.place_id, today):
        _tell_of_buyer(session, officer, BUYER_WAITS, buyer, now)


def tell_opener(session: Session, buyer: Buyer, kind: str, *, now: datetime) -> None:
    """Tell whoever opened an organisation what was decided."""
    opener = session.get(Account, buyer.opened_by_id) if buyer.opened_by_id else None
    if opener:
        _tell_of_buyer(session, opener, kind, buyer, now)


def _tell(session: Session, account: Account, kind: str, listing: SupplyOffer | BuyerDemand, now: datetime) -> None:
    facts = {"kind": listing.KIND, "id": listing.id, "title": listing.title[:NAME_SHOWN]}
    once = f"{kind} {listing.KIND} {listing.id} {now:%Y%m%d%H%M%S}"
    notify(session, account, kind, facts=facts, dedupe_key=once, now=now)


def _tell_of_buyer(session: Session, account: Account, kind: str, buyer: Buyer, now: datetime) -> None:
    facts = {"id": buyer.id, "title": buyer.name[:NAME_SHOWN]}
    notify(session, account, kind, facts=facts, dedupe_key=f"{kind} {buyer.id} {now:%Y%m%d%H%M%S}", now=now)


def _desk(facts: Facts) -> str:
    word = "chao-ban" if facts["kind"] == OFFER else "nhu-cau"
    return f"/admin/duyet/cung-cau/{word}/{facts['id']}"


def _own(facts: Facts) -> str:
    return f"/ho-so/chao-ban/{facts['id']}" if facts["kind"] == OFFER else f"/ho-so/mua-hang/nhu-cau/{facts['id']}"


def _title(facts: Facts) -> str:
    return str(facts["title"])


def _waits(facts: Facts) -> NoticeText:
    if facts["kind"] == OFFER:
        return NoticeText(_("An offer waits for you"), _title(facts), _desk(facts))
    return NoticeText(_("A buyer’s demand waits for you"), _title(facts), _desk(facts))


def _approved(facts: Facts) -> NoticeText:
    if facts["kind"] == OFFER:
        return NoticeText(_("Your offer is on the board"), _title(facts), _own(facts))
    return NoticeText(_("Your demand is on the board"), _title(facts), _own(facts))


def _sent_back(facts: Facts) -> NoticeText:
    return NoticeText(_("Something has to be changed before it is published"), _title(facts), _own(facts))


def _taken_down(facts: Facts) -> NoticeText:
    return NoticeText(_("It was taken off the board; read why"), _title(facts), _own(facts))


def _buyer_waits(facts: Facts) -> NoticeText:
    return NoticeText(_("A buying organisation waits for you"), _title(facts), _buyers_desk(facts))


def _buyer_approved(facts: Facts) -> NoticeText:
    return NoticeText(_("Your buying organisation was approved"), _title(facts), "/ho-so/mua-hang")


def _buyer_sent_back(facts: Facts) -> NoticeText:
    return NoticeText(_("Your buying organisation needs a correction"), _title(facts), "/ho-so/mua-hang")


def _buyers_desk(facts: Facts) -> str:
    return f"/admin/duyet/cung-cau/don-vi/{facts['id']}"


WORDS: Words = {
    WAITS: _waits,
    APPROVED: _approved,
    SENT_BACK: _sent_back,
    TAKEN_DOWN: _taken_down,
    BUYER_WAITS: _buyer_waits,
    BUYER_APPROVED: _buyer_approved,
    BUYER_SENT_BACK: _buyer_sent_back,
}
