"""Fields for amounts and choices, read as people type them."""

import re
from typing import Any

from wtforms import SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget

from foundation.i18n.languages import Lang
from foundation.i18n.messages import gettext as _
from foundation.web.routing import current_lang

_THOUSANDS = {Lang.VI: ".", Lang.EN: ","}
_DECIMALS = {Lang.VI: ",", Lang.EN: "."}
_NUMBER = re.compile(r"\d{1,12}(\.\d{1,3})?")


def read_amount(text: str, lang: Lang) -> float | None:
    """Return an amount as its language writes it, 1.200,5 or 1,200.5; None for whatever is none.

    One separator that cannot divide thousands divides the fraction, whatever the language: 1.5 and 1,5 are one and
    a half.
    """
    typed, thousands, decimals = text.replace("\u00a0", "").replace(" ", ""), _THOUSANDS[lang], _DECIMALS[lang]
    groups = typed.partition(decimals)[0].split(thousands)
    if len(groups) > 1 and all(len(group) == 3 for group in groups[1:]):  # noqa: PLR2004 - thousands
        typed = typed.replace(thousands, "")
    elif typed.count(thousands) == 1 and decimals not in typed:
        typed = typed.replace(thousands, decimals)
    typed = typed.replace(decimals, ".")
    return float(typed) if _NUMBER.fullmatch(typed) else None


class AmountField(StringField):  # type: ignore[misc] # the library has no types
    """An amount that may have a fraction."""

    def __init__(self, label: object, validators: Any = (), **more: Any) -> None:
        super().__init__(label, validators, render_kw={"inputmode": "decimal", "autocomplete": "off"}, **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number."""
        self.data: float | None = None
        if valuelist and valuelist[0].strip():
            self.data = read_amount(valuelist[0].strip(), current_lang())
            if self.data is None:
                raise ValueError(_("Type a number, such as 1,5 or 200."))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if self.data is None:
            return ""
        exact = f"{self.data:.3f}".rstrip("0").rstrip(".")
        return exact.replace(".", _DECIMALS[current_lang()])


class ChecksField(SelectMultipleField):  # type: ignore[misc] # the same
    """Any of some choices, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
