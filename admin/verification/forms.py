"""What the desk reads: a decision with its table, and what an officer says of each row."""

from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import DateField, Field, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from admin.verification.ending_rules import Ending, Extension
from admin.verification.labels import level_label
from admin.verification.models import DecisionLine
from admin.verification.reading import read_file, read_pasted
from admin.verification.rules import CELL_MAX, ROWS_MAX, DecisionInput, RowChoice
from admin.verification.services import RowReview
from catalog.certificates.labels import ground_words
from catalog.certificates.rules import EndedBy
from catalog.regulations.editions import LAW, edition_on
from foundation.places.models import Place
from foundation.web.forms import Form
from foundation.web.installation import today
from foundation.web.requests import number_of

TABLE_MAX = ROWS_MAX * CELL_MAX
REASON_MAX = 1000

_needed = InputRequired(_l("This is needed."))
_short = Length(max=CELL_MAX, message=_l("This is too long."))
_long = Length(max=REASON_MAX, message=_l("This is too long."))


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
    table_file = FileField(_l("Or a file with the table (XLSX or CSV)"), [Optional()])

    def offer(self, provinces: Iterable[Place]) -> None:
        """The provinces of whoever fills this in, and every level there ever was."""
        self.place.choices = [SelectChoice(one.id, one.full_name) for one in provinces]
        self.level.choices = [SelectChoice(one.code, level_label(one.code)) for one in LAW.levels]

    def rows(self) -> list[DecisionInput]:
        """Return the rows of the table; those of a file go into the text, where they stay if something else is refused.

        Raises `UnreadableFile`.
        """
        sent: FileStorage | None = self.table_file.data
        if sent:
            self.table.data = as_text(read_file(sent.stream))
        return read_pasted(self.table.data or "")


class RecordForm(Form):
    """A product by hand."""

    place = SelectField(_l("Province"), coerce=int)
    name = StringField(_l("Product"), [_needed, _short])
    producer = StringField(_l("Producer"), [_needed, _short])
    commune = StringField(_l("Commune"), [_short])

    def offer(self, provinces: Iterable[Place]) -> None:
        """The provinces of whoever fills this in."""
        self.place.choices = [SelectChoice(one.id, one.full_name) for one in provinces]


class ReadBackForm(Form):
    """A form whose words are read once more before they count."""

    def told(self) -> list[tuple[str, object]]:
        """Each question with what was answered, in words."""
        asked = [box for box in self if box.short_name != "csrf_token" and box.data]
        return [(box.label.text, _in_words(box)) for box in asked]


def _in_words(box: Field) -> object:
    if isinstance(box, SelectField):
        return next((label for value, label, chosen, _ in box.iter_choices() if chosen), box.data)
    return box.data


class ExtensionForm(ReadBackForm):
    """A certificate that stays valid while its renewal is pending."""

    lodged_on = DateField(_l("Day on which the renewal was lodged"), [_needed])
    until = DateField(_l("Valid until, at most"), [_needed])
    reason = TextAreaField(_l("Why"), [_needed, _long], render_kw={"rows": 3})

    def asked(self) -> Extension:
        """Return what is asked for; the form is valid."""
        return Extension(self.lodged_on.data, self.until.data, self.reason.data)


class EndingForm(ReadBackForm):
    """A decision that ends a certificate."""

    by = SelectField(
        _l("What the decision does"),
        choices=[
            SelectChoice(EndedBy.REVOKED.value, _l("It revokes the certificate")),
            SelectChoice(EndedBy.WITHDRAWN.value, _l("It withdraws the certificate (at the producer’s wish)")),
        ],
    )
    ground = SelectField(_l("Ground of the revocation"))
    level = SelectField(_l("Level of the authority"))
    authority = StringField(_l("Authority"), [_needed, _short])
    number = StringField(_l("Decision number"), [_needed, _short], render_kw={"spellcheck": "false"})
    issued_on = DateField(_l("Date of the decision"), [_needed])
    reason = TextAreaField(_l("Why, as the public may read it"), [_needed, _long], render_kw={"rows": 3})

    def __init__(self) -> None:
        """With the grounds of the law, in the page's language."""
        super().__init__()
        revocation = edition_on(today()).revocation
        grounds = [SelectChoice(one.code, ground_words(one.code)) for one in revocation.grounds]
        self.ground.choices = [SelectChoice("", _l("none: it is withdrawn")), *grounds]
        self.level.choices = [SelectChoice(one.level, level_label(one.level)) for one in revocation.by]

    def asked(self) -> Ending:
        """Return what is asked for; the form is valid."""
        return Ending(
            by=EndedBy(self.by.data),
            ground=self.ground.data or None,
            authority=self.authority.data,
            level=self.level.data,
            number=self.number.data,
            issued_on=self.issued_on.data,
            reason=self.reason.data,
        )


class ScanForm(Form):
    """A scan of the decision."""

    scan = FileField(_l("Scan of the decision (PDF or photo)"), [_needed])


def as_text(rows: Iterable[DecisionInput]) -> str:
    """Rows as they look when pasted."""
    return "\n".join(f"{row.name}\t{row.producer}\t{row.commune}\t{row.stars}" for row in rows)


def reviews_from(sent: Mapping[str, str], lines: Iterable[DecisionLine]) -> dict[int, RowReview]:
    """Return what was said of each line that stood on the page; what is no choice counts as none."""
    return {line.id: _said(sent, line) for line in lines if f"name-{line.id}" in sent}


def _said(sent: Mapping[str, str], line: DecisionLine) -> RowReview:
    words = {field: sent.get(f"{field}-{line.id}", "")[:CELL_MAX] for field in ("name", "producer", "commune", "stars")}
    chosen = sent.get(f"is-{line.id}", "")
    if chosen in {RowChoice.NEW, RowChoice.SKIP}:
        return RowReview(DecisionInput(**words), RowChoice(chosen))
    number = number_of(chosen)
    return (
        RowReview(DecisionInput(**words), RowChoice.RECORD, number)
        if number is not None
        else RowReview(DecisionInput(**words))
    )
