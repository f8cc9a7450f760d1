"""Asking operators whether their point of sale is still open."""

from foundation.i18n.messages import gettext as _
from foundation.notices.rules import Facts, NoticeText, Words

STALE = "outlet.stale"


def _stale(facts: Facts) -> NoticeText:
    text = _(
        "Nobody has confirmed it for half a year, and the page says so. Tap once to confirm that it is still open."
    )
    return NoticeText(_("Is your point of sale still open?"), text, f"/ho-so/diem-ban/{facts['outlet']}")


WORDS: Words = {STALE: _stale}
