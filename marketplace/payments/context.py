"""What pages ask while they show payments."""

from datetime import date, datetime

from flask import url_for

from foundation.config.settings import VIETNAM
from foundation.i18n.formats import number
from foundation.places.page_context import PageContext
from foundation.privacy.working_days import is_working
from marketplace.payments import labels
from marketplace.payments.banks import banks
from marketplace.payments.models import Charge, Payee
from marketplace.payments.purposes import purpose_words
from marketplace.payments.rules import ANSWER_WITHIN, release_day


class PaymentContext(PageContext):
    """The day and the language, words and sums of payments."""

    def dong(self, amount: int) -> str:
        """Return a sum as it is written."""
        return f"{number(amount, self.lang)} ₫"

    @property
    def label(self) -> object:
        """Words for codes."""
        return labels

    def purpose(self, kind: str) -> str:
        """Return what a kind of thing is called."""
        return purpose_words(kind)

    def bank(self, payee: Payee) -> str:
        """Return the bank's short name."""
        return banks()[payee.bank_bin].short_name if payee.bank_bin else ""

    def owner(self, payee: Payee) -> str:
        """Return whose payee it is: the office's place; nothing for somebody's own."""
        return self.place_name(payee.place_id) if payee.place_id else ""

    def is_overdue(self, since: date) -> bool:
        """Whether somebody should have looked by now."""
        return self.today > release_day(since, is_working, ANSWER_WITHIN)

    def decide_by(self, since: date) -> date:
        """Return until when somebody should look."""
        return release_day(since, is_working, ANSWER_WITHIN)

    def clock(self, moment: datetime) -> str:
        """Return a moment as clocks in Vietnam show it."""
        return f"{moment.astimezone(VIETNAM):%H:%M %d/%m/%Y}"

    def address(self, charge: Charge) -> str:
        """Return the page of whoever pays."""
        return url_for("payments.shown", key=charge.key)
