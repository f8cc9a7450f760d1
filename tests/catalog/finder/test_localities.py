import pytest

from catalog.finder.labels import notices
from catalog.finder.localities import localities
from foundation.i18n.languages import Lang
from tests.support.databases import TODAY
from tests.support.finding import Finder


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("mật ong Xín Mần", ["Xín Mần"]),
        ("dac san xin man", ["Xín Mần"]),
        ("gạo Mèo Vạc và Ea H'Leo", ["Mèo Vạc", "Ea H'Leo"]),
        ("ca na", ["Cà Ná"]),
        ("cà na", []),
        ("mật ong", []),
        ("Xín", []),
        ("xin mẩn", []),
        ("", []),
    ],
)
def test_districts_and_communes_of_both_eras_are_heard(finder: Finder, q: str, names: list[str]) -> None:
    assert [one.name for one in localities(q, finder.catalogue.places)] == names


@pytest.mark.parametrize("q", ["Xín Mần", "xin man", "OCOP Xín Mần", "đặc sản huyện Xín Mần 4 sao"])
def test_one_that_nothing_is_from_says_so(finder: Finder, q: str) -> None:
    found = finder.ask(q)
    assert (found.counts.total, found.bare.localities, found.suggestion) == (0, ("Xín Mần",), None)
    assert told(finder, q) == ["Chưa có sản phẩm nào ở Xín Mần. Mời chọn tỉnh khác."]


def test_goods_asked_for_from_there_are_listed_from_elsewhere(finder: Finder) -> None:
    found = finder.ask("mật ong Xín Mần 4 sao")
    assert found.counts.total == finder.ask("mật ong 4 sao").counts.total
    assert told(finder, "mật ong Xín Mần") == ["Chưa có sản phẩm nào ở Xín Mần; dưới đây là sản phẩm ở nơi khác."]


def test_a_name_whose_words_stand_in_records_says_what_they_say(finder: Finder) -> None:
    """Hương Trà is a town, and "hương trà" the scent of tea."""
    for q in ("hương trà", "Mộc Châu", "Gò Công"):
        found = finder.ask(q)
        assert found.counts.total > 0
        assert found.bare.localities == ()


def told(finder: Finder, q: str) -> list[str]:
    return notices(finder.ask(q), finder.catalogue.places, finder.catalogue.tree, TODAY, Lang.VI)
