"""What producers and organisers are told of booths."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from foundation.accounts.models import Account
from foundation.i18n.messages import gettext as _
from foundation.notices.rules import Facts, NoticeText, Words
from foundation.notices.services import notify
from foundation.permissions.queries import holders
from foundation.permissions.rules import Role
from marketplace.booths.models import BoothLetter
from marketplace.booths.registering_models import BoothRegistration
from marketplace.events.notices import organisers

SENT, RETURNED, DECLINED = "booth.sent", "booth.returned", "booth.declined"
CONFIRMED, PAY, EXPIRED = "booth.confirmed", "booth.pay", "booth.expired"
OFFERED, HOLD_OVER, WAITS = "booth.offered", "booth.hold-over", "booth.waits"
CANCELLED, MOVED, LAPSED, LETTER = "booth.cancelled", "booth.moved", "booth.lapsed", "booth.letter"
TITLE_SHOWN = 150


def tell_owner(session: Session, registration: BoothRegistration, kind: str, *, once: object, now: datetime) -> None:
    """Tell whoever registered what became of it, once for each time it happens."""
    key = f"{kind} {registration.id} {once}"
    notify(session, registration.account, kind, facts=_facts(registration), dedupe_key=key, now=now)


def tell_organisers(
    session: Session, registration: BoothRegistration, kind: str, *, once: object, now: datetime, today: date
) -> None:
    """Tell whoever organises the fair; where nobody does, the officers of its province."""
    event = registration.fair.event
    people = organisers(session, event.id, today)
    people = people or holders(session, [Role.PROVINCE_OFFICER], event.place_id, today)
    for account in people:
        key = f"{kind} {registration.id} {once}"
        notify(session, account, kind, facts=_facts(registration), dedupe_key=key, now=now)


def tell_letter(session: Session, account: Account, registration: BoothRegistration, letter: BoothLetter) -> None:
    """Tell somebody what the organiser wrote."""
    facts = {**_facts(registration), "subject": letter.subject[:TITLE_SHOWN]}
    key = f"{LETTER} {letter.id} {registration.id}"
    notify(session, account, LETTER, facts=facts, dedupe_key=key, now=letter.sent_at)


def _facts(registration: BoothRegistration) -> dict[str, object]:
    return {
        "registration": registration.id,
        "event": registration.event_id,
        "fair": registration.fair.event.name[:TITLE_SHOWN],
        "producer": registration.producer.name[:TITLE_SHOWN],
    }


def _own(facts: Facts) -> str:
    return f"/ho-so/gian-hang/{facts['registration']}"


def _desk(facts: Facts) -> str:
    """Officers and organisers alike may work there."""
    return f"/ho-so/su-kien/{facts['event']}/gian-hang/dang-ky/{facts['registration']}"


def _sent(facts: Facts) -> NoticeText:
    text = _("%(producer)s registered for %(fair)s.", **facts)
    return NoticeText(_("A booth registration waits for you"), text, _desk(facts))


def _returned(facts: Facts) -> NoticeText:
    text = _("%(fair)s: read what the organiser asks for, add it and send it again.", **facts)
    return NoticeText(_("Your booth registration needs more"), text, _own(facts))


def _declined(facts: Facts) -> NoticeText:
    text = _("%(fair)s: the page says why.", **facts)
    return NoticeText(_("Your booth registration was not accepted"), text, _own(facts))


def _confirmed(facts: Facts) -> NoticeText:
    text = _("%(fair)s: your booth, the confirmation and the badges are on the page.", **facts)
    return NoticeText(_("You take part in the fair"), text, _own(facts))


def _pay(facts: Facts) -> NoticeText:
    text = _("%(fair)s: the booth is kept for you until the day the page names. Pay before that.", **facts)
    return NoticeText(_("Your booth was approved: the fee is due"), text, _own(facts))


def _expired(facts: Facts) -> NoticeText:
    text = _("%(fair)s: the fee did not arrive in time. Ask the organiser if you still want to come.", **facts)
    return NoticeText(_("Your booth was given back"), text, _own(facts))


def _offered(facts: Facts) -> NoticeText:
    text = _("%(fair)s: say yes or no before the hour the page names; then the next one is asked.", **facts)
    return NoticeText(_("A booth has come free for you"), text, _own(facts))


def _hold_over(facts: Facts) -> NoticeText:
    text = _("%(fair)s: what you wrote is kept. Choose a booth again, or wait for one.", **facts)
    return NoticeText(_("The time for which your booth was held is over"), text, _own(facts))


def _waits(facts: Facts) -> NoticeText:
    text = _("%(fair)s: as soon as a booth comes free you are asked, in the order of coming.", **facts)
    return NoticeText(_("All booths are taken: you are on the waiting list"), text, _own(facts))


def _cancelled(facts: Facts) -> NoticeText:
    return NoticeText(_("Your registration was cancelled"), _("%(fair)s: the page says why.", **facts), _own(facts))


def _moved(facts: Facts) -> NoticeText:
    text = _("%(fair)s: look at the page for where it stands now.", **facts)
    return NoticeText(_("Your booth has another place"), text, _own(facts))


def _lapsed(facts: Facts) -> NoticeText:
    text = _("%(producer)s at %(fair)s: the stars of a product are not in force on its days.", **facts)
    return NoticeText(_("A certificate has lapsed for the fair"), text, _desk(facts))


def _letter(facts: Facts) -> NoticeText:
    title = _("The organiser of %(fair)s writes", **facts)
    return NoticeText(title, str(facts.get("subject", "")), _own(facts))


WORDS: Words = {
    SENT: _sent,
    RETURNED: _returned,
    DECLINED: _declined,
    CONFIRMED: _confirmed,
    PAY: _pay,
    EXPIRED: _expired,
    OFFERED: _offered,
    HOLD_OVER: _hold_over,
    WAITS: _waits,
    CANCELLED: _cancelled,
    MOVED: _moved,
    LAPSED: _lapsed,
    LETTER: _letter,
}
