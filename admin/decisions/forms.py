"""What the desk reads: a decision with its table, and what an officer says of each row."""

from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from admin.decisions.models import DecisionLine
from admin.decisions.reading import FIELDS
from admin.decisions.rules import ROWS_MAX, RowChoice
from admin.decisions.services import RowReview
from catalog.intake.communes import chosen_commune
from catalog.intake.matching import CELL_MAX, RowInput
from catalog.regulations.editions import LAW
from catalog.regulations.labels import level_label
from foundation.places.models import Place
from foundation.web.forms import Form
from foundation.web.requests import number_of

TABLE_MAX = ROWS_MAX * CELL_MAX

_needed = InputRequired(_l("This is needed."))
_short = Length(max=CELL_MAX, message=_l("This is too long."))


class DecisionForm(Form):
    """A past decision and the table of its products."""

    place = SelectField(_l("Province"), coerce=int)
    level = SelectField(_l("Level of the authority"))
    authority = StringField(_l("Authority"), [_needed, _short])
    number = StringField(_l("Decision number"), [_needed, _short], render_kw={"spellcheck": "false"})
    issued_on = DateField(_l("Date of the decision"), [_needed])
    table = TextAreaField(
        _l("Table of products"),
        [Optional(), Length(max=TABLE_MAX, message=_l("This is too long."))],
        render_kw={"rows": 12, "spellcheck": "false"},
    )
    table_file = FileField(_l("Or a file with the table"), [Optional()])

    def offer(self, provinces: Iterable[Place]) -> None:
        """Offer the provinces of whoever fills this in, and every level there ever was."""
        self.place.choices = [SelectChoice(one.id, one.full_name) for one in provinces]
        self.level.choices = [SelectChoice(one.code, level_label(one.code)) for one in LAW.levels]


class ScanForm(Form):
    """A scan of the decision."""

    scan = FileField(_l("Scan of the decision (PDF or photo)"), [_needed])


def reviews_from(sent: Mapping[str, str], lines: Iterable[DecisionLine]) -> dict[int, RowReview]:
    """Return what was said of each line that stood on the page; what is no choice counts as none."""
    return {line.id: _said(sent, line) for line in lines if f"name-{line.id}" in sent}


def _said(sent: Mapping[str, str], line: DecisionLine) -> RowReview:
    words = {field: sent.get(f"{field}-{line.id}", "")[:CELL_MAX] for field in FIELDS}
    words |= chosen_commune(at) if (at := sent.get(f"at-{line.id}", "")[:CELL_MAX]) else {}
    chosen = sent.get(f"is-{line.id}", "")
    if chosen in {RowChoice.NEW, RowChoice.SKIP}:
        return RowReview(RowInput(**words), RowChoice(chosen))
    number = number_of(chosen)
    return (
        RowReview(RowInput(**words), RowChoice.RECORD, number) if number is not None else RowReview(RowInput(**words))
    )
