"""The frame around every page."""

import html5lib
import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length, Regexp

from foundation.config.settings import Env
from foundation.web.forms import Form
from foundation.web.paging import Paging
from tests.foundation.web.conftest import Make

SVG = "{http://www.w3.org/2000/svg}"
PAGES = ("/vi/san-pham", "/en/products", "/vi/san-pham/che-7", "/vi/khong-co")


class Name(Form):
    """A form with one field and two rules."""

    name = StringField("Tên", validators=[Length(min=3, message="Ngắn quá"), Regexp("^[a-z]+$", message="Chỉ chữ")])


def _parsed(page: str):  # type: ignore[no-untyped-def] # noqa: ANN202 - a tree of a library without types
    whole = page.lstrip().startswith("<!doctype html>")
    return html5lib.HTMLParser(strict=whole, namespaceHTMLElements=False).parse(page)


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_valid_html_with_one_heading_and_no_duplicate_ids(site: FlaskClient, path: str) -> None:
    tree = _parsed(site.get(path).text)
    ids = [node.get("id") for node in tree.iter() if node.get("id")]
    assert len(list(tree.iter("h1"))) == 1
    assert len(ids) == len(set(ids))
    assert tree.find("body")[0].get("href") == "#main"
    assert "main" in ids


@pytest.mark.parametrize("path", PAGES)
def test_pages_hold_no_script_and_no_style_of_their_own(site: FlaskClient, path: str) -> None:
    tree = _parsed(site.get(path).text)
    assert not list(tree.iter("style"))
    assert all(script.get("src") and not (script.text or "").strip() for script in tree.iter("script"))
    assert not [name for node in tree.iter() for name in node.attrib if name == "style" or name.startswith("on")]


@pytest.mark.parametrize("path", PAGES)
def test_every_file_a_page_names_is_there(site: FlaskClient, path: str) -> None:
    tree = _parsed(site.get(path).text)
    named = {v.split("#")[0] for node in tree.iter() for v in node.attrib.values() if v.startswith("/static/")}
    assert len(named) >= 4
    assert {site.get(address, buffered=True).status_code for address in named} == {200}


def test_every_symbol_a_page_names_is_in_its_file(site: FlaskClient) -> None:
    tree = _parsed(site.get("/vi/khong-co").text)
    symbols = {node.get("href") for node in tree.iter(SVG + "use")}
    assert symbols
    for symbol in symbols:
        address, _, name = symbol.partition("#")
        assert f'id="{name}"' in site.get(address, buffered=True).text


