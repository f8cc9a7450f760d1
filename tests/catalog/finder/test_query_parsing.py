import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.finder.rules import Facet
from foundation.search.query import WORDS_MAX, MatchKind, Term
from tests.support.finding import Finder, heard


def terms(finder: Finder, q: str) -> list[str]:
    return [term.text for term in finder.understood(q).terms]


def ways(term: Term) -> set[str]:
    return {" ".join(choice.words) for choice in term.choices}


@pytest.mark.parametrize("said", ["4 sao", "4sao", "4 SAO", "4 star", "4 stars", "4star", "4-sao", "4 (sao)"])
@pytest.mark.parametrize("where", ["{} mật ong", "mật ong {}", "mật {} ong"])
def test_a_star_with_its_digit_is_a_filter_wherever_it_stands(finder: Finder, said: str, where: str) -> None:
    found = finder.understood(where.format(said))
    assert heard(found) == {"stars": ["4"]}
    assert [term.text for term in found.terms] == ["mật", "ong"]


@pytest.mark.parametrize(("said", "stars"), [("bốn sao", "4"), ("năm sao", "5"), ("ba sao", "3"), ("Five stars", "5")])
def test_stars_may_be_said_in_words(finder: Finder, said: str, stars: str) -> None:
    found = finder.understood(f"mật ong {said}")
    assert heard(found) == {"stars": [stars]}
    assert [term.text for term in found.terms] == ["mật", "ong"]


@pytest.mark.parametrize(
    "q",
    [
        "Việt Nam sao vàng",
        "yến bốn sào",
        "yến sào",
        "yen sao",
        "sao",
        "5 sào",
        "yến 5 sào",
        "Phan Tâm 1",
        "6 sao",
        "0 sao",
        "44 sao",
        "sao 4",
        "4 ngôi sao",
    ],
)
def test_without_its_digit_or_its_word_nothing_is_a_star(finder: Finder, q: str) -> None:
    assert heard(finder.understood(q)) == {}


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("Thái Nguyên", ["19"]),
        ("thai nguyen", ["19"]),
        ("Hà Giang", ["08"]),
        ("ha giang", ["08"]),
        ("Tuyên Quang", ["08"]),
        ("Bắc Kạn", ["19"]),
        ("Bắc Cạn", ["19"]),
        ("Hồ Chí Minh", ["79"]),
        ("TP.HCM", ["79"]),
        ("tphcm", ["79"]),
        ("HCM", ["79"]),
        ("Sài Gòn", ["79"]),
        ("BR-VT", ["79"]),
        ("BRVT", ["79"]),
        ("Bà Rịa - Vũng Tàu", ["79"]),
        ("Vũng Tàu", ["79"]),
        ("Dak Lak", ["66"]),
        ("Đắk Lắk", ["66"]),
        ("Đăk Lăk", ["66"]),
        ("Hanoi", ["01"]),
        ("Hà Nội", ["01"]),
        ("Hue", ["46"]),
        ("Thừa Thiên Huế", ["46"]),
        ("TT-Huế", ["46"]),
        ("Hoà Bình", ["25"]),
        ("Hòa Bình", ["25"]),
    ],
)
def test_a_province_of_either_era_is_a_filter_however_it_is_written(
    finder: Finder, said: str, codes: list[str]
) -> None:
    found = finder.understood(f"mật ong {said}")
    assert heard(found) == {"province": codes}
    assert [term.text for term in found.terms] == ["mật", "ong"]


def test_the_former_province_of_that_very_name_is_remembered(finder: Finder) -> None:
    [said] = finder.understood("trà Hà Giang").spoken
    assert (said.values, said.former) == (frozenset({"08"}), frozenset({"02"}))
    assert said.words == "hà giang"
    assert "trà Hà Giang"[said.start : said.end] == "Hà Giang"


def test_a_place_that_is_no_province_stays_a_word(finder: Finder) -> None:
    for q in ("xoài Cao Lãnh", "actiso Sa Pa", "Tủa Chùa"):
        assert heard(finder.understood(q)) == {}


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("hợp tác xã", "cooperative"),
        ("HTX", "cooperative"),
        ("cooperative", "cooperative"),
        ("tổ hợp tác", "cooperative_group"),
        ("công ty", "enterprise"),
        ("hộ kinh doanh", "registered_household"),
    ],
)
def test_a_kind_of_producer_is_a_filter_but_at_the_beginning_names_one(finder: Finder, said: str, kind: str) -> None:
    found = finder.understood(f"mật ong {said}")
    assert heard(found) == {"producer_type": [kind]}
    assert [term.text for term in found.terms] == ["mật", "ong"]
    assert heard(finder.understood(said)) == {"producer_type": [kind]}  # nothing else is asked for
    named = finder.understood(f"{said} Sử Anh")
    assert heard(named) == {}
    assert [term.light for term in named.terms[-2:]] == [False, False]


