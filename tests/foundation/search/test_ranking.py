"""Each level of the order has an example that differs in nothing above it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from foundation.search.documents import Document
from foundation.search.query import MatchKind, Query, Term, TermVariant, plain_terms
from foundation.search.searching import search
from tests.support.oracle import keys_of
from tests.support.search import OFFER, Written, thing

Order = Callable[..., list[int]]


@pytest.fixture
def order(written: Written) -> Order:
    """The numbers of what a question finds, in order. Better documents get the higher number and the worse prior."""

    def ordered(query: Query | str, *documents: Document) -> list[int]:
        # Enough of each word that nothing counts as a slip.
        filler = [
            thing(900 + n, "zz", story=" ".join(d.name for d in documents), columns={"stars": 9}) for n in range(3)
        ]
        written.build([*documents, *filler])
        asked = Query(plain_terms(query)) if isinstance(query, str) else query
        kept = replace(asked, filters=(("stars", frozenset({0})),))
        return [hit.number for hit in search(written.snapshot(), kept).hits]

    return ordered


def test_more_of_the_question_comes_before_everything_else(order: Order) -> None:
    query = Query(plain_terms("mat ong rung"), any_word=True)
    assert order(query, thing(1, "Rừng"), thing(2, "Kẹo", owner="ong mật")) == [2, 1]


def test_the_rarer_part_of_the_question_counts_more(order: Order) -> None:
    query = Query(plain_terms("chè sen"), any_word=True)
    many = [thing(n, "Chè") for n in range(1, 9)]
    assert order(query, *many, thing(50, "Sen"))[0] == 50


def test_those_that_lead_come_before_a_better_level(order: Order) -> None:
    query = Query(plain_terms("chè"), lead=("province", frozenset({7})))
    assert order(query, thing(1, "Chè"), thing(2, "Kẹo chè", columns={"province": 7})) == [2, 1]


@pytest.mark.parametrize(
    ("typed", "worse", "better"),
    [
        ("mật ong", thing(1, "Ong lấy mật"), thing(2, "Kẹo mật ong")),
        ("mật ong", thing(1, "Kẹo mật ong"), thing(2, "Mật ong rừng")),
        ("mật ong", thing(1, "Mật ong rừng"), thing(2, "Mật ong")),
        ("mật ong", thing(1, "Kẹo", owner="Mật ong"), thing(2, "Ong lấy mật")),
        ("má", thing(1, "Mà"), thing(2, "Kẹo má")),
        ("mat ong", thing(1, "Kẹo", owner="mật ong"), thing(2, "Ong lấy mật")),
    ],
)
def test_each_level_comes_before_the_next(order: Order, typed: str, worse: Document, better: Document) -> None:
    assert order(typed, worse, better) == [2, 1]


def test_marks_that_were_typed_leave_out_other_words(order: Order) -> None:
    """Who asks for "chè" does not ask for "chế", except for what is called just so."""
    assert order("chè", thing(1, "Bột chế"), thing(2, "Chè"), thing(3, "Chế")) == [2, 3]
    assert order("che", thing(1, "Bột chế"), thing(2, "Chè")) == [2, 1]
    assert order("chẹ", thing(1, "Bột chế"), thing(2, "Chè")) == [2, 1]  # nobody has it: all will do


def test_sections_count_by_what_they_mean(order: Order) -> None:
    assert order(
        "che bien",
        thing(1, "Một", story="chế biến"),
        thing(3, "Ba", place="chế biến"),
        thing(4, "Bốn", owner="chế biến"),
    ) == [4, 3, 1]
    assert order("chế biến", thing(2, "Hai", group="Chế biến"), thing(3, "Ba", place="chế biến")) == [3, 2]


def test_of_two_words_the_rarer_in_the_better_place_counts_more(order: Order) -> None:
    common = [thing(n, "Chè", owner="x") for n in range(10, 30)]
    found = order("che sen", *common, thing(1, "Chè", story="sen"), thing(2, "Sen", story="chè"))
    assert found == [2, 1]


def test_words_as_typed_come_before_other_names(order: Order) -> None:
    lac = Term("lac", (TermVariant(("lac",)), TermVariant(("phong",), MatchKind.SYNONYM)))
    assert order(Query((lac,)), thing(2, "Phong"), thing(3, "Kẹo lac")) == [3, 2]
    assert order(Query((lac,)), thing(2, "Kẹo phong"), thing(3, "x", owner="lac")) == [2, 3]


def test_of_one_level_words_as_typed_come_before_mended_slips(order: Order) -> None:
    lac = Term("lac", (TermVariant(("lac",)), TermVariant(("lat",), MatchKind.TYPO)))
    assert order(Query((lac,)), thing(1, "Lat"), thing(3, "Lac")) == [3, 1]


def test_light_words_count_after_all_of_it(order: Order) -> None:
    htx = Term("htx", (TermVariant(("htx",)),), light=True)
    query = Query((*plain_terms("che"), htx))
    assert order(query, thing(1, "Chè"), thing(2, "Chè", owner="HTX")) == [2, 1]
    assert order(query, thing(1, "Chè xanh"), thing(2, "Kẹo chè", owner="HTX")) == [1, 2]


def test_an_owner_that_was_asked_for_by_its_kind_stands_as_high_as_a_name(order: Order) -> None:
    htx = Term("htx", (TermVariant(("htx",)),), light=True, names_owner=True)
    query = Query((htx, *plain_terms("tan cuong")))
    assert order(query, thing(1, "Chè Cương Tân"), thing(2, "Chè", owner="HTX Tân Cương")) == [2, 1]


def test_the_prior_decides_among_equals_and_the_number_after_it(order: Order, written: Written) -> None:
    assert order("chè", thing(1, "Chè", columns={"prior": 5}), thing(2, "Chè", columns={"prior": 4})) == [2, 1]
    documents = [thing(number, "Chè", kind=kind) for kind in ("thing", OFFER) for number in (3, 1, 2)]
    written.build(documents)
    found = search(written.snapshot(), Query(plain_terms("chè")))
    assert keys_of(found) == ["thing:1", "offer:1", "thing:2", "offer:2", "thing:3", "offer:3"]


def test_the_greatest_prior_never_outweighs_the_text(order: Order) -> None:
    worst = {"prior": (1 << 32) - 1}
    assert order("chè xanh", thing(1, "Kẹo chè xanh"), thing(2, "Chè xanh loại một", columns=worst)) == [2, 1]


def test_the_order_does_not_depend_on_how_documents_came(written: Written) -> None:
    documents = [thing(number, "Chè", columns={"prior": number % 3}) for number in range(1, 60)]
    written.build(documents)
    once = keys_of(search(written.snapshot(), Query(plain_terms("chè"), per_page=100)))
    written.build(reversed(documents[:30]))
    for start in (30, 40, 50):
        written.change(documents[start : start + 10], merge=False)
    assert keys_of(search(written.snapshot(), Query(plain_terms("chè"), per_page=100))) == once
