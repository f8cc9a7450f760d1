"""Whatever may be sent to a door: what no address, form or body should hold, put into every place there is for it."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar
from urllib.parse import quote

import pytest
from flask import Flask, got_request_exception
from flask_wtf.file import FileField as WebFileField
from flask_wtf.file import MultipleFileField
from sqlalchemy import JSON, String, cast, or_, select
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import Rule
from wtforms import (
    DateField,
    DateTimeLocalField,
    Field,
    FileField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)

from foundation.db.base import Base
from foundation.db.database import Database
from foundation.web.forms import Form
from foundation.web.requests import CleanRequest
from tests.support.visitors import PASSWORD

BROKEN = (
    *("Trà\x00 sen", "Trà sen\ufffd", "\x1b[31mTrà", "Trà\uffff"),
    *("TrÃ¡i cÃ¢y sáº¥y", "Trµ Shan tuyÕt", "Traø Shan tuyeát"),
)
"""Texts that are refused beside their field."""

UNSEEN = ("Tr\u200bà s\u00aden\u202e", "\ufeffTra\u0300 sen", "Ɖậu Ðen\u00a0rang", "Chè\u2060\u034f xanh\ufe0f")
"""Texts that are taken once they are clean."""

NUMBERS = (
    *(str(2**63), str(2**63 - 1), str(2**64), str(-(2**63) - 1), "9" * 5000, "0" * 40 + "1", "-1", "0", "1e400", "NaN"),
    *("٣", "²", "１２", "1_000", "+5", "0x10", "1.5", "१"),
)
DAYS = ("9999-12-31", "0001-01-01", "10000-01-01", "2026-02-30", "٢٠٢٦-٠١-٠١", "2026-11-23T24:00", "9999-12-31T23:59")
ODD = (
    *("", " ", "\r\n", "\u0300" * 60, "x" * 70_000, "<script>", "' OR 1=1 --", "%"),
    *("İ", "🍯", "../../etc", "\ud7ff\U0010fffd"),
)
TEXTS = (*BROKEN, *UNSEEN, *NUMBERS, *DAYS, *ODD)

PARTS = (
    *(quote(one, safe="") for one in (*NUMBERS[:4], "9" * 5000, *NUMBERS[5:], *BROKEN, *UNSEEN, "İ", "a" * 2000)),
    *("%00", "%FF", "%C3", "%0A", "%2F", "%ED%A0%80", "%", "%EF%BF%BD", "."),
)
"""Words and numbers in an address, as they are written there."""

HEADERS = {
    "User-Agent": "Mozilla \x7f\xff\xc3",
    "Accept-Language": "\xff;q=x, vi;q=1e9, ;;;",
    "Cookie": "ocop_device=\xff\x01%00; ocop_language=\xffvi",
    "Referer": "http://[::1",
    "If-None-Match": 'W/"\xff", *',
    "If-Modified-Since": "no day",
    "Range": "bytes=9-1,-",
    "X-Autosave": "\xff",
    "X-Forwarded-For": "\xff, 1.2.3.4.5",
}

HOSTS = (
    *("", ".", "..", " ", "a b", "a@b", "a/b", "a\x00b", "\xff", "Ã©.vn", "xn--\xff", "a" * 64 + ".vn", "a." * 30_000),
    *("a" * 60_000, ":80", "localhost:", "localhost:abc", "localhost:99999999", "1.2.3.4:80:80", "[::1", "[::1]:x"),
)
"""Names that no site has."""

_FORM = "application/x-www-form-urlencoded"
_PARTS = "multipart/form-data"
STAINS = ("\ufffd", "\u200b", "\u00ad", "\u202e", "Ã¡i", "Trµ", "Traø", "Ɖ")
"""By these what was kept in silence is found."""

BODIES: Sequence[tuple[str, bytes]] = (
    ("application/json", b"[1]"),
    ("application/json", b'"text"'),
    ("application/json", b"{"),
    ("application/json; charset=utf-99", b"{}"),
    ("text/plain", b"\xff\x00"),
    ("application/octet-stream", b"\x00" * 99),
    ("", b"x=1"),
    (_FORM, b"%FF=%FE&=&&a=%ZZ&\xff\xfe=1&%00=%00"),
    (f"{_FORM}; charset=utf-16", b"a=1"),
    (_PARTS, b"--x\r\n\r\n"),
    (f"{_PARTS}; boundary=", b"--\r\n"),
    (f"{_PARTS}; boundary={'b' * 500}", b"--b\r\n"),
    (f"{_PARTS}; boundary=x", b""),
    (f"{_PARTS}; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\nnameless\r\n--x--\r\n"),
    (f"{_PARTS}; boundary=x", b'--x\r\nContent-Disposition: form-data; filename="a"\r\n\r\nnameless\r\n--x--\r\n'),
    (f"{_PARTS}; boundary=x", b"--x\r\n\r\nno head\r\n--x--\r\n"),
    (f"{_PARTS}; boundary=x", b'--x\r\nContent-Disposition: form-data; name="\xff\x00"\r\n\r\n\xff\x00\r\n--x--\r\n'),
    (f"{_PARTS}; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nnever ended'),
    (f"{_PARTS}; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"\r\nbroken head\r\n\r\n1\r\n--x--\r\n'),
)
"""Bodies that are no form, or not quite one, with what they call themselves."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One request as it is made: an address, and what goes with it."""

    address: str
    method: str
    what: dict[str, Any] = field(default_factory=dict)
    typed: tuple[str, str] | None = None
    """The field, and the broken text in it."""

    def __str__(self) -> str:
        return f"{self.method} {self.address[:300]} {str(self.what)[:600]!r}"


