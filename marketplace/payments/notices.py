"""Telling payers that money came, and payees that somebody has to look."""

from foundation.i18n.messages import gettext as _
from foundation.notices.rules import Facts, NoticeText, Words

RECEIVED, LOOK = "payment.received", "payment.look"


def _received(facts: Facts) -> NoticeText:
    text = _("Your payment with reference %(reference)s has arrived. The page has your receipt.", **facts)
    return NoticeText(_("Your payment has arrived"), text, f"/vi/thanh-toan/{facts['key']}")


def _look(facts: Facts) -> NoticeText:
    text = _("Money for reference %(reference)s is not as it should be. Decide what becomes of it.", **facts)
    return NoticeText(_("A payment waits for your decision"), text, f"/ho-so/thu-tien/{facts['payee']}")


WORDS: Words = {RECEIVED: _received, LOOK: _look}
