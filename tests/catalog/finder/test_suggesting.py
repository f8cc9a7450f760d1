import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.finder.product_search import Catalogue
from catalog.finder.suggesting import ITEMS, NAMES_MAX, Suggestion, SuggestionKind, suggest
from foundation.i18n.languages import Lang
from foundation.search.index import SearchIndex
from tests.support.finding import Finder

GROUP, PROVINCE = SuggestionKind.GROUP, SuggestionKind.PROVINCE
PRODUCT, PRODUCER = SuggestionKind.PRODUCT, SuggestionKind.PRODUCER


def texts(found: list[Suggestion], kind: SuggestionKind) -> list[str]:
    return [one.text for one in found if one.kind is kind]


def suggested(finder: Finder, typed: str, lang: Lang = Lang.VI) -> list[Suggestion]:
    return suggest(finder.catalogue, typed, lang)


def test_groups_and_provinces_come_first_then_products_then_producers(finder: Finder) -> None:
    kinds = [SuggestionKind(one.kind) for one in suggested(finder, "tuyên")]
    assert kinds == sorted(kinds, key=[GROUP, PROVINCE, PRODUCT, PRODUCER].index)
    assert texts(suggested(finder, "thực"), GROUP)[0] == "Thực phẩm"
    assert texts(suggested(finder, "tuyên q"), PROVINCE) == ["Tuyên Quang"]


def test_what_is_suggested_goes_on_from_what_was_typed(finder: Finder) -> None:
    assert all("mật ong" in text.lower() for text in texts(suggested(finder, "mật o"), PRODUCT))
    assert "Mắm tôm Lê Gia" in texts(suggested(finder, "lê gia"), PRODUCT)
    assert texts(suggested(finder, "lê gia"), PRODUCER) == ["Công ty TNHH thực phẩm & TMDV Lê Gia"]


@pytest.mark.parametrize("typed", ["MẬT O", "mat o", "ma\u0323\u0302t o", "  mật o", "mật  o"])
def test_however_it_is_typed_there_are_suggestions(finder: Finder, typed: str) -> None:
    assert any("Mật ong" in text for text in texts(suggested(finder, typed), PRODUCT))


def test_names_are_in_the_readers_language(finder: Finder) -> None:
    assert texts(suggested(finder, "food", Lang.EN), GROUP)[0] == "Food"
    assert texts(suggested(finder, "hano", Lang.EN), PROVINCE) == ["Hanoi"]


def test_nothing_typed_or_nothing_known_suggests_nothing(finder: Finder) -> None:
    for typed in ("", " ", "?!", "zzzzqq", "🍯"):
        assert suggested(finder, typed) == []


def test_without_an_index_groups_and_provinces_are_still_suggested(finder: Finder, empty: SearchIndex) -> None:
    asked = finder.catalogue
    away = Catalogue(asked.session, empty, asked.places, asked.tree, asked.today)
    assert [one.kind for one in suggest(away, "hà", Lang.VI)] == [GROUP, PROVINCE, PROVINCE]
    assert suggest(away, "mật ong", Lang.VI) == []


@given(st.text(max_size=30))
def test_no_more_than_eight_and_each_once(finder: Finder, typed: str) -> None:
    found = suggested(finder, typed)
    assert len(found) <= ITEMS
    assert len({(one.kind, one.key) for one in found}) == len(found)
    for kind in (GROUP, PROVINCE):
        assert len(texts(found, kind)) <= NAMES_MAX


def test_every_product_is_suggested_by_its_own_name(finder: Finder) -> None:
    for card in finder.ask("trà", sort=None).cards:
        assert card.name.vi.lower() in [text.lower() for text in texts(suggested(finder, card.name.vi), PRODUCT)]
