"""Requests of 64 KB at most that try to cost much: every public address with all it reads, filled as nobody fills it.

What an address reads is noted while it reads it, so that a new parameter or field is filled too.
"""

import io
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import Rule
from werkzeug.test import create_environ, run_wsgi_app

from foundation.web.doors import EXTENSION as DOORS
from foundation.web.doors import PUBLIC
from foundation.web.requests import CleanRequest

SIZE = 60_000
"""Bytes of what is filled in; with the rest a request stays below 64 KB."""

PAGE = "/vi/san-pham"
"""What costs are compared with: a list as everybody asks for it."""

WORST = ("thousands of values", "marks on one letter")
"""The first ways of filling something in: what they found was hundreds of times too dear."""

READABLE = {"kind": "error", "text": "x", "email": "x@example.vn", "identifier": "x@example.vn", "password": "x" * 20}
"""What fields may need before others are looked at."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One request; `words` say what is tried."""

    path: str
    words: str = "as it is"
    method: str = "GET"
    query: str = ""
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.path[:60]}, {self.words}"


def _run(text: str) -> str:
    return (text * (SIZE // len(text.encode()) + 1)).encode()[:SIZE].decode(errors="ignore")


def _many(values: Iterator[object], between: str) -> str:
    return between.join(str(value) for value in values)[:SIZE].rpartition(between)[0]


def _values(name: str) -> dict[str, str]:
    """A parameter as queries and forms write it."""
    known = ("01", "02", "4", "in_force", "name", "error", "x@example.vn")
    return {
        "thousands of values": _many((f"{name}={number:x}" for number in range(20_000)), "&"),
        "marks on one letter": f"{name}=a{_run(chr(0x301) + chr(0x323))}",
        "thousands of values in one": f"{name}={_many(iter(range(20_000)), ',')}",
        "one value thousands of times": _many((f"{name}={known[n % len(known)]}" for n in range(20_000)), "&"),
        "nothing thousands of times": _run(f"{name}=&"),
        "commas": f"{name}={_run(',')}",
        "a long word": f"{name}={_run('a')}",
        "many words": f"{name}={_run('che+')}",
        "a huge number": f"{name}={_run('9')}",
        "more than a database counts": f"{name}={2**63}",
        "a letter that is a sentence": f"{name}={_run(chr(0xFDFA))}",
        "bytes that are no text": f"{name}={_run('%FF')}",
        "percent signs": f"{name}={_run('%')}",
        "ampersands": f"{name}={_run('%26')}",
        "parts of an address": f"{name}=%40{_run('a.')}",
        "numbers and hyphens": f"{name}=%2F{_run('-1')}",
    }


QUESTIONS = {
    "a dozen provinces": "cacao hà nội lào cai huế hải phòng ninh bình quảng ninh nghệ an sơn la cao bằng hà tĩnh",
    "a dozen stars": "1 sao " * 12,
    "light words only": "thương mại dịch vụ hợp tác xã " * 4,
    "slips": "mật oong ruùng ché xhan tuyét gaol nepp cáii hao vàngg bakc",
    "letters": " ".join("abcdghiklmnopqrstuvxy"),
}

WISHES = {
    "Accept-Language": (_many((f"a-{number:x};q=0.5" for number in range(9_000)), ","), _run("a;q=1,")),
    "Accept-Encoding": (_run("*;q=0.5,"), _run("br,")),
    "If-None-Match": (_run('"a",'), _run("a,")),
    "If-Modified-Since": (_run(":1"),),
    "Range": (f"bytes={_run('0-1,')}",),
    "Cookie": (_run(";"), _many((f"a{number:x}=b" for number in range(9_000)), ";"), f"session={_run('.a')}"),
    "User-Agent": (_run("Chrome/"),),
    "X-Forwarded-For": (_run("1.1.1.1,"),),
    "Content-Type": (f"text/plain{_run(';a=b')}",),
}

PATHS = ("a", "/", "a/", "-1", "1", "%", "a\u0323", "\ufdfa", "-1/lich-su/", "/atom.xml")


def storms(app: Flask, addresses: Mapping[str, object], *, is_small: bool = False) -> Iterator[Ask]:
    """All of them; with `is_small` each parameter is filled in the `WORST` ways and in one of the others in turn.

    `addresses` are the values of what stands in addresses, as `product_id`.
    """
    turn = 0
    for plain in public_asks(app, addresses):
        for ways in _filled(app, plain):
            worst, others = ways[: len(WORST)], ways[len(WORST) :]
            yield from (*worst, others[turn % len(others)]) if is_small else ways
            turn += 1
    yield from (Ask(PAGE, words, query=f"q={quote(question)}") for words, question in QUESTIONS.items())
    for plain in (Ask(PAGE), Ask("/tai-khoan/dang-nhap"), Ask("/nowhere"), Ask("/api/v1/products")):
        wishes = [(name, value) for name, values in WISHES.items() for value in values]
        yield from (replace(plain, words=f"{name}: {value[:20]}…", headers={name: value}) for name, value in wishes)
    for rule in _public_rules(app):
        opening = re.sub(r"<.*", "", rule.rule)
        runs = (PATHS[turn % len(PATHS)],) if is_small else PATHS
        yield from (Ask(opening + _run(piece), f"{piece} and so on") for piece in runs if opening != rule.rule)
        turn += 1
    yield Ask(f"/vi/a{_run(chr(0x301) + chr(0x323))}", "marks on one letter")


def public_asks(app: Flask, addresses: Mapping[str, object]) -> Iterator[Ask]:
    """Every public address once, as it is asked by everybody."""
    for rule in _public_rules(app):

        def fill(place: re.Match[str]) -> str:
            kind, _, name = place[1].rpartition(":")
            return str(addresses.get(name, 1 if kind.startswith("int") else "x"))

        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            # A form without any field is not read at all.
            body = "unknown=x" if method == "POST" else ""
            yield Ask(re.sub(r"<([^>]+)>", fill, rule.rule), method=method, body=body)


def _public_rules(app: Flask) -> list[Rule]:
    """One address of every public endpoint: the other language's is read by the same view."""
    doors, found = app.extensions[DOORS], dict[str, Rule]()
    for rule in app.url_map.iter_rules():
        if doors.get(rule.endpoint) == PUBLIC and not rule.rule.startswith("/en/"):
            found.setdefault(rule.endpoint, rule)
    return sorted(found.values(), key=lambda rule: rule.rule)


def _filled(app: Flask, plain: Ask) -> Iterator[Sequence[Ask]]:
    """For each parameter, or field, of an address the ways it is filled in."""
    names = read_by(app, plain)
    while plain.method == "POST" and (more := read_by(app, _with(plain, "", _readable(names))) - names):
        names |= more
    # What nobody reads is repeated in the addresses of the page, by all pages alike.
    for name in sorted(names | {"unknown"} if plain.path == PAGE else names):
        rest = _readable(names - {name}) if plain.method == "POST" else {}
        yield [_with(plain, f"{name}: {words}", rest, written) for words, written in _values(name).items()]


def _readable(names: Iterable[str]) -> dict[str, str]:
    return {name: READABLE.get(name, "x") for name in sorted(names)}


def _with(plain: Ask, words: str, rest: Mapping[str, str], written: str = "") -> Ask:
    said = "&".join(filter(None, (written, urlencode(rest))))
    return replace(plain, words=words, body=said) if plain.method == "POST" else replace(plain, words=words, query=said)


def read_by(app: Flask, ask: Ask) -> frozenset[str]:
    """The names of the parameters, or of the fields of a form, that are read when this is asked."""
    names: set[str] = set()

    class Noting(ImmutableMultiDict[Any, Any]):
        def get(self, key: Any, *args: Any, **kwargs: Any) -> Any:
            names.add(key)
            return super().get(key, *args, **kwargs)

        def getlist(self, key: Any, *args: Any, **kwargs: Any) -> Any:
            names.add(key)
            return super().getlist(key, *args, **kwargs)

        def __contains__(self, key: object) -> bool:
            names.add(str(key))
            return super().__contains__(key)

    class NotingRequest(CleanRequest):
        parameter_storage_class = Noting

    before, app.request_class = app.request_class, NotingRequest
    try:
        answer(app, ask)
    finally:
        app.request_class = before
    return frozenset(names)


def answer(app: Flask, ask: Ask) -> tuple[int, float]:
    """The status of the answer and what it cost, in CPU milliseconds of this process."""
    environ = _environ(ask)
    started = time.process_time_ns()
    _body, status, _headers = run_wsgi_app(app, environ, buffered=True)
    return int(status[:3]), (time.process_time_ns() - started) / 1e6


_CAME = iter(range(2**24))


def _environ(ask: Ask) -> dict[str, Any]:
    environ = create_environ(method=ask.method)
    number = next(_CAME)
    environ |= {"PATH_INFO": _raw(ask.path), "QUERY_STRING": _raw(ask.query)}
    # From somewhere else each time: what is turned away for coming too often costs nothing.
    environ["REMOTE_ADDR"] = f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"
    for name, value in ask.headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key.startswith("CONTENT_") else f"HTTP_{key}"] = _raw(value)
    if ask.method == "POST":
        body = ask.body.encode()
        environ |= {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        environ["CONTENT_TYPE"] = "application/x-www-form-urlencoded"
    return environ


def _raw(text: str) -> str:
    return text.encode().decode("latin-1")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a request cost: status, CPU milliseconds, and that in lists of products asked for in the same run."""

    ask: Ask
    status: int
    milliseconds: float
    lists: float


class Judge:
    """Asks and says what it cost; the least of some tries, for what else runs makes no request dear."""

    def __init__(self, app: Flask, *, most: float, tries: int = 3) -> None:
        self.app, self.most, self.tries = app, most, tries
        self.list_ms = min(answer(app, Ask(PAGE))[1] for _ in range(5))

    def cost(self, ask: Ask) -> Cost:
        """What it costs; tried again, beside a list, where that is more than `most` lists."""
        status, spent = answer(self.app, ask)
        found = Cost(ask, status, spent, spent / self.list_ms)
        for _ in range(self.tries - 1):
            if found.lists > self.most:
                status, spent = answer(self.app, ask)
                again = Cost(ask, status, spent, spent / answer(self.app, Ask(PAGE))[1])
                found = min(found, again, key=lambda one: one.lists)
        return found
