"""The base of every form: checked against forgery, speaking the page's language."""

from flask_wtf import FlaskForm


class Form(FlaskForm):  # type: ignore[misc] # the library has no types
    """A form whose refusals stand beside their fields and in a summary on top; keeps what was typed."""

    def summary(self) -> list[tuple[str, str]]:
        """(id of the field, message) of every refusal, in the order of the fields."""
        return [(field.id, str(message)) for field in self for message in field.errors]
