"""What officers and organisers fill in."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    Field,
    FileField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from catalog.products.tree import GroupTree
from foundation.accounts.phones import printed_phone, read_phone
from foundation.i18n.days import YEARS
from foundation.i18n.messages import gettext as _
from foundation.places.forms import AddressForm, filled_point
from foundation.places.gazetteer import Gazetteer
from foundation.web.forms import Form, max_length
from foundation.web.routing import current_lang
from marketplace.events import labels
from marketplace.events.details import ProgrammeInput, ResultsInput
from marketplace.events.hours import read_clock, written_clock
from marketplace.events.models import Event, EventResults
from marketplace.events.rules import COUNT_MAX, DONG_MAX, LINE_MAX, NAME_MAX, REASON_MAX, TEXT_MAX, EventKind, Step
from marketplace.events.services import EventInput

_needed = InputRequired(_l("This is needed."))
_name, _line, _text = max_length(NAME_MAX), max_length(LINE_MAX), max_length(TEXT_MAX)
_count = NumberRange(0, COUNT_MAX, message=_l("Check this number."))
_CLOCK = {"type": "time"}
_WORDS = ("name_en", "theme", "about", "about_en", "venue", "organiser", "co_organisers", "email", "website")
_WORDS_TOO = ("scale", "entry", "booth_cost", "register_how", "source")
FREE, PAID = "free", "paid"


class EventForm(AddressForm):
    """All that is told of an event by itself; what hangs on it has forms of its own."""

    kind = SelectField(_l("Kind"), choices=lambda: [(one.value, words) for one, words in labels.kind_labels().items()])
    name = StringField(_l("Name"), [_needed, _name])
    name_en = StringField(_l("Name in English"), [Optional(), _name])
    theme = StringField(_l("Theme"), [Optional(), _line])
    starts_on = DateField(_l("First day"), [_needed])
    ends_on = DateField(_l("Last day"), [Optional()])
    opens = StringField(_l("Opens every day at"), [Optional()], render_kw=_CLOCK)
    closes = StringField(_l("Closes every day at"), [Optional()], render_kw=_CLOCK)
    venue = StringField(_l("Venue"), [Optional(), _line])
    province = StringField(_l("Province or city"), [_needed, _name])
    organiser = StringField(_l("Organiser"), [_needed, _line])
    co_organisers = TextAreaField(_l("Co-organisers"), [Optional(), _text], render_kw={"rows": 2})
    phone = StringField(_l("Telephone for questions"), [Optional(), max_length(30)], render_kw={"type": "tel"})
    email = StringField(
        _l("E-mail for questions"),
        [Optional(), _line, Regexp(r"[^@\s]+@[^@\s]+\.[^@\s]+$", message=_l("This is no e-mail address."))],
        render_kw={"type": "email"},
    )
    website = StringField(
        _l("Website"), [Optional(), _line, Regexp(r"https?://[^\s]+$", message=_l("Begin with https://"))]
    )
    groups = SelectMultipleField(
        _l("Product groups it is about"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    about = TextAreaField(_l("What visitors should know"), [Optional(), _text], render_kw={"rows": 5})
    about_en = TextAreaField(_l("The same in English"), [Optional(), _text], render_kw={"rows": 3})
    entry_is_free = SelectField(
        _l("Entry"), choices=lambda: [("", _("not stated")), (FREE, _("free")), (PAID, _("for a ticket"))]
    )
    entry = StringField(_l("About the entry"), [Optional(), _line])
    area_m2 = IntegerField(_l("Area in m²"), [Optional(), NumberRange(1, COUNT_MAX)])
    booths = IntegerField(_l("Booths planned"), [Optional(), _count])
    scale = StringField(_l("Size in words"), [Optional(), _line])
    booth_cost = StringField(_l("Who pays for the booths"), [Optional(), _line])
    register_from = DateField(_l("Registration from"), [Optional()])
    register_until = DateField(_l("Registration until"), [Optional()])
    register_how = TextAreaField(_l("How to register"), [Optional(), _text], render_kw={"rows": 3})
    source = StringField(_l("Source"), [Optional(), max_length(500)])

    def offer(self, tree: GroupTree) -> "EventForm":
        """Return the form with the sectors one can choose."""
        self.groups.choices = [(one.id, one.title.shown(current_lang()).text) for one in tree.sectors()]
        return self

    def contradictions(self) -> Iterator[tuple[Field, str]]:
        """Yield what does not belong together, or stands in a wrong order."""
        yield from super().contradictions()
        if self.phone.data and read_phone(self.phone.data) is None:
            yield self.phone, _("This is no telephone number of Vietnam.")
        yield from self._wrong_days()
        opens, closes = read_clock(self.opens.data), read_clock(self.closes.data)
        if (opens is None) != (closes is None) or (opens is not None and closes is not None and closes <= opens):
            yield self.closes, _("Type both hours, the later one last, or none.")

    def _wrong_days(self) -> Iterator[tuple[Any, str]]:
        first, last = self.starts_on.data, self.ends_on.data or self.starts_on.data
        if first and last < first:
            yield self.ends_on, _("The last day lies before the first.")
        begins, ends = self.register_from.data, self.register_until.data
        if begins and ends and ends < begins:
            yield self.register_until, _("The last day lies before the first.")
        for field in (self.register_from, self.register_until):
            if field.data and last and field.data > last:
                yield field, _("The event is over by then.")

    def told(self) -> EventInput:
        """Return what was filled in."""
        facts = {name: self[name].data or None for name in (*_WORDS, *_WORDS_TOO)}
        facts |= {name: self[name].data for name in ("area_m2", "booths", "register_from", "register_until")}
        facts |= {name: read_clock(self[name].data) for name in ("opens", "closes")}
        facts["phone"] = read_phone(self.phone.data) if self.phone.data else None
        facts["entry_is_free"] = {FREE: True, PAID: False}.get(self.entry_is_free.data)
        return EventInput(
            EventKind(self.kind.data),
            self.name.data,
            self.starts_on.data,
            self.ends_on.data,
            self.told_address(),
            self.told_point(),
            frozenset(self.groups.data or ()),
            tuple(facts.items()),
        )

    @classmethod
    def of(cls, event: Event, places: Gazetteer) -> "EventForm":
        """Return the form as it is filled in now; only a point that somebody set is shown as one."""
        free = {True: FREE, False: PAID, None: ""}[event.entry_is_free]
        made = cls(
            formdata=None,
            obj=event,
            commune=event.commune_text,
            district=event.district_text,
            province=places.former_province(event.former_province_code).name,
        )
        # What a field shows otherwise than the row keeps it.
        shown = filled_point(event.point, event.precision)
        made.point.data, made.precision.data = shown["point"], shown["precision"]
        made.kind.data, made.entry_is_free.data = event.kind.value, free
        made.opens.data, made.closes.data = written_clock(event.opens), written_clock(event.closes)
        made.phone.data = printed_phone(event.phone) if event.phone else ""
        made.groups.data = [one.group_id for one in event.groups]
        return made


class ItemForm(Form):
    """An item of the programme."""

    day = DateField(_l("Day"), [_needed])
    starts = StringField(_l("Hour"), [Optional()], render_kw=_CLOCK)
    title = StringField(_l("What happens"), [_needed, _line])
    room = StringField(_l("Where at the venue"), [Optional(), _line])

    def told(self) -> ProgrammeInput:
        """Return what was filled in."""
        return ProgrammeInput(self.day.data, self.title.data, read_clock(self.starts.data), self.room.data or None)


class ProvinceForm(Form):
    """A province that comes."""

    province = SelectField(_l("Province or city"), validate_choice=False)
    target = IntegerField(_l("Producers aimed at"), [Optional(), _count])
    registered = IntegerField(_l("Producers registered"), [Optional(), _count])


class UploadForm(Form):
    """A file, and what it is."""

    file = FileField(_l("File"))
    label = StringField(_l("What it is"), [_needed, _line])


class ReasonForm(Form):
    """Why something is done, for everybody to read."""

    reason = TextAreaField(_l("Why"), [_needed, max_length(REASON_MAX)], render_kw={"rows": 2})


class RemarkForm(Form):
    """What is missing, for whoever wrote it."""

    remark = TextAreaField(_l("What is missing"), [_needed, max_length(REASON_MAX)], render_kw={"rows": 2})


class DaysForm(Form):
    """Other days."""

    starts_on = DateField(_l("New first day"), [_needed])
    ends_on = DateField(_l("New last day"), [Optional()])


class RevisionForm(Form):
    """What somebody saw when they decided."""

    revision = IntegerField(_l("Revision"), [Optional()])


class ResultsForm(Form):
    """What came of it; MoU, agreement and contract apart."""

    visitors = IntegerField(_l("Visitors"), [Optional(), _count])
    exhibitors = IntegerField(_l("Producers and firms that took part"), [Optional(), _count])
    sales_dong = IntegerField(_l("Sales on the spot in đồng"), [Optional(), NumberRange(0, DONG_MAX)])
    mou = IntegerField(_l("Memoranda of understanding signed"), [Optional(), _count])
    agreements = IntegerField(_l("Agreements signed"), [Optional(), _count])
    contracts = IntegerField(_l("Contracts signed"), [Optional(), _count])
    contracts_dong = IntegerField(_l("Value of the contracts in đồng"), [Optional(), NumberRange(0, DONG_MAX)])
    note = TextAreaField(_l("Remarks"), [Optional(), Length(max=TEXT_MAX)], render_kw={"rows": 3})

    def told(self) -> ResultsInput:
        """Return what was filled in."""
        numbers = {name: self[name].data for name in ResultsInput.__slots__ if name != "note"}
        return ResultsInput(**numbers, note=self.note.data or None)

    @classmethod
    def of(cls, results: EventResults | None) -> "ResultsForm":
        """Return the form as it is filled in now."""
        return cls(formdata=None, obj=results)


def read_filing(sent: Mapping[str, str]) -> dict[Step, tuple[date | None, str]]:
    """Return the day and number told of each step that was sent; a day nobody can read is none."""
    return {step: (_day(sent.get(f"done-{step}", "")), sent.get(f"number-{step}", "")) for step in Step}


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found.year in YEARS else None
