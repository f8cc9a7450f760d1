"""Answers equal those of an oracle that looks at every document."""

import random
from collections.abc import Iterable
from pathlib import Path

import pytest

from foundation.search.analysis import plain, tokens
from foundation.search.documents import Document
from foundation.search.kinds import NAME_ORDER
from foundation.search.query import FacetValue, MatchKind, Query, Term, TermVariant, plain_terms, term_of
from foundation.search.searching import interpret, search
from foundation.search.snapshot import Snapshot
from tests.support.oracle import Oracle, keys_of
from tests.support.search import OFFER, THING, Written, make_registry, samples, thing

QUERIES = 200


class Asked:
    """Documents in an index of several segments with deletions, and the oracle of them."""

    def __init__(self, folder: Path) -> None:
        registry = make_registry()
        written = Written(folder, registry)
        old, new = samples(300), samples(120, seed=4, start=200)
        written.build(old)
        written.change(new[:60], merge=False)
        written.change(new[60:], gone=old[:40], merge=False)
        live = {document.key: document for document in [*old[40:], *new]}
        self.documents = list(live.values())
        self.snapshot: Snapshot = written.snapshot()
        self.oracle = Oracle(self.documents, registry)

    def query(self, rng: random.Random) -> Query:
        """A question somebody might have."""
        columns = ("province", "stars", "group", "kind")
        values = {"province": range(1, 11), "stars": (0, 3, 4, 5), "group": range(299, 305), "kind": (0, 1)}
        filters = [
            (column, frozenset(rng.sample(values[column], rng.randrange(1, 3)))) for column in rng.sample(columns, 2)
        ]
        return Query(
            terms=tuple(self._terms(rng)),
            filters=tuple(filters[: rng.choice((0, 0, 1, 2))]),
            facets=tuple(rng.sample(columns, rng.randrange(5))),
            beside=("stars", frozenset({4, 5})) if rng.random() < 0.3 else None,
            order=rng.choice((None, None, NAME_ORDER, "standing", "newest")),
            page=rng.choice((1, 1, 1, 2, 5)),
            per_page=rng.choice((5, 20)),
            any_word=rng.random() < 0.1,
        )

    def understood(self, query: Query) -> tuple[Term, ...]:
        """The question with its slips mended; `test_correction.py` looks at how."""
        return interpret(self.snapshot, query).terms

    def _terms(self, rng: random.Random) -> Iterable[Term]:
        document = rng.choice(self.documents)
        words = tokens(" ".join(rng.sample(document.texts, 2)))
        for token in rng.sample(words, min(len(words), rng.randrange(5))):
            chance = rng.random()
            if chance < 0.05:
                yield Term("zzqx", (TermVariant(("zzqx",)),))
            elif chance < 0.15:
                yield Term(token.text, (TermVariant((token.folded,)),), light=True)
            elif chance < 0.3:
                meant = rng.choice((("mat", "ong"), ("hop", "tac", "xa"), ("tra",)))
                yield Term(token.text, (TermVariant((token.folded,)), TermVariant(meant, MatchKind.SYNONYM)))
            elif chance < 0.6:
                yield Term(token.folded, (TermVariant((token.folded,)),))
            else:
                yield term_of(token, literal=True)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    return Asked(tmp_path_factory.mktemp("search"))


def test_200_random_questions_are_answered_as_the_oracle_answers_them(asked: Asked) -> None:
    for seed in range(QUERIES):
        query = asked.query(random.Random(seed))
        expected = asked.oracle.expect(asked.understood(query), query)
        found = search(asked.snapshot, query)
        assert found.total == expected.total, seed
        assert found.total_beside == expected.total_beside, seed
        assert found.facets == expected.facets, seed
        assert (found.complete, found.missing) == (expected.complete, expected.missing), seed
        assert set(keys_of(found)) <= expected.keys, seed
        first = (query.page - 1) * query.per_page
        assert len(found.hits) == max(0, min(query.per_page, expected.total - first)), seed
        if query.order or not query.terms:
            page = asked.oracle.ordered(expected.keys, query.order)[first : first + query.per_page]
            assert keys_of(found) == page, seed


