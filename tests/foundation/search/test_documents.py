from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from foundation.search.analysis import marked
from foundation.search.documents import BEGINS_BIT, CODES, LENGTH_MAX, Document, Section, postings

NAME, OWNER, PLACE, GROUP, STORY = (
    1 << section for section in (Section.NAME, Section.OWNER, Section.PLACE, Section.GROUP, Section.STORY)
)
TEA = Document(
    "thing",
    7,
    "Chè Tân Cương",
    owner="HTX chè",
    place="Thái Nguyên",
    group="Chế biến chè",
    story="Chè ngon từ Tân Cương",
    columns={"stars": 4},
)


def test_a_word_tells_in_which_sections_it_stands() -> None:
    words = postings(TEA).words
    assert words["che"] == NAME | BEGINS_BIT | OWNER | STORY
    assert words["tan"] == NAME | STORY
    assert words["htx"] == OWNER
    assert words["thai"] == PLACE
    assert words["ngon"] == STORY


def test_words_of_a_group_are_kept_with_their_marks_only() -> None:
    found = postings(TEA)
    assert "bien" not in found.words
    assert found.marked[marked("biến")] == GROUP
    assert found.grouped == dict.fromkeys(map(marked, ("chế", "biến", "chè")), GROUP)
    assert found.pairs["che_bien"] == GROUP
    assert found.pairs["bien_che"] == GROUP


def test_the_first_word_of_the_name_has_a_field_of_its_own() -> None:
    assert postings(TEA).first == {"che": NAME}
    assert postings(replace(TEA, name="")).first == {}


def test_pairs_are_kept_of_all_sections_but_the_story() -> None:
    found = postings(TEA).pairs
    assert found["che_tan"] == NAME | BEGINS_BIT
    assert found["tan_cuong"] == NAME
    assert found["thai_nguyen"] == PLACE
    assert "ngon_tu" not in found
    assert "cuong_htx" not in found  # a pair does not reach from one section into the next


def test_words_are_kept_as_they_are_marked_but_for_the_story() -> None:
    assert postings(TEA).marked[marked("chè")] == NAME | BEGINS_BIT | OWNER | GROUP
    assert marked("ngon") not in postings(TEA).marked
    plain = postings(replace(TEA, name="Che Tan", owner="", place="", group="", story="chè")).marked
    assert plain == {"che": NAME | BEGINS_BIT, "tan": NAME}


def test_the_length_is_that_of_the_name() -> None:
    assert postings(TEA).length == 3
    assert postings(replace(TEA, name="")).length == 0
    assert postings(replace(TEA, name="a " * 400)).length == LENGTH_MAX


@given(st.tuples(*[st.text(max_size=30)] * 5))
def test_every_code_fits_its_place(texts: tuple[str, str, str, str, str]) -> None:
    name, owner, place, group, story = texts
    found = postings(Document("thing", 1, name, owner, place, group, story))
    for terms in (found.words, found.pairs, found.marked):
        assert all(0 < code < CODES for code in terms.values())


def test_a_digest_differs_when_anything_searched_does() -> None:
    others = [
        replace(TEA, name="Chè"),
        replace(TEA, owner=""),
        replace(TEA, place="x"),
        replace(TEA, group="x"),
        replace(TEA, story="x"),
        replace(TEA, columns={"stars": 5}),
        replace(TEA, columns={"price": 4}),
        replace(TEA, sort_key=b"x"),
    ]
    assert len({TEA.digest, *(other.digest for other in others)}) == len(others) + 1
    assert TEA.digest == replace(TEA, columns={"price": 0, "stars": 4}).digest  # a missing number is 0
    assert TEA.key == "thing:7"
