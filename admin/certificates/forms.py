"""What the desk reads of a certificate that is extended, or ended by a decision."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from catalog.certificates.ending_rules import Ending, Extension
from catalog.certificates.labels import ground_words
from catalog.certificates.rules import EndedBy
from catalog.intake.matching import CELL_MAX
from catalog.regulations.editions import edition_on
from catalog.regulations.labels import level_label
from foundation.web.forms import Form
from foundation.web.installation import today

_needed = InputRequired(_l("This is needed."))
_short = Length(max=CELL_MAX, message=_l("This is too long."))


REASON_MAX = 1000


_long = Length(max=REASON_MAX, message=_l("This is too long."))


class ReadBackForm(Form):
    """A form whose words are read once more before they count."""

    def answers(self) -> list[tuple[str, object]]:
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