def test_words_of_organisations_are_light_and_name_the_owner_after_them(finder: Finder) -> None:
    [form, *name] = finder.understood("HTX Sử Anh").terms
    assert (form.light, form.names_owner) == (True, True)
    assert ways(form) == {"htx", "hop tac xa"}
    assert [(term.light, term.names_owner) for term in name] == [(False, False)] * 2


def test_a_kind_of_place_is_light_only_as_it_is_written(finder: Finder) -> None:
    assert [term.light for term in finder.understood("tỉnh Hậu Lộc").terms] == [True, False, False]
    for q in ("tinh dầu", "tinh dau", "tinh bột nghệ", "xa", "phuong"):
        assert not any(term.light for term in finder.understood(q).terms), q


def test_another_name_is_a_choice_beside_the_word_typed(finder: Finder) -> None:
    [first, second] = finder.understood("thịt heo").terms
    assert ways(first) == {"thit"}
    assert [choice.how for choice in second.choices] == [MatchKind.TYPED, MatchKind.SYNONYM]
    assert ways(second) == {"heo", "lon"}


def test_a_phrase_of_its_own_is_not_taken_apart(finder: Finder) -> None:
    for q in ("chè lam", "hồng trà", "cá mè", "long phụng"):
        assert [ways(term) for term in finder.understood(q).terms] == [{w} for w in terms_folded(finder, q)]
    assert ways(finder.understood("chè xanh").terms[0]) == {"che", "tra"}


def terms_folded(finder: Finder, q: str) -> tuple[str, ...]:
    return finder.understood(q).typed


def test_among_words_with_marks_a_word_without_is_meant_so(finder: Finder) -> None:
    assert ways(finder.understood("che").terms[0]) == {"che", "tra"}
    assert ways(finder.understood("che Thúy").terms[0]) == {"che"}
    marked = finder.understood("chè Thúy").terms
    assert [term.marked for term in marked] == [("che\u0300",), ("thuy\u0301",)]
    assert [term.marked for term in finder.understood("che thuy").terms] == [(), ()]


@pytest.mark.parametrize(
    ("q", "folded"),
    [
        ("honey", {"honey", "mat ong"}),
        ("fish sauce", {"fish sauce", "nuoc mam"}),
        ("green tea", {"green tea", "tra xanh", "che xanh"}),
    ],
)
def test_english_words_lead_to_vietnamese_ones(finder: Finder, q: str, folded: set[str]) -> None:
    [term] = finder.understood(q).terms
    assert ways(term) == folded


def test_a_question_may_say_everything_at_once(finder: Finder) -> None:
    found = finder.understood("4 star honey cooperative Ha Giang")
    assert heard(found) == {"stars": ["4"], "producer_type": ["cooperative"], "province": ["08"]}
    assert [ways(term) for term in found.terms] == [{"honey", "mat ong"}]


def test_only_what_may_be_a_filter_is_one(finder: Finder) -> None:
    found = finder.understood("mật ong 4 sao Hà Giang", frozenset({Facet.STARS}))
    assert heard(found) == {"stars": ["4"]}
    assert [term.text for term in found.terms] == ["mật", "ong", "hà", "giang"]
    assert heard(finder.understood("mật ong 4 sao Hà Giang", frozenset())) == {}


def test_a_long_question_is_understood_to_its_first_words(finder: Finder) -> None:
    for q in ("mật " * 500, " ".join(f"w{n}" for n in range(500)), "HTX " * 500, "4 sao " * 250):
        found = finder.understood(q)
        assert sum(not term.light for term in found.terms) <= WORDS_MAX
        assert len(found.terms) + len(found.spoken) <= 2 * WORDS_MAX
        assert len(found.typed) <= 2 * WORDS_MAX


def test_no_words_ask_for_nothing(finder: Finder) -> None:
    for q in ("", "  ", "?!", "🍯", "\u0301"):
        assert finder.understood(q).terms == ()


@given(st.text(max_size=80))
def test_every_word_is_understood_once_as_a_term_or_a_filter(finder: Finder, q: str) -> None:
    found = finder.understood(q)
    said = [word for term in found.terms for word in term.text.split()]
    said += [word for spoken in found.spoken for word in spoken.words.split()]
    assert len(said) <= len(found.typed)
    for spoken in found.spoken:
        assert 0 <= spoken.start < spoken.end