@pytest.mark.parametrize("path", ["/vi/san-pham/che-7?stars=4", "/en/products/che-7?stars=4"])
def test_search_engines_learn_of_the_page_in_each_language(site: FlaskClient, path: str) -> None:
    tree = _parsed(site.get(path).text)
    links = {link.get("hreflang"): link.get("href") for link in tree.iter("link") if link.get("rel") == "alternate"}
    # What a page does not name as its own, such as a tracking word, is no part of its address.
    vietnamese = "http://localhost:8000/vi/san-pham/che-7"
    assert links == {
        "vi": vietnamese,
        "en": "http://localhost:8000/en/products/che-7",
        "x-default": vietnamese,
    }
    (canonical,) = (link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical")
    assert canonical == f"http://localhost:8000{path.partition('?')[0]}"


@pytest.mark.parametrize(("path", "other"), [("/vi/san-pham", "/en/products"), ("/en/products", "/vi/san-pham")])
def test_the_language_switch_leads_to_the_same_page(site: FlaskClient, path: str, other: str) -> None:
    switches = [link for link in _parsed(site.get(path).text).iter("a") if link.get("hreflang")]
    assert switches
    assert {link.get("href") for link in switches} == {other}


def test_the_menu_marks_the_page_it_is_on(site: FlaskClient) -> None:
    def marked(path: str) -> set[str]:
        return {a.get("href") for a in _parsed(site.get(path).text).iter("a") if a.get("aria-current") == "page"}

    assert marked("/vi/san-pham") == {"/vi/san-pham"}
    assert marked("/vi/san-pham/che-7") == set()


def test_text_there_in_vietnamese_only_is_marked_on_an_english_page(site: FlaskClient) -> None:
    shown = site.get("/en/products").text
    assert '<span lang="vi">Chè Tà Xùa</span> <small' in shown
    assert ">VI</small>" in shown
    assert "(in Vietnamese)" in shown
    for path in ("/vi/san-pham", "/en/products/che-7"):
        assert ">VI</small>" not in site.get(path).text


def test_numbers_are_written_as_the_page_language_does(site: FlaskClient) -> None:
    assert '<p class="number">1.234</p>' in site.get("/vi/san-pham").text
    assert '<p class="number">1,234</p>' in site.get("/en/products").text


def _rendered(app: Flask, source: str, path: str = "/vi/san-pham", **values: object) -> str:
    with app.test_request_context(path):
        app.preprocess_request()
        return render_template_string(source, **values)


@pytest.mark.parametrize(("path", "words"), [("/vi/san-pham", "4 sao"), ("/en/products", "4 stars")])
def test_stars_are_shown_as_grains_and_in_words(make: Make, path: str, words: str) -> None:
    shown = _rendered(make(), '{% from "web/_parts.html" import stars with context %}{{ stars(4) }}', path)
    assert shown.count("#i-star") == 4
    assert shown.endswith(f"{words}</span>")
    assert "outline" not in shown


def test_stars_on_a_sources_word_alone_are_outlined(make: Make) -> None:
    source = '{% from "web/_parts.html" import stars with context %}{{ stars(3, outline=true) }}'
    assert 'class="stars stars--outline"' in _rendered(make(), source)


def test_the_pages_of_a_list_mark_where_the_reader_is(make: Make) -> None:
    source = """{% from "web/_parts.html" import pages with context %}
      {% macro at(n) %}/vi/san-pham?page={{ n }}{% endmacro %}{{ pages(paging, at) }}"""
    nav = _parsed(_rendered(make(), source, paging=Paging(100, 3, 24)))
    assert [a.get("href") for a in nav.iter("a") if a.get("aria-current")] == ["/vi/san-pham?page=3"]
    assert [a.get("rel") for a in nav.iter("a") if a.get("rel")] == ["prev", "next"]
    assert "<nav" not in _rendered(make(), source, paging=Paging(24, 1, 24))


def test_a_refused_field_says_so_beside_itself_and_on_top(make: Make) -> None:
    source = """{% import "web/_forms.html" as forms with context %}{{ forms.summary(form) }}
      {{ forms.field(form.name, hint="Như trên giấy") }}"""
    app = make()
    with app.test_request_context("/vi/gui", method="POST", data={"name": "<9"}):
        form = Name(meta={"csrf": False})
        assert not form.validate()
        tree = _parsed(render_template_string(source, form=form))
    (field,) = tree.iter("input")
    described = (field.get("aria-describedby") or "").split()
    texts = ["".join(node.itertext()) for name in described for node in tree.iter() if node.get("id") == name]
    assert texts == ["Như trên giấy", "Ngắn quá Chỉ chữ"]
    assert (field.get("value"), field.get("aria-invalid")) == ("<9", "true")
    assert [a.get("href") for a in tree.iter("a")] == ["#name", "#name"]


def test_a_field_that_is_right_says_nothing(make: Make) -> None:
    app = make()
    with app.test_request_context("/vi/gui"):
        form: FlaskForm = Name(meta={"csrf": False})
        page = render_template_string(
            '{% import "web/_forms.html" as f with context %}{{ f.field(form.name) }}', form=form
        )
    assert "aria-describedby" not in page
    assert "aria-invalid" not in page
    assert '<label for="name">Tên</label>' in page


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_demonstration_that_could_be_taken_for_the_real_site_says_so_on_every_page(make: Make, lang: str) -> None:
    said = {"vi": "Bản minh họa", "en": "Demonstration"}[lang]
    pages = {"vi": ("/vi/san-pham", "/vi/loi/404"), "en": ("/en/products", "/en/error/500")}[lang]
    for changed in ({"demo_public": True}, {"signs": ("PostgreSQL (OCOP_DATABASE_URL)",)}):
        loud = make(**changed).test_client()
        assert all(f'<p class="demo"><b>{said}' in loud.get(page).text for page in pages)
    for quiet in (make(), make(env=Env.PRODUCTION, demo_public=True)):
        assert not any('class="demo"' in quiet.test_client().get(page).text for page in pages)
