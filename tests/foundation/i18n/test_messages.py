"""Messages follow the language of the page, a letter's reader, and nothing else."""

import pytest
from markupsafe import Markup

from foundation.i18n.languages import Lang
from foundation.i18n.messages import drawn_plural, gettext, marked_up, messages_in, ngettext, raw
from tests.foundation.web.conftest import Make, make  # noqa: F401 - a fixture

PRODUCTS = "Products"


def test_outside_a_page_messages_are_vietnamese() -> None:
    assert gettext(PRODUCTS) == raw(PRODUCTS) == "Sản phẩm"


def test_a_letter_written_while_a_page_is_made_changes_only_its_own_words(make: Make) -> None:  # noqa: F811
    with make().test_request_context("/vi/san-pham"):
        assert gettext(PRODUCTS) == "Sản phẩm"
        with messages_in(Lang.EN):
            assert gettext(PRODUCTS) == "Products"
            with messages_in(Lang.VI):
                assert gettext(PRODUCTS) == "Sản phẩm"
            assert gettext(PRODUCTS) == "Products"
        assert gettext(PRODUCTS) == "Sản phẩm"


def test_the_page_speaks_on_when_a_letter_fails(make: Make) -> None:  # noqa: F811
    def write() -> None:
        with messages_in(Lang.VI):
            raise RuntimeError(gettext(PRODUCTS))

    with make().test_request_context("/en/products"):
        assert gettext(PRODUCTS) == "Products"
        with pytest.raises(RuntimeError, match="Sản phẩm"):
            write()
        assert gettext(PRODUCTS) == "Products"


def test_what_fills_a_message_of_a_template_is_escaped() -> None:
    said = marked_up("Products for “%(words)s”", words="<script>")
    assert isinstance(said, Markup)
    assert "&lt;script&gt;" in said
    assert marked_up("Products for “%(words)s”", words=Markup("<b>")).endswith("“<b>”")


def test_the_form_fits_the_number(make: Make) -> None:  # noqa: F811
    with make().test_request_context("/en/products"):
        assert [drawn_plural("%(num)d star", "%(num)d stars", number) for number in (1, 4)] == ["1 star", "4 stars"]
        assert ngettext("%(num)d star", "%(num)d stars", 1) == "1 star"
        shown = drawn_plural("%(num)s product", "%(num)s products", 1234, num="1,234")
        assert shown == "1,234 products"
