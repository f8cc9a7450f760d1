"""A product by hand, as an officer types it."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from catalog.intake.matching import CELL_MAX
from foundation.places.models import Place
from foundation.web.forms import Form

_needed = InputRequired(_l("This is needed."))
_short = Length(max=CELL_MAX, message=_l("This is too long."))


class RecordForm(Form):
    """A product by hand."""

    place = SelectField(_l("Province"), coerce=int)
    name = StringField(_l("Product"), [_needed, _short])
    producer = StringField(_l("Producer"), [_needed, _short])
    commune = StringField(_l("Commune"), [_short])

    def offer(self, provinces: Iterable[Place]) -> None:
        """Offer the provinces of whoever fills this in."""
        self.place.choices = [SelectChoice(one.id, one.full_name) for one in provinces]
