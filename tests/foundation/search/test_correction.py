import pytest

from foundation.search.query import FoundTerm, Query, corrected_text, plain_terms
from foundation.search.searching import search
from tests.support.oracle import keys_of
from tests.support.search import OFFER, THING, Written, thing


@pytest.fixture
def shop(written: Written) -> Written:
    """A few names, each in enough documents to be known."""
    names = ("Mật ong rừng", "Chè Thái Nguyên", "Trà sen", "Cá kho làng", "Gạo nếp", "Bánh đa nem", "Bánh đậu xanh")
    written.build(thing(10 * place + copy, name) for place, name in enumerate(names) for copy in range(1, 5))
    return written


def asked(written: Written, text: str) -> FoundTerm:
    return search(written.snapshot(), Query(plain_terms(text)))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mật oong rừng", "mật ong rừng"),
        ("mạt ong rungg", "mạt ong rừng"),
        ("chè thíai nguyên", "chè thái nguyên"),
        ("bánh đạu xamh", "bánh đạu xanh"),
        ("matong rừng", "mật ong rừng"),
    ],
)
def test_a_slip_is_mended_and_the_question_shown_as_it_was_understood(shop: Written, typed: str, meant: str) -> None:
    found = asked(shop, typed)
    assert corrected_text(typed, found.corrected) == meant
    assert found.total == 4
    assert found.complete


def test_what_is_known_is_left_alone(shop: Written) -> None:
    for text in ("mật ong", "chè", "bánh đa", "gao nep", ""):
        found = asked(shop, text)
        assert found.corrected == {}


@pytest.mark.parametrize(
    "text",
    ["mực một nắng", "muc mot nang", "tương ớt", "kẹo dừa", "hạt dẻ", "áo dài", "mat on", "rice honey", "chè thía"],
)
def test_a_word_of_the_language_is_no_slip(shop: Written, text: str) -> None:
    """Each has words within one letter of it here: mật, cá, bánh, chè."""
    shop.change(
        thing(150 + n, name) for n, name in enumerate(("Đức một nắng", "Thương ớt", "Kem dừa", "Hạt lệ", "Rich"))
    )
    assert asked(shop, text).corrected == {}


def test_a_word_that_stands_in_any_document_is_no_slip(shop: Written) -> None:
    """`honq` is no word, but somebody is called so; `hong` is within one letter."""
    shop.change([thing(160, "Quả hồng"), thing(161, "HTX Honq", kind=OFFER)])
    found = search(shop.snapshot(), Query(plain_terms("quả honq"), kind=THING))
    assert (found.corrected, found.missing) == ({}, ("honq",))
    assert search(shop.snapshot(), Query(plain_terms("quả honx"), kind=THING)).corrected == {"honx": "hồng"}


def test_what_is_near_to_a_word_orders_what_lacks_it(shop: Written) -> None:
    """`cha` and `chè` are both words: nobody has chả of Thái Nguyên, and chè comes first of what has the rest."""
    shop.change([thing(200, "Chả cá"), thing(201, "Gạo Thái Nguyên"), thing(1, "Bánh Thái Nguyên")])
    found = asked(shop, "cha thái nguyên")
    assert (found.corrected, found.complete) == ({}, False)
    assert [hit.number for hit in found.hits][:4] == [11, 12, 13, 14]
    assert {1, 200, 201} <= {hit.number for hit in found.hits}


def test_of_two_words_that_both_stand_somewhere_neither_is_taken_for_another(shop: Written) -> None:
    shop.change([thing(210, "Kem dừa"), thing(211, "Kẹo lạc"), thing(212, "Dừa khô")])
    found = asked(shop, "kẹo dừa")
    assert {hit.number for hit in found.hits} == {210, 211, 212}
    assert found.hits[0].number != 210


def test_words_that_stand_apart_with_other_marks_are_other_words(shop: Written) -> None:
    shop.change([thing(220, "Hoa sen Hội An", owner="Hội làng"), thing(221, "Hoa cúc"), thing(222, "Hoa hòi")])
    found = asked(shop, "hoa hồi")  # beside one another it is a slip in the marks
    assert (found.complete, found.hits[0].number) == (True, 222)
    shop.change(gone=[thing(222, "Hoa hòi")])
    found = asked(shop, "hoa hồi")
    assert (found.complete, {hit.number for hit in found.hits}) == (False, {220, 221})


def test_where_no_word_stands_as_it_was_typed_nothing_is_found(shop: Written) -> None:
    shop.change([thing(230, "Gạo đại thơm"), thing(231, "Gạo Đại Lộc")])
    found = asked(shop, "áo dài")
    assert (found.total, found.missing) == (0, ("áo", "dài"))
    assert asked(shop, "dài").total == 2  # alone it may be a slip in the marks


def test_without_neighbours_the_word_of_most_documents_is_meant(shop: Written) -> None:
    shop.change(thing(300 + n, "Kem") for n in range(9))
    shop.change(thing(320 + n, "Kẹo") for n in range(3))
    assert asked(shop, "kex").corrected == {"kex": "kem"}


def test_a_word_nobody_finished_typing_is_gone_on_from(shop: Written) -> None:
    assert asked(shop, "nguye").total == 4
    assert asked(shop, "bánh đ").total == 8


def test_what_only_deleted_documents_say_is_no_correction(shop: Written) -> None:
    kept = [thing(400 + n, "Sâm") for n in range(3)]
    shop.change(kept, merge=False)
    shop.change(gone=kept, merge=False)
    found = asked(shop, "samm")
    assert found.corrected == {}
    assert found.missing == ("samm",)


def test_what_a_document_has_is_no_slip(shop: Written) -> None:
    shop.change([thing(500, "Ongg")])
    assert keys_of(asked(shop, "ongg")) == ["thing:500"]


def test_a_word_of_a_group_is_no_slip(shop: Written) -> None:
    """Groups are found by their words with their marks only, so that the words alone seem unknown."""
    shop.change(thing(600 + n, "Giỏ tre", group="Thủ công mỹ nghệ") for n in range(3))
    shop.change(thing(610 + n, "Chả Mỹ Tho") for n in range(3))
    found = asked(shop, "thủ công")
    assert (found.corrected, found.total) == ({}, 3)
