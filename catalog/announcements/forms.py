"""What the desk reads: words, files, hours and reasons."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms import DateTimeLocalField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from catalog.announcements.queries import AnnouncementFilters
from catalog.announcements.rules import BODY_MAX, LABEL_MAX, REASON_MAX, TITLE_MAX, Kind
from catalog.announcements.services import AnnouncementText
from catalog.certificates.models import Decision
from catalog.regulations.editions import LAW
from foundation.config.settings import VIETNAM
from foundation.i18n.messages import gettext as _
from foundation.i18n.text import fold
from foundation.places.gazetteer import Gazetteer
from foundation.places.models import Place
from foundation.web.forms import Form

YEARS = range(LAW.began.year, 2101)
"""An hour of another year is a slip."""

COUNTRY = "nation"
"""In place of a province's code: what the ministry announces."""

_needed = InputRequired(_l("This is needed."))


def _most(length: int) -> Length:
    return Length(max=length, message=_l("This is too long."))


class WordsForm(Form):
    """Title and text; English is optional, but then whole."""

    title = StringField(_l("Title"), [_needed, _most(TITLE_MAX)])
    body = TextAreaField(_l("Text"), [_needed, _most(BODY_MAX)], render_kw={"rows": 14})
    title_en = StringField(_l("Title in English"), [Optional(), _most(TITLE_MAX)], render_kw={"lang": "en"})
    body_en = TextAreaField(_l("Text in English"), [Optional(), _most(BODY_MAX)], render_kw={"rows": 8, "lang": "en"})

    def read(self) -> AnnouncementText | None:
        """Return what was typed, or None with what is wrong beside its field."""
        self.validate()
        if not self.title.errors and not fold(self.title.data):
            self.title.errors = [_("Write it with letters.")]
        for one, other in ((self.title_en, self.body_en), (self.body_en, self.title_en)):
            if not one.errors and not (one.data or "").strip() and (other.data or "").strip():
                one.errors = [_("English needs both a title and a text.")]
        if not self.body.errors and not self.body.data.strip():
            self.body.errors = [_("This is needed.")]
        if self.errors:
            return None
        return AnnouncementText(self.title.data, self.body.data, self.title_en.data, self.body_en.data)


class NewForm(WordsForm):
    """What is announced, by whom, and its first words."""

    place = SelectField(_l("Who announces"))
    kind = SelectField(
        _l("What is announced"),
        choices=[
            SelectChoice(Kind.RESULTS.value, _l("Results of a decision")),
            SelectChoice(Kind.REVOCATION.value, _l("Revocation")),
            SelectChoice(Kind.PLAN.value, _l("Plan")),
            SelectChoice(Kind.NEWS.value, _l("News")),
        ],
    )
    decision = SelectField(_l("Decision"))

    def offer(self, provinces: Iterable[Place], decisions: Iterable[tuple[Decision, int]], *, national: bool) -> None:
        """Offer the provinces and decisions of whoever fills this in."""
        offered = [SelectChoice(str(one.id), one.full_name) for one in provinces]
        country = [SelectChoice("", _("The ministry, for the whole country"))] if national else []
        self.place.choices = [*country, *offered]
        self.decision.choices = [
            SelectChoice("", _("no decision")),
            *(SelectChoice(str(one.id), f"{one.number}, {one.issued_on:%d/%m/%Y} ({n})") for one, n in decisions),
        ]


class FileForm(Form):
    """A file and what it is called."""

    file = FileField(_l("File (PDF, photo or table)"), [_needed])
    label = StringField(_l("What the file is"), [Optional(), _most(LABEL_MAX)])


@dataclass(frozen=True, slots=True)
class Hour:
    """When something is to become public; None for at once."""

    at: datetime | None


class HourForm(Form):
    """When it becomes public."""

    publish_at = DateTimeLocalField(_l("Publish at"), [Optional()])

    def read(self) -> Hour | None:
        """Return the hour in Vietnam, or None where it cannot be read."""
        valid, asked = self.validate(), self.publish_at.data
        if valid and asked and asked.year not in YEARS:
            self.publish_at.errors = [_("This is no hour of these years.")]
        if self.errors:
            return None
        return Hour(asked.replace(tzinfo=VIETNAM) if asked else None)


class ReasonForm(Form):
    """Why something public changes or goes; everybody reads it."""

    reason = StringField(_l("Reason"), [_needed, _most(REASON_MAX)])


class RemarkForm(Form):
    """What its writers should know."""

    remark = TextAreaField(_l("Word to its writers"), [Optional(), _most(REASON_MAX)], render_kw={"rows": 3})


def forms_of_page(sent: Form | None) -> dict[str, Form]:
    """Return the forms of the page; the one that was sent as it was sent."""
    forms: dict[str, Form] = {
        "file_form": FileForm(formdata=None),
        "hour_form": HourForm(formdata=None),
        "remark_form": RemarkForm(formdata=None),
        "correct_form": ReasonForm(formdata=None, prefix="correct-"),
        "withdraw_form": ReasonForm(formdata=None, prefix="withdraw-"),
    }
    same = (name for name, one in forms.items() if sent and (type(one), one._prefix) == (type(sent), sent._prefix))  # noqa: SLF001 - the library tells its prefix nowhere else
    return {**forms, **{name: sent for name in same if sent}}


def read_asked(query: MultiDict[str, str], places: Gazetteer, on: date) -> AnnouncementFilters:
    """Return what an address asks; a province may be named by its code of today, a former one or its slug."""
    said, kind = _said(query)
    return AnnouncementFilters(
        provinces=places.resolve_filter(said, on) if said != COUNTRY else frozenset(),
        national=said == COUNTRY,
        kinds=frozenset({Kind(kind)}) if kind in tuple(Kind) else frozenset(),
    )


def unread(query: MultiDict[str, str], places: Gazetteer, on: date) -> dict[str, list[str]]:
    """Return what was asked and means nothing, by the name of the parameter: lists let it go, programs are told."""
    said, kind = _said(query)
    asked = {
        "province": said if said != COUNTRY and not places.resolve_filter(said, on) else "",
        "kind": kind if kind not in tuple(Kind) else "",
    }
    return {name: [value] for name, value in asked.items() if value}


def _said(query: MultiDict[str, str]) -> tuple[str, str]:
    return query.get("province", "").strip(), query.get("kind", "")
