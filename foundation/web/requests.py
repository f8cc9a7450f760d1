"""What a request says, after the hygiene of text: no view reads a word that has not been through it."""

import re
from collections.abc import Iterable
from typing import Any, cast

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.utils import cached_property

from foundation.i18n.hygiene import clean_query, cleaned
from foundation.web.parameters import BoundedRequest

NUMBER_MAX = 2**63 - 1
"""The greatest number a database keeps."""

_NUMBER = re.compile("[0-9]{1,19}")


class CleanRequest(BoundedRequest):
    """A request whose query, form and names of files are clean."""

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """Return the query: it only asks, so what is no text in it parts words."""
        said = super().args.items(multi=True)
        return self.parameter_storage_class((clean_query(name), clean_query(text)) for name, text in said)

    @cached_property
    def as_typed(self) -> MultiDict[str, str]:
        """Return the form as it came, for passwords and to tell what is broken in it."""
        self._load_form_data()
        return self.as_typed

    def _load_form_data(self) -> None:
        """Read the body once; parts without a name are nobody's."""
        if "form" in self.__dict__:
            return
        super()._load_form_data()
        said: dict[str, Any] = self.__dict__
        said["as_typed"] = typed = self._named(said["form"].items(multi=True))
        said["form"] = self.parameter_storage_class((name, cleaned(text)) for name, text in typed.items(multi=True))
        sent = list(said["files"].items(multi=True))
        said["files"] = self._named(sent)
        for name, file in sent:
            if name is None:
                file.close()
            file.filename = clean_query(file.filename) if file.filename else file.filename

    def _named(self, parts: Iterable[tuple[str | None, Any]]) -> MultiDict[str, Any]:
        return self.parameter_storage_class((name, part) for name, part in parts if name is not None)


def as_typed(name: str) -> list[str]:
    """Return what came under a name in the form of the present request, as it came."""
    return cast(CleanRequest, request).as_typed.getlist(name)


def number_of(text: str) -> int | None:
    """Return the number of a record that a text is, None for what cannot be one: no ASCII digits, or too many."""
    return int(text) if _NUMBER.fullmatch(text) and int(text) <= NUMBER_MAX else None


def record_number(text: str) -> int:
    """Return the same for `type=` of a query or a form: ValueError for what cannot be one."""
    found = number_of(text)
    if found is None:
        raise ValueError(text)
    return found
