import pytest

from foundation.search.query import Found, Query, plain_terms, put_right
from foundation.search.searching import search
from tests.support.oracle import keys_of
from tests.support.search import Written, thing


@pytest.fixture
def shop(written: Written) -> Written:
    """A few names, each in enough documents to be known."""
    names = ("Mật ong rừng", "Chè Thái Nguyên", "Trà sen", "Cá kho làng", "Gạo nếp", "Bánh đa nem", "Bánh đậu xanh")
    written.build(thing(10 * place + copy, name) for place, name in enumerate(names) for copy in range(1, 5))
    return written


def asked(written: Written, text: str) -> Found:
    return search(written.snapshot(), Query(plain_terms(text)))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mật oong rừng", "mật ong rừng"),
        ("mạt ong rungg", "mạt ong rừng"),
        ("chè thía nguyên", "chè thái nguyên"),
        ("bánh đạu xamh", "bánh đạu xanh"),
        ("matong rừng", "mật ong rừng"),
    ],
)
def test_a_slip_is_mended_and_the_question_shown_as_it_was_understood(shop: Written, typed: str, meant: str) -> None:
    found = asked(shop, typed)
    assert put_right(typed, found.corrected) == meant
    assert found.total == 4
    assert found.complete


def test_what_is_known_is_left_alone(shop: Written) -> None:
    for text in ("mật ong", "chè", "bánh đa", "gao nep", ""):
        found = asked(shop, text)
        assert found.corrected == {}


def test_a_known_word_is_mended_where_it_never_stands_beside_its_neighbour(shop: Written) -> None:
    """`cha` and `chè` are both words; only one of them stands before Thái Nguyên."""
    shop.change(thing(200 + n, "Chả cá") for n in range(5))
    found = asked(shop, "cha thái nguyên")
    assert found.corrected == {"cha": "chè"}
    assert asked(shop, "chả cá").corrected == {}


def test_without_neighbours_the_word_of_most_documents_is_meant(shop: Written) -> None:
    shop.change(thing(300 + n, "Kem") for n in range(9))
    shop.change(thing(320 + n, "Kẹo") for n in range(3))
    assert asked(shop, "kex").corrected == {"kex": "kem"}


def test_a_word_nobody_finished_typing_is_gone_on_from(shop: Written) -> None:
    assert asked(shop, "nguy").total == 4


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
