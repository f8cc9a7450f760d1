"""What addresses, forms and wishes say: each once, bounded, as the standard library reads it."""

from urllib.parse import parse_qsl, quote_plus, urlencode

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from foundation.web.parameters import (
    FIELDS_MAX,
    FILES_MAX,
    PARTS_MAX,
    TEXT_MAX,
    WISH_MAX,
    BoundedRequest,
    cut_at,
    read_pairs,
    read_query,
    repeatable,
    repeated_values,
)


@pytest.fixture
def echo() -> FlaskClient:
    """A site that says what it was told."""
    app = Flask(__name__)
    app.request_class = BoundedRequest
    app.config["MAX_FORM_PARTS"] = FILES_MAX

    @app.route("/", methods=["GET", "POST"])
    def told() -> dict[str, object]:
        return {
            "args": [*request.args.items(multi=True)],
            "form": [*request.form.items(multi=True)],
            "languages": [*request.accept_languages.values()],
        }

    return app.test_client()


@given(st.lists(st.tuples(st.text(min_size=1), st.text()), unique=True))
def test_what_was_written_is_read(pairs: list[tuple[str, str]]) -> None:
    assert list(read_query(urlencode(pairs, errors="replace"))) == [
        (name.encode(errors="replace").decode(), value.encode(errors="replace").decode()) for name, value in pairs
    ]


@given(st.text(alphabet="a=&+%4fFé "))
def test_it_is_read_as_the_library_reads_it(written: str) -> None:
    assert list(read_pairs(written.split("&"))) == parse_qsl(written, keep_blank_values=True, errors="replace")


def test_a_part_counts_once_and_no_more_are_read_than_a_list_has() -> None:
    assert list(read_query("a=1&b=2&&a=1&a=3")) == [("a", "1"), ("b", "2"), ("a", "3")]
    assert len(list(read_query("&".join(f"a={number}" for number in range(PARTS_MAX * 2))))) == PARTS_MAX


def test_a_value_counts_once_however_it_is_said() -> None:
    assert repeated_values(MultiDict([("a", "1, 2,,1"), ("b", "9"), ("a", "3"), ("a", " ")]), "a") == ["1", "2", "3"]
    assert len(repeated_values(MultiDict({"a": ",".join(map(str, range(PARTS_MAX * 2)))}), "a")) == PARTS_MAX


def test_words_that_are_too_many_are_known_to_be_cut() -> None:
    assert cut_at(MultiDict({"q": "x" * TEXT_MAX}), "q") is None
    assert cut_at(MultiDict({"q": "x" * (TEXT_MAX + 1)}), "q") == TEXT_MAX
    assert cut_at(MultiDict(), "q") is None


def test_an_address_is_said_again_as_far_as_a_page_asks() -> None:
    asked = [("q", "mật ong"), *(("province", f"{number:02}") for number in range(97))]
    assert repeatable(MultiDict(asked)) == asked
    assert repeatable(MultiDict({"q": "x" * 60_000})) == [("q", "x" * TEXT_MAX)]
    assert len(repeatable(MultiDict([("a", str(number)) for number in range(1000)]))) < 500


def test_a_request_reads_what_it_is_told(echo: FlaskClient) -> None:
    told = echo.post("/?a=1&a=1&b=%FF", data={"a": ["1", "1"], "b": "chè"}).get_json()
    assert told["args"] == [["a", "1"], ["b", "\ufffd"]]
    assert told["form"] == [["a", "1"], ["a", "1"], ["b", "chè"]]


def test_a_form_has_a_bound_and_says_so(echo: FlaskClient) -> None:
    fields, kind = "&".join(["a="] * FIELDS_MAX), "application/x-www-form-urlencoded"
    assert len(echo.post("/", data=fields, content_type=kind).get_json()["form"]) == FIELDS_MAX
    assert echo.post("/", data=f"{fields}&a=", content_type=kind).status_code == 413
    files = {f"a{number}": "x" for number in range(FILES_MAX + 1)}
    assert echo.post("/", data=files, content_type="multipart/form-data").status_code == 413


def test_wishes_longer_than_any_browsers_are_not_heard(echo: FlaskClient) -> None:
    def asked(length: int) -> dict[str, list[str]]:
        wishes = {"Accept-Language": "vi,en" + " " * (length - 5), "If-None-Match": '"a"' + " " * (length - 3)}
        told: dict[str, list[str]] = echo.get("/", headers=wishes).get_json()
        return told

    assert asked(WISH_MAX)["languages"] == ["vi", "en"]
    assert asked(WISH_MAX + 1)["languages"] == []


def test_a_name_with_signs_is_the_same_when_quoted() -> None:
    assert list(read_query(f"{quote_plus('a+b c')}={quote_plus('100 % & more')}")) == [("a+b c", "100 % & more")]
