import pytest

from catalog.finder.product_search import FEW, NOWHERE
from catalog.finder.rules import Facet, Filters, Sort
from catalog.producers.rules import ProducerType
from foundation.search.query import FoundTerm, Query
from tests.support.finding import Finder, heard


def given_up(finder: Finder, q: str) -> list[str]:
    return [said.words for said in finder.ask(q).relaxed]


def test_filters_heard_narrow_the_list(finder: Finder) -> None:
    found = finder.ask("mật ong 4 sao")
    assert heard(found) == {"stars": ["4"]}
    assert {card.standing.recognised_stars for card in found.cards} == {4}
    found = finder.ask("mật ong hợp tác xã")
    assert heard(found) == {"producer_type": ["cooperative"]}
    assert all("ong" in card.name.vi.lower() for card in found.cards)
    found = finder.ask("gạo Cao Bằng")
    assert {card.province_code for card in found.cards} == {"04"}


def test_of_a_former_province_its_own_products_come_before_its_neighbours(finder: Finder) -> None:
    cards = finder.ask("trà Hà Giang").cards
    assert {card.province_code for card in cards} == {"08"}
    former = [card.former_province_code == "02" for card in cards]
    assert former == sorted(former, reverse=True)
    assert True in former
    assert False in former


def test_where_all_of_it_is_found_nothing_is_given_up(finder: Finder) -> None:
    found = finder.ask("chè 4 sao Thái Nguyên")
    assert found.counts.total > 0
    assert found.relaxed == ()
    assert heard(found) == {"stars": ["4"], "province": ["19"]}


def test_what_is_given_up_is_as_little_as_possible_and_the_stars_first(finder: Finder) -> None:
    # No ginseng of five stars comes from Quảng Nam, but ginseng does: the province stays.
    assert given_up(finder, "sâm 5 sao Quảng Nam") == ["5 sao"]
    # There is no fish sauce from Hà Giang whatever its stars: they stay.
    assert given_up(finder, "nước mắm 3 sao Hà Giang") == ["hà giang"]
    # Neither alone is enough.
    assert given_up(finder, "cà phê 5 sao Điện Biên") == ["5 sao", "điện biên"]


def test_what_was_given_up_is_not_among_what_was_heard(finder: Finder) -> None:
    found = finder.ask("sâm 5 sao Quảng Nam")
    assert heard(found) == {"province": ["48"]}
    assert {card.province_code for card in found.cards} == {"48"}


def test_a_kind_of_producer_is_given_up_before_a_province(finder: Finder) -> None:
    found = finder.ask("nước mắm Kiên Giang tổ hợp tác")
    assert [said.facet for said in found.relaxed] == [Facet.PRODUCER_TYPE]
    assert heard(found) == {"province": ["91"]}


def test_a_filter_chosen_is_never_given_up(finder: Finder) -> None:
    found = finder.ask("cà phê", stars=frozenset({5}))
    assert (found.counts.total, found.cards, found.relaxed) == (0, [], ())


def test_words_of_a_name_are_no_filter_where_that_would_hide_it(finder: Finder) -> None:
    # Named after Bình Dương, made in Cao Bằng.
    found = finder.ask("Mật ong hoa tự nhiên Bình Dương")
    assert found.spoken == ()
    assert found.cards[0].name.vi == "Mật ong hoa tự nhiên Bình Dương"
    assert finder.names("Ném Hải Dương")[0] == "Ném Hải Dương"
    # Made where it is named after: the filter hides nothing.
    assert heard(finder.ask("Muối hạt Bạc Liêu")) == {"province": ["96"]}
    assert finder.names("Muối hạt Bạc Liêu")[0] == "Muối hạt Bạc Liêu"


def test_whether_words_are_a_name_does_not_depend_on_what_was_chosen(finder: Finder) -> None:
    for chosen in ({"stars": frozenset({5})}, {"producer_types": frozenset({ProducerType.FARM})}):
        assert finder.ask("Mật ong hoa tự nhiên Bình Dương", **chosen).spoken == ()


@pytest.mark.parametrize("sort", list(Sort))
def test_a_value_chosen_stands_in_place_of_those_heard_of_its_facet(finder: Finder, sort: Sort) -> None:
    plain = finder.ask("trà", provinces=frozenset({"19"}), sort=sort)
    both = finder.ask("trà Hà Giang", provinces=frozenset({"19"}), sort=sort)
    assert [card.id for card in both.cards] == [card.id for card in plain.cards]
    assert (both.spoken, both.counts.total) == ((), plain.counts.total)
    assert heard(finder.ask("trà 4 sao Hà Giang", provinces=frozenset({"19"}))) == {"stars": ["4"]}


