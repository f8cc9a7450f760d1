"""A list to take in, as an officer sends it."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import SelectField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional

from foundation.places.models import Place
from foundation.web.forms import Form

FILE_MAX = 5 * 1024 * 1024
TEXT_MAX = 500_000


class ImportForm(Form):
    """A file, or what was copied out of one."""

    place = SelectField(_l("Province"), coerce=int)
    file = FileField(_l("File with the list"), [Optional()])
    table = TextAreaField(
        _l("Or the table, copied from a spreadsheet"),
        [Optional(), Length(max=TEXT_MAX, message=_l("This is too long."))],
        render_kw={"rows": 6, "spellcheck": "false"},
    )

    def offer(self, provinces: Iterable[Place]) -> None:
        """Offer the provinces of whoever sends it."""
        self.place.choices = [SelectChoice(one.id, one.full_name) for one in provinces]
