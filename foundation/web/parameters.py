"""What an address, a form and a browser's wishes say, read for little whatever they are.

Every part of them is somebody else's: sixty kilobytes may hold one value thousands of times, thousands of
values, or letters that make a reader think. What stands twice is read once, what is more than any page asks
for is not read, and nothing is looked for by going through a list. What is left costs no more than a page.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO

from flask import Request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.utils import cached_property

PARTS_MAX = 1000
"""Different parts of a query, and different values of one parameter, that are read; no list offers as many."""

FIELDS_MAX = 10_000
"""Fields of one form; a decision of 500 lines, the longest there is, has half of it."""

FILES_MAX = 200
"""Fields and files of a form that sends files."""

TEXT_MAX = 1000
"""Characters of what somebody looks for."""

WISH_MAX = 4000
"""Characters of a wish; what browsers send is a tenth of it."""

WISHES = (
    "HTTP_ACCEPT",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_ACCEPT_LANGUAGE",
    "HTTP_IF_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_RANGE",
    "HTTP_IF_UNMODIFIED_SINCE",
    "HTTP_RANGE",
)
"""Headers that a site may leave unheard."""

_ESCAPED = re.compile(rb"(?:%[0-9A-Fa-f]{2})+")
_REPEATED_PARTS, _REPEATED_LENGTH = 200, 4000

Query = MultiDict[str, str]


class _FormReader(FormDataParser):
    """Reads a form's fields as an address's parts are read, only that none stands for its like."""

    def _parse_urlencoded(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str]
    ) -> tuple[IO[bytes], Query, MultiDict[str, FileStorage]]:
        del mimetype, content_length, options
        written = stream.read().decode(errors="replace")
        if written.count("&") >= FIELDS_MAX:
            raise RequestEntityTooLarge
        return stream, self.cls(read_pairs(written.split("&"))), self.cls()


class BoundedRequest(Request):
    """A request whose parts cost no more to read than they are worth."""

    form_data_parser_class = _FormReader

    def __init__(self, environ: dict[str, object], populate_request: bool = True, shallow: bool = False) -> None:  # noqa: FBT002 - the library's
        for wish in WISHES:
            if len(str(environ.get(wish, ""))) > WISH_MAX:
                del environ[wish]
        super().__init__(environ, populate_request, shallow)

    @cached_property
    def args(self) -> Query:
        """Return the query's parts, each once, `PARTS_MAX` of them."""
        return self.parameter_storage_class(read_query(self.query_string.decode(errors="replace")))


def read_query(written: str) -> Iterator[tuple[str, str]]:
    """Name and value of a query's different parts, the first `PARTS_MAX` in their order."""
    return read_pairs(islice(dict.fromkeys(filter(None, written.split("&"))), PARTS_MAX))


def read_pairs(parts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Name and value of each part; bytes that are no text become the sign for that."""
    for part in filter(None, parts):
        name, _, value = part.partition("=")
        yield _unquoted(name), _unquoted(value)


def _unquoted(text: str) -> str:
    """As `urllib.parse.unquote_plus` reads it; that one goes by single signs, forty milliseconds for 60,000."""
    plain = text.replace("+", " ")
    if "%" not in plain:
        return plain
    return _ESCAPED.sub(lambda run: bytes.fromhex(run[0].replace(b"%", b"").decode()), plain.encode()).decode(
        errors="replace"
    )


def repeated_values(query: Query, name: str) -> list[str]:
    """Return the values of a parameter that may stand several times or once with commas, at most `PARTS_MAX`."""
    parts = (part.strip() for value in query.getlist(name) for part in value.split(","))
    return list(islice(dict.fromkeys(filter(None, parts)), PARTS_MAX))


def cut_at(query: Query, name: str, most: int = TEXT_MAX) -> int | None:
    """How much of the words somebody looks for is looked at, where that is not all of them."""
    return most if len(query.get(name, "")) > most else None


def repeatable(query: Query) -> list[tuple[str, str]]:
    """As much of a query as an address on the page says again: all of it, but for what no page of ours asks."""
    said, length = [], 0
    for name, value in islice(query.items(multi=True), _REPEATED_PARTS):
        length += len(name) + len(value[:TEXT_MAX])
        if length > _REPEATED_LENGTH:
            break
        said.append((name, value[:TEXT_MAX]))
    return said
