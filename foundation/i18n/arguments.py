"""Words typed at a command line; they are kept as cleanly as those of a form."""

from typing import Any

import click

from foundation.i18n.hygiene import cleaned, damage_of


class TypedArgument(click.ParamType[str]):
    """Text that is kept: cleaned, refused where it is broken."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the words, or a refusal that names the option."""
        if damage_of(value):
            self.fail("the text was damaged by a wrong encoding; type it in UTF-8", param, ctx)
        return cleaned(value)
