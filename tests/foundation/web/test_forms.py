"""Broken text is told beside its field; what nobody sees never reaches a view."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from flask import render_template_string, request
from wtforms import DateField, Field, FileField, HiddenField, PasswordField, StringField, TextAreaField
from wtforms.validators import InputRequired

import wsgi
from foundation.web.forms import Form
from foundation.web.requests import NUMBER_MAX, as_typed, number_of
from tests.foundation.web.conftest import Make


class Typed(Form):
    class Meta(Form.Meta):  # noqa: D106 - says nothing of its own
        csrf = False

    name = StringField("Tên", [InputRequired("This is needed.")])
    story = TextAreaField("Chuyện")
    secret = PasswordField("Mật khẩu")
    day = DateField("Ngày")
    page = HiddenField()
    file = FileField("Tệp")


GOOD = {"name": "Chè", "story": "Chuyện", "secret": "x", "day": "2026-11-23"}


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"name": "Chè\x00"}, [("name", "Some letters were lost where you see �. Type them again.")]),
        ({"name": "Chè\ufffd"}, [("name", "Some letters were lost where you see �. Type them again.")]),
        (
            {"name": "TrÃ  Shan tuyáº¿t"},
            [("name", "This text was damaged by a wrong encoding. Copy it again as Unicode, or type it.")],
        ),
        (
            {"story": "Một\nHai\nTrµ sen"},
            [("story", "Line 3: This text was damaged by a wrong encoding. Copy it again as Unicode, or type it.")],
        ),
        ({"name": " \r\n\u3000"}, [("name", "This is needed.")]),
        ({"name": ""}, [("name", "This is needed.")]),
        ({"story": " "}, []),
        ({"day": "9999-12-31"}, [("day", "Check the year of this day.")]),
        ({"day": "0001-01-01"}, [("day", "Check the year of this day.")]),
        ({"secret": "\x00"}, []),
        ({"name": "Ch\u200bè", "story": "\ufeffMột\x0bhai"}, []),
    ],
)
def test_what_is_broken_is_told_beside_its_field(make: Make, sent: dict[str, str], told: list[tuple[str, str]]) -> None:
    with make().test_request_context("/en/x", method="POST", data=GOOD | sent):
        form = Typed()
        assert form.validate() is not bool(told)
        assert form.summary() == told


def test_what_was_typed_comes_back_and_shows_what_was_lost(make: Make) -> None:
    with make().test_request_context("/vi/x", method="POST", data=GOOD | {"name": "Tr\u200bà\x00 sen"}):
        form = Typed()
        form.validate()
        assert 'value="Trà� sen"' in render_template_string("{{ form.name() }}", form=form)


def test_words_are_clean_and_passwords_as_they_were_typed(make: Make) -> None:
    typed = "mo\u0323\u0302t\u200b\u00a0hai"
    with make().test_request_context("/vi/x?q=Ɖ\u00adà\x00Nẵng", method="POST", data={"name": typed, "secret": typed}):
        form = Typed()
        assert (form.name.data, form.secret.data) == ("một hai", typed)
        assert (request.form["name"], request.args["q"]) == ("một hai", "Đà Nẵng")
        assert as_typed("name") == [typed]


def test_passwords_beside_a_file_are_as_they_were_typed(make: Make) -> None:
    boundary = {"content_type": "multipart/form-data; boundary=x"}
    parts = {'name="secret"': "a\u200b\u0323", 'name="file"; filename="x\x01\u202e.pdf"': "%PDF", "": "nameless"}
    body = "".join(f"--x\r\nContent-Disposition: form-data; {head}\r\n\r\n{text}\r\n" for head, text in parts.items())
    with make().test_request_context("/vi/x", method="POST", data=(body + "--x--\r\n").encode(), **boundary):
        form = Typed()
        assert form.secret.data == "a\u200b\u0323"
        assert [one.filename for one in request.files.values()] == ["x .pdf"]
        assert list(request.form) == ["secret"]


def test_a_file_where_words_are_asked_for_and_words_where_a_file_is(make: Make) -> None:
    sent = {"name": (BytesIO(b"x"), "a.txt"), "secret": (BytesIO(b"x"), "a.txt"), "story": "Chuyện", "file": "no file"}
    with make().test_request_context("/vi/x", method="POST", data=sent):
        form = Typed()
        form.validate()
        assert (form.name.data, form.secret.data, form.story.data, form.file.data) == (None, None, "Chuyện", None)


@pytest.mark.parametrize("body", ["[1]", '"x"', "{", '{"name": "Chè"}'])
def test_a_body_that_is_no_form_says_nothing(make: Make, body: str) -> None:
    with make().test_request_context("/vi/x", method="POST", data=body, content_type="application/json"):
        assert Typed().name.data is None


@pytest.mark.parametrize("text", ["", "-1", "+1", "1_000", " 1", "٣", "²", "1.0", str(NUMBER_MAX + 1), "9" * 5000])
def test_what_is_no_number_of_a_record(text: str) -> None:
    assert number_of(text) is None


def test_numbers_of_records() -> None:
    assert [number_of("0"), number_of("007"), number_of(str(NUMBER_MAX))] == [0, 7, NUMBER_MAX]


class Together(Typed):
    """A form that says of its fields together what is wrong."""

    def contradictions(self) -> Iterator[tuple[Field, str]]:
        yield self.name, "no name of here"


def test_what_was_broken_on_its_way_goes_before_what_it_would_mean(make: Make) -> None:
    with make().test_request_context(method="POST", data=GOOD | {"name": "Chè\x00"}):
        form = Together()
        assert not form.validate()
        assert ["�" in words for words in form.name.errors] == [True]
    with make().test_request_context(method="POST", data=GOOD):
        assert Together().summary() == []
        form = Together()
        assert (form.validate(), form.name.errors) == (False, ["no name of here"])


def test_no_form_has_a_way_of_its_own_to_be_valid() -> None:
    assert wsgi.HOUSE.rooms  # every form of every room is imported

    def below(form: type[Form]) -> Iterator[type[Form]]:
        for one in form.__subclasses__():
            yield one
            yield from below(one)

    assert [form for form in below(Form) if "validate" in vars(form)] == []
