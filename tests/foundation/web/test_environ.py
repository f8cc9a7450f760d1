"""A request in the words of an ASGI server becomes what PEP 3333 asks for."""

import pytest
from werkzeug.wrappers import Request

from foundation.web.environ import declared_length, environ_of


def scope(*headers: tuple[str, str], **more: object) -> dict[str, object]:
    told = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers]
    asked = {"method": "GET", "raw_path": b"/", "query_string": b"", "http_version": "1.1", "scheme": "http"}
    return {**asked, "server": ("127.0.0.1", "8000"), "client": ("192.0.2.7", "5000"), "headers": told, **more}


def test_a_path_is_bytes_read_as_latin_1() -> None:
    environ = environ_of(scope(raw_path=b"/vi/s%E1%BA%A3n-ph%E1%BA%A9m", query_string=b"q=ch%C3%A8&q=2"))
    assert environ["PATH_INFO"] == "/vi/sản-phẩm".encode().decode("latin-1")
    asked = Request(environ)
    assert (asked.path, asked.args.getlist("q")) == ("/vi/sản-phẩm", ["chè", "2"])


def test_a_path_that_is_no_text_stays_what_it_was() -> None:
    assert environ_of(scope(raw_path=b"/%ff%2F%00"))["PATH_INFO"] == "/\xff/\x00"


def test_a_server_that_tells_no_raw_path_is_believed_too() -> None:
    environ = environ_of(scope(raw_path=None, path="/vi/chè", server=None, client=None))
    assert Request(environ).path == "/vi/chè"
    assert (environ["SERVER_NAME"], environ["REMOTE_ADDR"]) == ("", "")


def test_who_asks_whom_and_how() -> None:
    environ = environ_of(scope(("Host", "ocop.example"), http_version="1", scheme="https"))
    told = ("SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "REMOTE_ADDR", "HTTP_HOST", "wsgi.url_scheme")
    assert [environ[name] for name in told] == ["127.0.0.1", "8000", "HTTP/1.0", "192.0.2.7", "ocop.example", "https"]
    assert environ_of(scope())["SERVER_PROTOCOL"] == "HTTP/1.1"


def test_headers_that_are_repeated_are_joined() -> None:
    environ = environ_of(
        scope(("X-Forwarded-For", "192.0.2.1"), ("X-Forwarded-For", "192.0.2.2"), ("Cookie", "a=1"), ("Cookie", "b=2"))
    )
    assert environ["HTTP_X_FORWARDED_FOR"] == "192.0.2.1,192.0.2.2"
    assert Request(environ).cookies.to_dict() == {"a": "1", "b": "2"}


def test_a_visitor_cannot_pass_a_header_for_a_proxys() -> None:
    environ = environ_of(scope(("X-Forwarded-For", "192.0.2.1"), ("X_Forwarded_For", "203.0.113.9")))
    assert environ["HTTP_X_FORWARDED_FOR"] == "192.0.2.1"


def test_a_header_of_nothing_is_none() -> None:
    assert "HTTP_HOST" not in environ_of(scope(("Host", "")))


def test_type_and_length_have_no_prefix() -> None:
    environ = environ_of(scope(("Content-Type", "text/plain"), ("Content-Length", "4")))
    assert (environ["CONTENT_TYPE"], environ["CONTENT_LENGTH"]) == ("text/plain", "4")
    assert "HTTP_CONTENT_TYPE" not in environ


@pytest.mark.parametrize(
    ("headers", "length"),
    [
        ((), 0),
        ((("Content-Length", "4"),), 4),
        ((("Transfer-Encoding", "chunked"),), None),
        ((("Content-Length", "4"), ("Transfer-Encoding", "chunked")), None),
    ],
)
def test_what_length_is_promised(headers: tuple[tuple[str, str], ...], length: int | None) -> None:
    assert declared_length(environ_of(scope(*headers))) == length
