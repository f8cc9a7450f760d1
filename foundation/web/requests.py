"""What a request says, after the hygiene of text: no view reads a word that has not been through it."""

import re
from collections.abc import Iterable
from typing import Any, cast

from flask import request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.utils import cached_property

from foundation.i18n.hygiene import asked, cleaned
from foundation.web.parameters import BoundedRequest

NUMBER_MAX = 2**63 - 1
"""The greatest number a database keeps."""

_NUMBER = re.compile("[0-9]{1,19}")


class CleanRequest(BoundedRequest):
    """A request whose query, form and names of files are clean."""

    @cached_property
    def args(self) -> ImmutableMultiDict[str, str]:
        """The query: it only asks, so what is no text in it parts words."""
        return ImmutableMultiDict([(asked(name), asked(text)) for name, text in super().args.items(multi=True)])

    @cached_property
    def as_typed(self) -> ImmutableMultiDict[str, str]:
        """The form as it came, for passwords and to tell what is broken in it."""
        self._load_form_data()
        return self.as_typed

    def _load_form_data(self) -> None:
        """Read the body once; parts without a name are nobody's."""
        if "form" in self.__dict__:
            return
        super()._load_form_data()
        said: dict[str, Any] = self.__dict__
        said["as_typed"] = typed = _named(said["form"].items(multi=True))
        said["form"] = ImmutableMultiDict([(name, cleaned(text)) for name, text in typed.items(multi=True)])
        sent = list(said["files"].items(multi=True))
        said["files"] = _named(sent)
        for name, file in sent:
            if name is None:
                file.close()
            file.filename = asked(file.filename) if file.filename else file.filename


def as_typed(name: str) -> list[str]:
    """What came under a name in the form of the present request, as it came."""
    return cast(CleanRequest, request).as_typed.getlist(name)


def number_of(text: str) -> int | None:
    """The number of a record that a text is, None for what cannot be one: no ASCII digits, or more than is kept."""
    return int(text) if _NUMBER.fullmatch(text) and int(text) <= NUMBER_MAX else None


def record_number(text: str) -> int:
    """The same for `type=` of a query or a form: ValueError for what cannot be one."""
    found = number_of(text)
    if found is None:
        raise ValueError(text)
    return found


def _named(parts: Iterable[tuple[str | None, Any]]) -> ImmutableMultiDict[str, Any]:
    return ImmutableMultiDict([(name, part) for name, part in parts if name is not None])
