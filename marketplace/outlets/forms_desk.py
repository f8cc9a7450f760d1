"""What officers and operators fill in."""

from collections.abc import Iterator
from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    Field,
    FileField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from foundation.accounts.phones import printed_phone, read_phone
from foundation.files.rules import IMAGE_TYPES
from foundation.i18n.messages import gettext as _
from foundation.places.forms import AddressForm, filled_point
from foundation.places.gazetteer import Gazetteer
from foundation.web.forms import Form, max_length
from marketplace.outlets import labels
from marketplace.outlets.hours import Hours, OnHolidays, Span, read_spans, written
from marketplace.outlets.inspecting import Sheet
from marketplace.outlets.models import Outlet
from marketplace.outlets.rules import ADDRESS_MAX, NAME_MAX, NOTE_MAX, Criterion, Facility, OutletKind, Setting
from marketplace.outlets.services import OutletInput

_needed = InputRequired(_l("This is needed."))
_name, _line, _note = max_length(NAME_MAX), max_length(ADDRESS_MAX), max_length(NOTE_MAX)


class OutletForm(AddressForm):
    """All that is told of a point of sale."""

    kind = SelectField(_l("Kind"), choices=lambda: [(one.value, labels.kind_label(one)) for one in OutletKind])
    name = StringField(_l("Name"), [_needed, _name])
    operator = StringField(_l("Who runs it"), [Optional(), _name])
    phone = StringField(_l("Telephone for customers"), [Optional(), max_length(30)], render_kw={"type": "tel"})
    website = StringField(
        _l("Website"), [Optional(), max_length(300), Regexp(r"https?://[^\s]+$", message=_l("Begin with https://"))]
    )
    setting = SelectField(
        _l("Location"),
        choices=lambda: [("", _("not stated")), *((one.value, labels.setting_label(one)) for one in Setting)],
    )
    facilities = SelectMultipleField(
        _l("There is"),
        choices=lambda: [(one.value, labels.facility_label(one)) for one in Facility],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    area_m2 = IntegerField(_l("Area in m²"), [Optional(), NumberRange(1, 1_000_000)])
    ocop_share = IntegerField(_l("Share of OCOP goods in percent"), [Optional(), NumberRange(0, 100)])
    turnover_dong = IntegerField(_l("Turnover of a year in đồng"), [Optional(), NumberRange(0, 10**15)])
    turnover_year = IntegerField(_l("Year of the turnover"), [Optional(), NumberRange(1990, 2100)])
    decision_number = StringField(_l("Number of the approving decision"), [Optional(), max_length(60)])
    decision_body = StringField(_l("Who decided"), [Optional(), _name])
    support = TextAreaField(_l("Support received"), [Optional(), _note], render_kw={"rows": 2})
    opened_on = DateField(_l("Day of opening"), [Optional()])
    source = StringField(_l("Source"), [Optional(), max_length(500)])

    def contradictions(self) -> Iterator[tuple[Field, str]]:
        """Yield what is no number of Vietnam, and what does not belong together."""
        yield from super().contradictions()
        if self.phone.data and read_phone(self.phone.data) is None:
            yield self.phone, _("This is no telephone number of Vietnam.")
        if bool(self.decision_number.data) != bool(self.decision_body.data):
            yield self.decision_body, _("A decision has a number and somebody who decided.")
        if (self.turnover_dong.data is None) != (self.turnover_year.data is None):
            yield self.turnover_year, _("Turnover belongs to a year.")

    def outlet_input(self) -> OutletInput:
        """Return what was filled in."""
        year = self.opened_on.data.year if self.opened_on.data else None
        facts = {name: self[name].data or None for name in ("operator", "website", "setting", "support", "source")}
        facts |= {name: self[name].data or None for name in ("decision_number", "decision_body")}
        facts |= {name: self[name].data for name in ("area_m2", "ocop_share", "turnover_dong", "turnover_year")}
        facts |= {"opened_on": self.opened_on.data, "facilities": list(self.facilities.data or ())}
        facts |= {"phone": read_phone(self.phone.data) if self.phone.data else None}
        facts |= {"opened_year": year} if year else {}
        kind = OutletKind(self.kind.data)
        return OutletInput(kind, self.name.data, self.told_address(), self.told_point(), tuple(facts.items()))

    @classmethod
    def of(cls, outlet: Outlet, places: Gazetteer) -> "OutletForm":
        """Return the form as it is filled in now; only a point that somebody set is shown as one."""
        province = places.former_province(outlet.former_province_code).name if outlet.former_province_code else ""
        return cls(
            formdata=None,
            obj=outlet,
            commune=outlet.commune_text,
            district=outlet.district_text,
            province=province,
            **filled_point(outlet.point, outlet.precision),
            kind=outlet.kind.value,
            setting=outlet.setting.value if outlet.setting else "",
            phone=printed_phone(outlet.phone) if outlet.phone else "",
        )


class ApproveForm(Form):
    """That it becomes public."""

    seen = BooleanField(_l("I know that it is open today"))


class PhotoForm(Form):
    """Photos from the camera, or some that were taken before; the page may have shrunk them already."""

    camera = FileField(_l("Take a photo"), render_kw={"accept": IMAGE_TYPES, "capture": "environment"})
    photos = MultipleFileField(_l("Choose photos"), render_kw={"accept": IMAGE_TYPES})


MET, NOT_MET = "met", "not_met"


def _sheet_line() -> RadioField:
    return RadioField(
        choices=lambda: [("", _("not looked at")), (MET, _("met")), (NOT_MET, _("not met"))],
        default="",
    )


class InspectForm(Form):
    """What was found there: a line for each thing of the sheet, and the whole."""

    inspected_on = DateField(_l("Day"), [_needed])
    is_fine = RadioField(_l("Found"), choices=lambda: [("yes", _("all in order")), ("no", _("something is wrong"))])
    note = TextAreaField(_l("What was seen"), [Optional(), _note], render_kw={"rows": 3})

    location, goods, sign, stars, record = _sheet_line(), _sheet_line(), _sheet_line(), _sheet_line(), _sheet_line()

    def lines(self) -> list[tuple[Criterion, RadioField]]:
        """Return the lines of the sheet with what each is."""
        return [(one, self[one.value]) for one in Criterion]

    def sheet(self) -> Sheet:
        """Return what was filled in; lines nobody looked at are left out."""
        lines = {one: line.data == MET for one, line in self.lines() if line.data}
        return Sheet(self.inspected_on.data, self.is_fine.data == "yes", self.note.data or "", lines)


class SupportForm(Form):
    """Public money a point of sale got."""

    year = IntegerField(_l("Year"), [_needed, NumberRange(1990, 2100)])
    dong = IntegerField(_l("Sum in đồng"), [_needed, NumberRange(1, 10**15)])
    purpose = StringField(_l("What it was for"), [_needed, _line])
    basis = StringField(_l("Decision or policy"), [Optional(), _line])


class CloseForm(Form):
    """That it is no more."""

    closed_on = DateField(_l("Since which day"), [_needed])
    reason = StringField(_l("Why"), [_needed, _line])


class ListForm(Form):
    """A list of points of sale, or what was copied out of one."""

    file = FileField(_l("File with the list"))
    table = TextAreaField(
        _l("Or the table, copied from a spreadsheet"),
        [max_length(500_000)],
        render_kw={"rows": 6, "spellcheck": "false"},
    )


_day = max_length(80)


class HoursForm(Form):
    """When it is open: a line for each day of the week, days that differ, holidays."""

    d0 = StringField(_l("Monday"), [Optional(), _day])
    d1 = StringField(_l("Tuesday"), [Optional(), _day])
    d2 = StringField(_l("Wednesday"), [Optional(), _day])
    d3 = StringField(_l("Thursday"), [Optional(), _day])
    d4 = StringField(_l("Friday"), [Optional(), _day])
    d5 = StringField(_l("Saturday"), [Optional(), _day])
    d6 = StringField(_l("Sunday"), [Optional(), _day])
    on_holidays = SelectField(
        _l("On holidays"),
        choices=lambda: [("", _("not stated")), *((one.value, labels.holidays_label(one)) for one in OnHolidays)],
    )
    days = TextAreaField(_l("Days that differ"), [Optional(), max_length(2000)], render_kw={"rows": 3})

    def contradictions(self) -> Iterator[tuple[Field, str]]:
        """Yield the lines that cannot be read."""
        for day in range(7):
            if read_spans(self[f"d{day}"].data or "") is None:
                yield self[f"d{day}"], _("Write it so: 7:30-11:30, 13:00-17:00")
        if (wrong := next((line for line in self._lines() if _read_line(line) is None), None)) is not None:
            yield self.days, _("This line cannot be read: %(line)s", line=wrong)

    def hours(self) -> Hours:
        """Return what was filled in."""
        weekly = ((day, span) for day in range(7) for span in read_spans(self[f"d{day}"].data or "") or ())
        days = dict(filter(None, map(_read_line, self._lines())))
        rule = OnHolidays(self.on_holidays.data) if self.on_holidays.data else None
        return Hours(tuple(weekly), tuple(sorted(days.items(), key=lambda one: one[0])), rule)

    @classmethod
    def of(cls, hours: Hours) -> "HoursForm":
        """Return the form as it is filled in now."""
        spans = {f"d{day}": written(span for weekday, span in hours.weekly if weekday == day) for day in range(7)}
        lines = (f"{day:%d/%m/%Y}: {written([span]) if span else CLOSED}" for day, span in hours.exceptions)
        return cls(formdata=None, days="\n".join(lines), on_holidays=hours.on_holidays or "", **spans)

    def _lines(self) -> list[str]:
        return [line.strip() for line in (self.days.data or "").splitlines() if line.strip()]


CLOSED = "nghỉ"
_CLOSED = {CLOSED, "nghi", "closed", "đóng", "dong"}


def _read_line(line: str) -> tuple[date, Span | None] | None:
    """Return a day that differs: "6/2/2027: nghỉ", "24/12/2026: 8-22"."""
    said, _colon, openings = line.partition(":")
    try:
        day, month, year = (int(part) for part in said.strip().split("/"))
        on = date(year, month, day)
    except ValueError:
        return None
    if openings.strip().casefold() in _CLOSED:
        return on, None
    spans = read_spans(openings)
    return (on, spans[0]) if spans and len(spans) == 1 else None
