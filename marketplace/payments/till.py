"""What views ask while somebody pays by card: the records, card services and clock of this site."""

from foundation.db.base import now
from foundation.db.database import current_db
from foundation.web.installation import today
from marketplace.payments.card_service import current_cards
from marketplace.payments.cards import Clock, Till


def current_clock() -> Clock:
    """Return the clock of this site."""
    return Clock(now, today)


def current_till() -> Till:
    """Return the records, card services and clock of this site."""
    return Till(current_db(), current_cards(), current_clock())