def test_pages_put_together_are_the_whole_answer(asked: Asked) -> None:
    for order in (None, NAME_ORDER, "standing", "newest"):
        for text in ("", "chè", "mật ong rừng thái nguyên"):
            terms = plain_terms(text)
            whole = keys_of(search(asked.snapshot, Query(terms, order=order, per_page=1000)))
            pages = [
                keys_of(search(asked.snapshot, Query(terms, order=order, page=page, per_page=7)))
                for page in range(1, len(whole) // 7 + 3)
            ]
            assert [key for page in pages for key in page] == whole
            assert len(set(whole)) == len(whole)


@pytest.mark.parametrize("page", [0, -1, 10_000])
def test_a_page_there_is_none_of_is_empty(asked: Asked, page: int) -> None:
    found = search(asked.snapshot, Query(plain_terms("chè"), page=page))
    assert found.hits == ()
    assert found.total > 0


def test_names_come_in_the_order_of_the_vietnamese_alphabet(written: Written) -> None:
    names = (
        "Ăn vặt",
        "An",
        "Ấn",
        "Đào",
        "Dâu",
        "đu đủ",
        "Dừa",
        "Zin",
        "Ơ",
        "O",
        "Ô",
        "2 lúa",
        "10 lúa",
        "bánh",
        "Bành",
    )
    documents = [thing(number, name) for number, name in enumerate(names, start=1)]
    written.build(documents)
    found = search(written.snapshot(), Query(order=NAME_ORDER))
    assert keys_of(found) == [d.key for d in sorted(documents, key=lambda d: d.sort_key)]


def test_names_that_only_differ_at_their_end_are_in_order_too(written: Written) -> None:
    """The index keeps the beginning of a key."""
    long = "Bộ quà tặng gồm mật ong hoa nhãn, chè xanh, miến dong và bánh đa nem của hợp tác xã"
    documents = [thing(number, f"{long} {end}") for number, end in enumerate("ehcabgfd", start=1)]
    documents += [thing(20, long), thing(21, "Bộ"), thing(22, "Bột sắn")]
    written.build(documents)
    found = search(written.snapshot(), Query(order=NAME_ORDER))
    assert keys_of(found) == [d.key for d in sorted(documents, key=lambda d: d.sort_key)]
    assert keys_of(search(written.snapshot(), Query(order=NAME_ORDER, page=2, per_page=4))) == keys_of(found)[4:8]


def test_provinces_take_turns_within_a_level(written: Written) -> None:
    places = ((1, 5, 1), (2, 5, 1), (3, 5, 2), (4, 5, 2), (5, 5, 3), (6, 4, 1), (7, 4, 2))
    written.build(
        thing(number, f"Chè {number}", columns={"stars": 5 - stars, "province": province, "prior": number})
        for number, stars, province in places
    )
    found = search(written.snapshot(), Query(order="standing"))
    assert [hit.number for hit in found.hits] == [1, 3, 5, 2, 4, 6, 7]


def test_a_facet_ignores_its_own_filter_and_no_other(written: Written) -> None:
    rows = ((1, 1, 3), (2, 1, 4), (3, 2, 3), (4, 2, 5), (5, 3, 5))
    written.build(thing(n, "Chè", columns={"province": p, "stars": s}) for n, p, s in rows)
    query = Query(
        plain_terms("chè"),
        filters=(("province", frozenset({1, 2})), ("stars", frozenset({3}))),
        facets=("province", "stars"),
        beside=("stars", frozenset({3, 4})),
    )
    found = search(written.snapshot(), query)
    assert found.total == 2
    assert found.facets["province"] == {1: FacetValue(1, 1), 2: FacetValue(1, 1)}
    assert found.facets["stars"] == {3: FacetValue(2, 2), 4: FacetValue(1, 1), 5: FacetValue(1, 0)}


def test_a_word_no_document_has_is_left_out_and_named(asked: Asked) -> None:
    found = search(asked.snapshot, Query((*plain_terms("chè"), Term("Xyzzyq", (TermVariant(("xyzzyq",)),)))))
    assert found.missing == ("Xyzzyq",)
    assert not found.complete
    assert found.total == search(asked.snapshot, Query(plain_terms("chè"))).total


def test_only_unknown_words_find_nothing(asked: Asked) -> None:
    found = search(asked.snapshot, Query(plain_terms("xyzzyq wwwqqx")))
    assert (found.total, found.missing, found.facets) == (0, ("xyzzyq", "wwwqqx"), {})


def test_where_no_document_has_every_word_those_with_any_are_found(written: Written) -> None:
    written.build([*(thing(n, "Chè xanh") for n in (1, 2, 3)), *(thing(n, "Gạo nếp") for n in (4, 5, 6))])
    found = search(written.snapshot(), Query(plain_terms("chè nếp")))
    assert (found.total, found.complete) == (6, False)
    assert search(written.snapshot(), Query(plain_terms("chè xanh"))).complete
    assert search(written.snapshot(), Query(plain_terms("chè xanh gạo"), any_word=True)).total == 6


def test_a_light_word_orders_and_is_not_required(written: Written) -> None:
    written.build([thing(1, "Chè Minh Anh"), thing(2, "Chè Minh Anh", owner="Hợp tác xã"), thing(3, "Hợp tác xã")])
    light = tuple(Term(word, (TermVariant((word,)),), light=True) for word in ("hop", "tac", "xa"))
    found = search(written.snapshot(), Query((*light, *plain_terms("chè"))))
    assert keys_of(found) == ["thing:2", "thing:1"]
    assert search(written.snapshot(), Query(light)).total == 2  # alone, they are what is asked for


def test_another_name_of_several_words_must_stand_side_by_side(written: Written) -> None:
    written.build(
        [
            thing(1, "Kẹo lạc"),
            thing(2, "Kẹo đậu phộng"),
            thing(3, "Kẹo đậu đen, phộng"),
            thing(4, "Muối tôm", place="đậu phộng"),
            thing(5, "Đậu phộng rang tỏi", place="phộng rang tỏi"),
            thing(6, "Đậu phộng", place="phộng rang"),
        ]
    )

    def meaning(*words: str) -> Query:
        return Query((Term("lạc", (TermVariant(("lac",)), TermVariant(words, MatchKind.SYNONYM))),), order="newest")

    assert keys_of(search(written.snapshot(), meaning("dau", "phong"))) == [f"thing:{n}" for n in (1, 2, 4, 5, 6)]
    assert keys_of(search(written.snapshot(), meaning("dau", "phong", "rang"))) == ["thing:1", "thing:5"]


def test_a_group_is_found_by_its_words_with_their_marks_only(written: Written) -> None:
    documents = [*(thing(n, "Thịt trâu", group="Chế biến") for n in (1, 2, 3)), *(thing(n, "Chè") for n in (4, 5, 6))]
    written.build(documents)
    assert search(written.snapshot(), Query(plain_terms("che"))).total == 3
    assert search(written.snapshot(), Query(plain_terms("chế"))).total == 6
    assert keys_of(search(written.snapshot(), Query(plain_terms("biến")))) == ["thing:1", "thing:2", "thing:3"]


def test_what_was_found_is_shown(written: Written) -> None:
    written.build([thing(1, "Chè Thái Nguyên", owner="HTX Chè", place="xã Tân Cương", story="Ấm chè đầu ngày.")])
    [hit] = search(written.snapshot(), Query(plain_terms("che thai"))).hits
    assert hit.name == (("Chè Thái", True), (" Nguyên", False))
    assert hit.owner == (("HTX ", False), ("Chè", True))
    assert hit.place == (("xã Tân Cương", False),)
    assert hit.snippet == ()  # the name says it all
    [hit] = search(written.snapshot(), Query(plain_terms("che dau"))).hits
    assert hit.snippet == (("Ấm ", False), ("chè đầu", True), (" ngày.", False))


def test_a_kind_is_a_filter_and_a_facet(asked: Asked) -> None:
    both = search(asked.snapshot, Query(facets=("kind",)))
    counts = {kind: sum(d.kind == kind for d in asked.documents) for kind in (THING, OFFER)}
    assert {value: facet.count for value, facet in both.facets["kind"].items()} == {0: counts[THING], 1: counts[OFFER]}
    assert search(asked.snapshot, Query(filters=(("kind", frozenset({1})),))).total == counts[OFFER]


def test_an_empty_index_answers(written: Written) -> None:
    written.build([])
    for query in (
        Query(),
        Query(plain_terms("chè rừng"), facets=("stars",), order=NAME_ORDER),
        Query(order="standing"),
    ):
        found = search(written.snapshot(), query)
        assert (found.total, found.hits) == (0, ())


def test_however_it_is_typed_the_same_is_found(asked: Asked) -> None:
    for document in asked.documents[:25]:
        wanted = keys_of(search(asked.snapshot, Query(plain_terms(plain(document.name)), per_page=500)))
        assert document.key in wanted
        shouted = keys_of(search(asked.snapshot, Query(plain_terms(document.name.upper()), per_page=500)))
        assert set(shouted) >= {document.key}


def test_a_number_written_in_columns_is_read_back(asked: Asked) -> None:
    held: dict[str, Document] = {document.key: document for document in asked.documents}
    for number in map(int, asked.snapshot.all()):
        kind, subject = asked.snapshot.identity(number)
        document = held.pop(f"{kind}:{subject}")
        for column in ("province", "stars", "group", "prior", "newest"):
            assert int(asked.snapshot.columns[column][number]) == document.columns[column]
    assert held == {}
