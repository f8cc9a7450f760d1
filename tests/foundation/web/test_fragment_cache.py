"""What a template keeps is drawn once for each language and each key, and never for another."""

from flask import Flask, render_template_string
from markupsafe import Markup

from tests.foundation.web.conftest import Make

PAGE = '{% kept "part", key %}<b>{{ word() }}</b>{% endkept %}'


def drawings(app: Flask, *asked: tuple[str, str], page: str = PAGE) -> list[str]:
    """What the page is for each (address, key), the words numbered in the order in which they were drawn."""
    made: list[str] = []

    def word() -> str:
        made.append("x")
        return f"<{len(made)}>"

    drawn = []
    for address, key in asked:
        with app.test_request_context(address):
            app.preprocess_request()
            drawn.append(render_template_string(page, key=key, word=word))
    return drawn


def test_a_part_is_drawn_once_and_what_it_says_is_escaped(make: Make) -> None:
    assert drawings(make(), ("/vi/san-pham", "a"), ("/vi/san-pham/che-7", "a")) == ["<b>&lt;1&gt;</b>"] * 2


def test_another_key_or_another_language_is_another_drawing(make: Make) -> None:
    asked = ("/vi/san-pham", "a"), ("/en/products", "a"), ("/vi/san-pham", "b"), ("/en/products", "a")
    assert [one[7:8] for one in drawings(make(), *asked)] == ["1", "2", "3", "2"]


def test_another_part_is_another_drawing(make: Make) -> None:
    page = PAGE + PAGE.replace("part", "other")
    assert drawings(make(), ("/vi/san-pham", "a"), page=page) == ["<b>&lt;1&gt;</b><b>&lt;2&gt;</b>"]


def test_applications_keep_their_own(make: Make) -> None:
    first, second = make(), make()
    assert drawings(first, ("/vi/san-pham", "a")) == drawings(second, ("/vi/san-pham", "a"))
    with second.test_request_context("/vi/san-pham"):
        page = render_template_string('{% kept "part", "a" %}{{ asked }}{% endkept %}', asked=Markup("<i>"))
    assert page == "<b>&lt;1&gt;</b>"


def test_the_menu_tells_where_one_is_on_every_page(make: Make) -> None:
    site = make().test_client()
    at_the_list, elsewhere = site.get("/vi/san-pham").text, site.get("/vi/san-pham/che-7").text
    assert at_the_list.count('aria-current="page"') == 2
    assert 'aria-current="page"' not in elsewhere
    assert 'href="/en/products"' in site.get("/en/products").text