def test_two_values_heard_of_one_facet_are_either_of_them(finder: Finder) -> None:
    found = finder.ask("trà Thái Nguyên Hà Giang")
    assert heard(found) == {"province": ["08", "19"]}
    assert {card.province_code for card in found.cards} == {"08", "19"}


def test_words_mended_may_be_a_filter_or_have_another_name(finder: Finder) -> None:
    found = finder.ask("tra ha giangg")
    assert (found.suggestion, heard(found)) == ("tra ha giang", {"province": ["08"]})
    assert finder.ask("mat onhg 4 sao").suggestion == "mat ong 4 sao"
    assert heard(finder.ask("mat onhg 4 sao")) == {"stars": ["4"]}
    # Maize with a slip is maize of either name.
    assert finder.names("rượu bắpp") == finder.names("rượu bắp")


def test_a_question_that_needs_no_mending_has_no_suggestion(finder: Finder) -> None:
    for q in ("mật ong", "mat ong", "HTX Sử Anh", "honey", "mật ong zzzzqq", "", "4 sao"):
        assert finder.ask(q).suggestion is None, q


def test_where_few_have_all_of_it_some_that_have_most_of_it_are_near(finder: Finder) -> None:
    found = finder.ask("Phan Tâm 1")
    assert found.counts.total < FEW
    assert found.near
    assert {card.id for card in found.near}.isdisjoint(card.id for card in found.cards)
    assert all(card.found for card in found.near)


def test_nothing_is_near_a_long_list_a_single_word_or_a_second_page(finder: Finder) -> None:
    assert finder.ask("mật ong").near == ()
    assert finder.ask("bơ").near == ()
    assert finder.search(Filters(q="Phan Tâm 1"), page=2).near == ()


def test_all_words_first_then_any_and_that_is_said(finder: Finder) -> None:
    found = finder.ask("tỏi Lý Sơn hữu cơ")
    assert (found.complete, found.missing) == (False, ())
    assert found.cards[0].name.vi.startswith("Tỏi Lý Sơn")
    found = finder.ask("mật ong zzzzqq")
    assert (found.complete, found.missing) == (False, ("zzzzqq",))
    assert found.counts.total == finder.ask("mật ong").counts.total


def test_words_that_only_order_are_answered_by_standing(finder: Finder) -> None:
    for q in ("sản phẩm OCOP", "5 sao", "OCOP"):
        found = finder.search(Filters(q=q), per_page=100)
        ranks = [card.standing.code.order for card in found.cards]
        assert ranks == sorted(ranks), q
    assert finder.ask("5 sao").counts.total == finder.ask("", stars=frozenset({5})).counts.total


