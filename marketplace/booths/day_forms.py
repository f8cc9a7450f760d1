"""Forms of a fair's days."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from typing import Self

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional

from foundation.i18n.formats import day as written_day
from foundation.web.forms import Form, max_length
from foundation.web.routing import current_lang
from marketplace.booths.day_models import BoothDay
from marketplace.booths.day_rules import COUNT_MAX, DONG_MAX, NUMBERS, DayNumbers
from marketplace.booths.days import Sighting
from marketplace.booths.rules import LINE_MAX

_needed = InputRequired(_l("This is needed."))
_count = NumberRange(0, COUNT_MAX, _l("Check this number."))
_sum = NumberRange(0, DONG_MAX, _l("Check this number."))
_digits = {"inputmode": "numeric"}


class GateForm(Form):
    """The code of a badge, and when it was seen by the clock of the device."""

    code = StringField(
        _l("Code on the badge"),
        [_needed, max_length(LINE_MAX)],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
    at = HiddenField()

    def told(self) -> Sighting:
        """Return what was sent; a clock nobody can read is none."""
        with suppress(ValueError):
            told = datetime.fromisoformat(self.at.data or "")
            return Sighting(self.code.data, told if told.tzinfo else None)
        return Sighting(self.code.data)


class DayForm(Form):
    """What came of a day at a booth."""

    day = SelectField(_l("Day"), [_needed], choices=[])
    sales_dong = IntegerField(_l("Sales in đồng"), [Optional(), _sum], render_kw=_digits)
    visitors = IntegerField(_l("Visitors at your booth"), [Optional(), _count], render_kw=_digits)
    mou = IntegerField(_l("Memoranda of understanding signed"), [Optional(), _count], render_kw=_digits)
    agreements = IntegerField(_l("Agreements signed"), [Optional(), _count], render_kw=_digits)
    contracts = IntegerField(_l("Contracts signed"), [Optional(), _count], render_kw=_digits)
    contracts_dong = IntegerField(_l("Value of the contracts in đồng"), [Optional(), _sum], render_kw=_digits)

    def offer(self, days: Iterable[date]) -> Self:
        """Return the form with the days one can tell of, the last first."""
        self.day.choices = [(one.isoformat(), written_day(one, current_lang())) for one in reversed(list(days))]
        return self

    def told(self) -> tuple[date, DayNumbers]:
        """Return what was filled in."""
        return date.fromisoformat(self.day.data), DayNumbers(**{name: self[name].data for name in NUMBERS})

    @classmethod
    def of(cls, kept: BoothDay | None, day: date) -> "DayForm":
        """Return the form as it was filled in for a day."""
        numbers = {name: getattr(kept, name) for name in NUMBERS} if kept else {}
        return cls(formdata=None, day=day.isoformat(), **numbers)
