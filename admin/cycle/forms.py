"""What the pages of dossiers ask for."""

from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Optional

from admin.cycle.labels import maturity_label
from admin.cycle.rules import NAME_MAX, WORDS_MAX, Maturity
from admin.cycle.services import Gap
from catalog.products.models import Product
from catalog.regulations.procedure import Case
from foundation.i18n.languages import Lang
from foundation.web.forms import Form, max_length
from foundation.web.requests import number_of

OTHER = "other"
"""The row of what is tied to no paper."""

_needed = InputRequired(_l("Choose one."))


class OpenForm(Form):
    """What a dossier is opened for."""

    product = SelectField(_l("Product"), coerce=int, default=0)
    name = StringField(_l("Or the name of an idea"), [Optional(), max_length(NAME_MAX)])
    maturity = RadioField(_l("How far is it?"), [_needed])
    case = RadioField(_l("What is it for?"), [_needed])

    def offer(self, products: Iterable[Product], cases: Iterable[Case], lang: Lang) -> None:
        """Offer the producer's products and the cases of the rules in force."""
        self.product.choices = [SelectChoice(0, _l("an idea that is no product yet"))]
        self.product.choices += [SelectChoice(one.id, one.name) for one in products]
        self.maturity.choices = [SelectChoice(one.value, maturity_label(one)) for one in Maturity]
        self.case.choices = [SelectChoice(one.code, one.title.shown(lang).text) for one in cases]


class AnswersForm(Form):
    """What a producer did about each gap; its fields are made of the gaps."""


class ReasonForm(Form):
    """Words with what is done."""

    reason = TextAreaField(_l("In words"), [Optional(), max_length(WORDS_MAX)], render_kw={"rows": 3})


class ReturnForm(Form):
    """Until when a dossier has to be completed, and words where it is returned once more."""

    due = DateField(_l("To be completed until"), [Optional()])
    why = TextAreaField(_l("Why it is returned once more"), [Optional(), max_length(WORDS_MAX)], render_kw={"rows": 3})


def gaps_from(sent: Mapping[str, str], papers: Iterable[str]) -> list[Gap]:
    """Return what an officer typed beside each paper; rows left empty lack nothing."""
    typed = ((paper, sent.get(f"gap-{paper}", "")) for paper in (*papers, OTHER))
    return [Gap(paper, words) for paper, words in typed if words.strip()]


def answers_from(sent: Mapping[str, str], gaps: Iterable[int]) -> dict[int, str]:
    """Return what a producer typed beside each gap."""
    return {gap: sent.get(f"answer-{gap}", "") for gap in gaps}


def seen_version(sent: Mapping[str, str]) -> int:
    """Return which version of the dossier the page showed on which something was done; 0 for none."""
    return number_of(sent.get("version", "")) or 0


def typed_words(sent: Mapping[str, str]) -> list[str]:
    """Return everything an officer wrote, to be kept where somebody else was faster and the form is gone."""
    return [words for name, words in sent.items() if words.strip() and name.startswith(("gap-", "reason", "why"))]
