"""The base of every form: checked against forgery, speaking the page's language."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms.validators import Length


def at_most(length: int) -> Length:
    """The bound of a field's text, in characters; said beside it in the page's language, which the library has not."""
    return Length(max=length, message=_l("This is too long."))


class Form(FlaskForm):  # type: ignore[misc] # the library has no types
    """A form whose refusals stand beside their fields and in a summary on top; keeps what was typed."""

    def summary(self) -> list[tuple[str, str]]:
        """(id of the field, message) of every refusal, in the order of the fields."""
        return [(field.id, str(message)) for field in self for message in field.errors]
