"""Forms of the plan: a plan drawn anew, a step with chosen booths, more booths, a table."""

from typing import Self

from flask_babel import lazy_gettext as _l
from wtforms import (
    FileField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from foundation.web.forms import Form, max_length
from marketplace.booths.models import BoothFair
from marketplace.booths.plan_editing import Cells, Choice, Grid, Step
from marketplace.booths.plan_labels import step_label
from marketplace.booths.plan_rules import LABEL_MAX, SIDE_MAX
from marketplace.booths.rules import LINE_MAX, TEXT_MAX

_needed = InputRequired(_l("This is needed."))
_side = NumberRange(1, SIDE_MAX, _l("Between 1 and %(most)d.", most=SIDE_MAX))


class TypedForm(Form):
    """A form that names one of the fair's types."""

    type = SelectField(_l("Type"), choices=[])

    def offer(self, fair: BoothFair) -> Self:
        """Return the form with the types of a fair."""
        self.type.choices = [(one.code, f"{one.code} · {one.name}") for one in fair.types]
        return self


class GridForm(TypedForm):
    """A plan drawn anew."""

    rows = IntegerField(_l("Number of rows"), [_needed, _side])
    columns = IntegerField(_l("Number of columns"), [_needed, _side])
    aisles = StringField(_l("Rows that are aisles"), [Optional(), max_length(LINE_MAX)])
    ways = StringField(_l("Columns that are ways"), [Optional(), max_length(LINE_MAX)])

    def told(self) -> Grid:
        """Return what was filled in."""
        return Grid(self.rows.data, self.columns.data, self.type.data, self.aisles.data or "", self.ways.data or "")


class StepForm(TypedForm):
    """A step with booths that were chosen in the table or named in a line."""

    booth = SelectMultipleField(_l("Booths"), [Optional()], choices=[], validate_choice=False)
    named = StringField(_l("Booths by label"), [Optional(), max_length(TEXT_MAX)])
    step = RadioField(_l("What to do"), [_needed], choices=[])
    zone = StringField(_l("Zone"), [Optional(), max_length(LINE_MAX)])
    label = StringField(_l("Label"), [Optional(), max_length(LABEL_MAX)])

    def offer(self, fair: BoothFair) -> Self:
        """Return the form with the types of a fair and the steps."""
        super().offer(fair)
        self.step.choices = [(one.value, step_label(one)) for one in Step]
        return self

    def told(self) -> Choice:
        """Return what was filled in."""
        ticked = tuple(self.booth.data or ())
        said = (self.named.data or "", self.type.data or "", self.zone.data or "", self.label.data or "")
        return Choice(Step(self.step.data), ticked, *said)


class CellsForm(TypedForm):
    """Another size, and booths on free cells."""

    rows = IntegerField(_l("Number of rows"), [_needed, _side])
    columns = IntegerField(_l("Number of columns"), [_needed, _side])
    in_rows = StringField(_l("Put booths into rows"), [Optional(), max_length(LINE_MAX)])
    in_columns = StringField(_l("and columns"), [Optional(), max_length(LINE_MAX)])

    def told(self) -> Cells:
        """Return what was filled in."""
        asked = (self.in_rows.data or "", self.in_columns.data or "")
        return Cells(self.rows.data, self.columns.data, self.type.data or "", *asked)


class TableForm(Form):
    """A table of booths."""

    file = FileField(_l("CSV or XLSX file"), render_kw={"accept": ".csv,.xlsx,text/csv"})
