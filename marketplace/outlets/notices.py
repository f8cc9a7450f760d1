"""What operators are told: that nobody has confirmed their point of sale, that a photo is not shown."""

from foundation.i18n.messages import gettext as _
from foundation.notices.rules import Facts, NoticeText, Words

STALE = "outlet.stale"
PHOTO_REFUSED = "outlet.photo_refused"


def _stale(facts: Facts) -> NoticeText:
    text = _(
        "Nobody has confirmed it for half a year, and the page says so. Tap once to confirm that it is still open."
    )
    return NoticeText(_("Is your point of sale still open?"), text, f"/ho-so/diem-ban/{facts['outlet']}")


def _photo_refused(facts: Facts) -> NoticeText:
    text = _("Read why, and send another one if you like.")
    return NoticeText(_("A photo of your point of sale is not shown"), text, f"/ho-so/diem-ban/{facts['outlet']}/anh")


WORDS: Words = {STALE: _stale, PHOTO_REFUSED: _photo_refused}