def test_a_dozen_provinces_are_given_up_together(finder: Finder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their subsets were asked for one by one: 2,047 questions to the index for one of a reader."""
    asked, search = [], finder.catalogue.index.search

    def count(query: Query) -> FoundTerm:
        asked.append(query)
        return search(query)

    monkeypatch.setattr(finder.catalogue.index, "search", count)
    provinces = ("hà nội", "lào cai", "huế", "hải phòng", "ninh bình", "nghệ an", "sơn la", "cao bằng", "hà tĩnh")
    assert given_up(finder, "sầu riêng " + " ".join(provinces)) == [*provinces]
    assert len(asked) < 20


@pytest.mark.parametrize("q", ["hợp tác xã hợp tác xã", "đặc sản đặc sản", "htx htx"])
def test_a_word_that_weighs_little_may_stand_twice(finder: Finder, q: str) -> None:
    found = finder.ask(q)
    assert not found.away
    assert found.counts.total > 0


@pytest.mark.parametrize(
    "q",
    ["OCOP", "ocop", "sản phẩm OCOP", "san pham ocop", "hàng OCOP", "mỗi xã một sản phẩm", "moi xa mot san pham",
     "SP OCOP", "o.c.o.p", "O.C.O.P.", "hàng Ô-cốp", "chương trình mỗi xã một sản phẩm",
     "one commune one product", "đặc sản", "OCOP products"],
)  # fmt: skip
def test_the_programmes_name_asks_for_nothing(finder: Finder, q: str) -> None:
    found = finder.ask(q)
    assert (found.counts.total, found.missing, found.relaxed, found.complete) == (878, (), (), True)
    stars = finder.ask(f"{q} 4 sao")
    assert (stars.counts.total, heard(stars)) == (350, {"stars": ["4"]})
    from_there = finder.ask(f"{q} Hà Giang")
    assert {card.province_code for card in from_there.cards} == {"08"}
    assert (from_there.counts.total, from_there.relaxed) == (10, ())


def test_the_programmes_name_beside_goods_is_not_required(finder: Finder) -> None:
    assert finder.ask("mật ong OCOP").counts.total == finder.ask("mật ong").counts.total
    assert finder.ask("ocop zzzzqq").missing == ("zzzzqq",)
    assert finder.ask("ocop zzzzqq").counts.total == 0


def test_where_only_a_former_province_is_asked_for_its_own_products_come_first(finder: Finder) -> None:
    former = [card.former_province_code == "02" for card in finder.ask("OCOP Hà Giang").cards]
    assert former == sorted(former, reverse=True)
    assert {True, False} == set(former)


@pytest.mark.parametrize("q", ["Lạng Sơn", "lang son", "OCOP Lạng Sơn", "OCOP 4 sao Lạng Sơn", "đặc sản tỉnh Lạng Sơn"])
def test_a_province_without_products_says_so_and_nothing_else_is_listed(finder: Finder, q: str) -> None:
    found = finder.ask(q)
    assert (found.counts.total, found.relaxed, found.bare.provinces) == (0, (), frozenset({"20"}))


def test_goods_asked_for_from_such_a_province_are_listed_from_elsewhere(finder: Finder) -> None:
    found = finder.ask("mật ong Lạng Sơn")
    assert found.counts.total == finder.ask("mật ong").counts.total
    assert (found.bare.provinces, [said.words for said in found.relaxed]) == (frozenset({"20"}), ["lạng sơn"])
    assert finder.ask("mật ong Hà Giang").bare == NOWHERE


def test_a_former_province_without_products_is_told_beside_those_of_todays(finder: Finder) -> None:
    found = finder.ask("OCOP Long An")
    assert (found.bare.former, found.bare.provinces) == (frozenset({"80"}), frozenset())
    assert {card.province_code for card in found.cards} == {"80"}


def test_a_province_chosen_that_nothing_is_from_is_told_too(finder: Finder) -> None:
    assert finder.ask("", provinces=frozenset({"20"})).bare.provinces == frozenset({"20"})


@pytest.mark.parametrize(
    "q", ["mực một nắng", "tương ớt", "nhãn lồng", "cam sành", "kẹo dừa", "mứt dừa", "giò chả", "quà tết", "hoa hồi",
          "bún riêu", "cá vược", "cá basa", "hạt dẻ", "áo dài", "muc mot nang", "tuong ot", "keo dua", "hat de",
          "walnut cake"],
)  # fmt: skip
def test_a_good_word_is_never_replaced_and_what_is_listed_has_some_of_the_words(finder: Finder, q: str) -> None:
    found = finder.ask(q)
    assert found.suggestion is None
    assert not found.complete or found.missing
    assert all(any(marked for _, marked in (*card.found[0], *card.found[1])) for card in found.cards[:3] if card.found)


@pytest.mark.parametrize("q", ["gạo ST 25", "gạo ST-25", "gao st 25", "gạo ST25"])
def test_letters_and_digits_may_stand_apart(finder: Finder, q: str) -> None:
    assert "Gạo thơm ST25" in finder.names(q)
    assert finder.ask(q).complete


def test_how_a_question_is_taken_depends_on_no_filter(finder: Finder) -> None:
    for q in ("Thủy kim", "cà phê 5 sao Điện Biên", "tra ha giangg", "mật ong zzzzqq", "tỏi Lý Sơn hữu cơ"):
        free = finder.ask(q)
        for chosen in ({"producer_types": frozenset({ProducerType.FARM})}, {"provinces": frozenset({"01"})}):
            taken = finder.ask(q, **chosen)
            assert (taken.missing, taken.complete, taken.suggestion) == (free.missing, free.complete, free.suggestion)
            others = [said for said in free.relaxed if not Filters(**chosen).chosen(said.facet)]
            assert list(taken.relaxed) == others
