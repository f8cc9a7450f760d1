"""What the pages of the workspace ask for: one form for each."""

import re
from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, MultipleFileField
from wtforms import DateField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from catalog.profiles.rules import DONG_MAX, LINE_MAX, TEXT_MAX, Step
from foundation.files.rules import DOCUMENT_TYPES, IMAGE_TYPES
from foundation.i18n.messages import gettext as _
from foundation.web.forms import Form, max_length

_AMOUNT = re.compile("[0-9]{1,18}")
_BETWEEN_DIGITS = str.maketrans("", "", ". ,\u00a0đ₫")


class DongField(IntegerField):  # type: ignore[misc] # the library has no types
    """An amount in whole đồng as people type it: 120000, 120.000 or 120 000 đ."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number without what stands between its digits."""
        typed = [text.translate(_BETWEEN_DIGITS) for text in valuelist]
        self.data: int | None = None
        if typed and typed[0]:
            if not _AMOUNT.fullmatch(typed[0]):
                raise ValueError(_("Type an amount in đồng, such as 120.000."))
            self.data = int(typed[0])

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:,}".replace(",", ".")


def _line(label: object) -> StringField:
    bounds = max_length(LINE_MAX)
    return StringField(label, [bounds], render_kw={"autocomplete": "off"})


def _text(label: object, rows: int = 8) -> TextAreaField:
    bounds = max_length(TEXT_MAX)
    return TextAreaField(label, [bounds], render_kw={"rows": rows})


def _dong(label: object) -> DongField:
    bounds = NumberRange(0, DONG_MAX, message=_l("Type an amount in đồng, such as 120.000."))
    return DongField(label, [Optional(), bounds], render_kw={"inputmode": "numeric", "type": "text"})


class StoryForm(Form):
    """The story."""

    story = _text(_l("Story"), rows=10)


class PackagingForm(Form):
    """Packaging and shelf life."""

    packaging = _line(_l("Packaging"))
    shelf_life = _line(_l("Shelf life"))


class PriceForm(Form):
    """A price range with what it is for and what it includes."""

    price_from = _dong(_l("Price from (đồng)"))
    price_to = _dong(_l("Price to (đồng)"))
    price_unit = _line(_l("Price for what"))
    price_includes = _line(_l("The price includes"))

    def validate_price_to(self, field: DongField) -> None:
        """Check that a range goes up."""
        if field.data is not None and (self.price_from.data is None or field.data < self.price_from.data):
            raise ValidationError(_("The price to is at least the price from."))

    def validate_price_unit(self, field: StringField) -> None:
        """Check that a price is for something."""
        if self.price_from.data is not None and not (field.data or "").strip():
            raise ValidationError(_("Say what the price is for, such as 500 g or a box."))


class SupplyForm(Form):
    """How much there is and when."""

    capacity = _line(_l("Capacity"))
    season = _line(_l("Season"))
    minimum_order = _line(_l("Minimum order"))


class EnglishForm(Form):
    """The same for readers of English."""

    name_en = _line(_l("Name in English"))
    story_en = _text(_l("Story in English"))
    packaging_en = _line(_l("Packaging in English"))
    price_includes_en = _line(_l("The price includes, in English"))


STEP_FORMS: Mapping[Step, type[Form]] = {
    Step.STORY: StoryForm,
    Step.PACKAGING: PackagingForm,
    Step.PRICE: PriceForm,
    Step.SUPPLY: SupplyForm,
    Step.ENGLISH: EnglishForm,
}


class PhotoForm(Form):
    """Photos from the camera, or some that were taken before; the page may have shrunk them already."""

    camera = FileField(_l("Take a photo"), render_kw={"accept": IMAGE_TYPES, "capture": "environment"})
    photos = MultipleFileField(_l("Choose photos"), render_kw={"accept": IMAGE_TYPES})


class CertificationForm(Form):
    """A certification that is held."""

    name = StringField(
        _l("Which certification?"),
        [InputRequired(_l("This is needed.")), max_length(LINE_MAX)],
        render_kw={"autocomplete": "off"},
    )
    number = _line(_l("Number (optional)"))
    valid_until = DateField(_l("Valid until (optional)"), [Optional()])
    paper = FileField(_l("The certificate, as a PDF or photo (optional)"), render_kw={"accept": DOCUMENT_TYPES})


class SendBackForm(Form):
    """What has to be changed first."""

    answer = TextAreaField(
        _l("What has to be changed"),
        [InputRequired(_l("This is needed.")), max_length(TEXT_MAX)],
        render_kw={"rows": 4},
    )
