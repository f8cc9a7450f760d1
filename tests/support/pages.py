"""A test client that looks at every page it is given."""

import re
from functools import lru_cache
from hashlib import sha256
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_NS = "{http://www.w3.org/1999/xhtml}"
_TOKEN = re.compile(r'(?<= name="csrf_token" value=")[\w.-]+(?=")')
"""What is drawn anew in every form, in letters that mean nothing to HTML."""

_held = set[bytes]()
"""Digests of the pages of this process that were looked at and held."""


class CheckingClient(FlaskClient):
    """Checks each HTML answer: valid, one h1, a title, a language, labelled fields, no inline script or style."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.status_code not in {301, 302, 308}:
            check_page(response.get_data(as_text=True))
        return response


@lru_cache(maxsize=64)
def parse(html: str) -> Element:
    """The page's tree, to be read only; AssertionError naming the first thing that is not valid HTML.

    A page is read by several looks at it, and reading takes longer than making it.
    """
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=True)
    tree = parser.parse(html)
    errors = [error for error in parser.errors if error[1] not in _TOLERATED]
    assert not errors, errors[:3]
    assert isinstance(tree, Element)
    return tree


# The reference parser reports these of every page with inline SVG and self-closing symbols.
_TOLERATED: frozenset[str] = frozenset()


def texts(html: str, tag: str) -> list[str]:
    """The texts of all elements of one kind, white space made plain."""
    return [" ".join("".join(element.itertext()).split()) for element in parse(html).iter(_NS + tag)]


def links(html: str) -> list[str]:
    """Every address the page links to."""
    return [str(element.get("href")) for element in parse(html).iter(_NS + "a")]


def check_page(html: str) -> None:
    """Raise AssertionError where a page is not what every page must be; the same page is looked at once."""
    digest = sha256(_TOKEN.sub("", html).encode()).digest()
    if digest not in _held:
        _check(html)
        _held.add(digest)


def _check(html: str) -> None:
    tree = parse(html)
    assert tree.get("lang") in {"vi", "en"}
    assert len(list(tree.iter(_NS + "h1"))) == 1
    title = next(tree.iter(_NS + "title"))
    assert title.text
    assert title.text.split(" · ")[0].strip()
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids)), "an id stands twice"
    labelled = {label.get("for") for label in tree.iter(_NS + "label")}
    wrapped = {field for label in tree.iter(_NS + "label") for field in label.iter(_NS + "input")}
    for field in [*tree.iter(_NS + "input"), *tree.iter(_NS + "select"), *tree.iter(_NS + "textarea")]:
        hidden = field.get("type") == "hidden"
        assert hidden or field in wrapped or field.get("id") in labelled, f"no label: {field.attrib}"
    assert not any(element.get("style") for element in tree.iter()), "inline style"
    scripts = [element for element in tree.iter(_NS + "script") if element.get("type") != "application/ld+json"]
    assert all(element.get("src") for element in scripts), "inline script"


def classed(html: str, name: str) -> list[tuple[str, str | None]]:
    """Text and address of all elements of one class, white space made plain."""
    found = (e for e in parse(html).iter() if name in (e.get("class") or "").split())
    return [(" ".join("".join(element.itertext()).split()), element.get("href")) for element in found]