class Ear(CleanRequest):
    """A request that notes which names it is asked for."""

    heard: ClassVar[set[str]] = set()

    @property
    def args(self) -> ImmutableMultiDict[str, str]:
        """The query, overheard."""
        return _Overheard(super().args)

    def _load_form_data(self) -> None:
        super()._load_form_data()
        self.__dict__["form"] = _Overheard(self.__dict__["form"])


class _Overheard(ImmutableMultiDict[str, str]):
    def get(self, key: str, *more: Any, **named: Any) -> Any:
        Ear.heard.add(key)
        return super().get(key, *more, **named)

    def getlist(self, key: str, *more: Any, **named: Any) -> Any:
        Ear.heard.add(key)
        return super().getlist(key, *more, **named)

    def __contains__(self, key: object) -> bool:
        Ear.heard.add(str(key))
        return super().__contains__(key)


class Listener:
    """What a site under test was asked for by its own code: names of a query or a form, and the forms it made."""

    def __init__(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        app.request_class = Ear
        self.forms: list[Form] = []
        self.validated: list[tuple[Form, bool]] = []
        self.broke: list[BaseException] = []
        reading, validating = Form.Meta.wrap_formdata, Form.validate

        def read(meta: Any, form: Form, sent: Any) -> Any:
            self.forms.append(form)
            return reading(meta, form, sent)

        def validate(form: Form, *more: Any) -> bool:
            self.validated.append((form, validating(form, *more)))
            return self.validated[-1][1]

        monkeypatch.setattr(Form.Meta, "wrap_formdata", read)
        monkeypatch.setattr(Form, "validate", validate)
        self._hear = lambda _app, exception, **_: self.broke.append(exception)
        got_request_exception.connect(self._hear, app)

    def begin(self) -> None:
        """Forget what was heard before."""
        Ear.heard.clear()
        self.forms.clear()
        self.validated.clear()
        self.broke.clear()

    def plausible(self) -> dict[str, Any]:
        """Every field that was asked for since, with something that may stand in it."""
        fields = {one.name: one for form in self.forms for one in form if one.name != "csrf_token"}
        return {name: "1" for name in Ear.heard if name} | {name: _plausible(one) for name, one in fields.items()}

    def texts(self) -> set[str]:
        """Names of the fields of forms that take words."""
        return {one.name for form in self.forms for one in form if type(one) in {StringField, TextAreaField}}


_GOOD: Sequence[tuple[tuple[type, ...], Any]] = (
    ((FileField, MultipleFileField, WebFileField), None),
    ((DateTimeLocalField,), "2026-11-20T08:00"),
    ((DateField,), "2026-11-20"),
    ((PasswordField,), PASSWORD),
    ((IntegerField,), "5"),
)


def _plausible(one: Field) -> Any:
    if isinstance(one, SelectField | RadioField):
        return next((str(value) for value, *_ in one.iter_choices() if str(value)), "1")
    words = "an@example.vn" if one.short_name in {"identifier", "email", "to"} else "Chè"
    return next((good for kinds, good in _GOOD if isinstance(one, kinds)), words)


def paths(rule: Rule, filled: dict[str, str]) -> Iterator[str]:
    """The address with each of its parts made nasty in turn."""
    for name in rule.arguments - set(rule.defaults or {}):
        for part in PARTS:
            yield _put(rule, {**filled, name: part})


def _put(rule: Rule, filled: dict[str, str]) -> str:
    return "".join(filled.get(text, "1") if is_part else text for is_part, text in rule._trace)


def stained(database: Database, spared: Sequence[str]) -> list[str]:
    """Columns in which something lies that no door should have let in."""
    found = []
    with database.reading() as session:
        for table in Base.metadata.sorted_tables:
            for column in table.c:
                if f"{table.name}.{column.name}" in spared or not isinstance(column.type, String | JSON):
                    continue
                said = cast(column, String)
                asked = select(said).where(or_(*(said.contains(stain) for stain in STAINS))).limit(1)
                if (kept := session.scalar(asked)) is not None:
                    found.append(f"{table.name}.{column.name}: {kept[:80]!r}")
    return found


def drawn(cases: Sequence[Sent], count: int, seed: str) -> list[Sent]:
    """So many of the cases, the same on every run."""
    return random.Random(seed).sample(cases, min(count, len(cases)))
