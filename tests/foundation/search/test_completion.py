import pytest

from foundation.search.completion import complete
from foundation.search.query import Completion
from foundation.search.snapshot import Snapshot
from tests.support.search import OFFER, THING, Written, samples, thing


@pytest.fixture
def names(written: Written) -> Snapshot:
    written.build(
        [
            thing(1, "Mật ong rừng", columns={"prior": 3}),
            thing(2, "Mật ong hoa nhãn", columns={"prior": 1}),
            thing(3, "Mật ong rừng", columns={"prior": 2}),
            thing(4, "Mật mía", columns={"prior": 5}),
            thing(5, "Chè Thái Nguyên", owner="Mật ong", story="mật ong"),
            thing(6, "Mật ong rừng", kind=OFFER),
            thing(7, "Ong mật"),
        ]
    )
    return written.snapshot()


def texts(found: tuple[Completion, ...]) -> list[str]:
    return [one.text for one in found]


def test_names_go_on_from_what_was_typed_best_first_and_each_once(names: Snapshot) -> None:
    assert texts(complete(names, "mật o", kinds=(THING,))) == ["Mật ong hoa nhãn", "Mật ong rừng"]
    assert complete(names, "mật ong r", kinds=(THING,)) == (Completion(THING, 3, "Mật ong rừng"),)


def test_one_name_of_two_kinds_is_two_suggestions(names: Snapshot) -> None:
    assert {(one.kind, one.number) for one in complete(names, "mat ong ru")} == {(OFFER, 6), (THING, 3)}
    assert complete(names, "mat ong ru", kinds=(OFFER,)) == (Completion(OFFER, 6, "Mật ong rừng"),)


@pytest.mark.parametrize("typed", ["m", "ma", "mat", "MẬT", "mậ"])
def test_one_word_begun_is_enough(names: Snapshot, typed: str) -> None:
    assert "Mật mía" in texts(complete(names, typed))
    assert "Chè Thái Nguyên" not in texts(complete(names, typed))


def test_a_word_that_was_ended_is_whole(names: Snapshot) -> None:
    assert texts(complete(names, "mat ")) != []
    assert texts(complete(names, "ma ")) == []
    assert texts(complete(names, "mat mi ")) == []
    assert texts(complete(names, "mat mia ")) == ["Mật mía"]


def test_words_must_stand_side_by_side(names: Snapshot) -> None:
    assert texts(complete(names, "ong ma")) == ["Ong mật"]
    assert texts(complete(names, "mật rừng")) == []


def test_nothing_typed_suggests_nothing(names: Snapshot) -> None:
    for typed in ("", "  ", "?!", "zzz"):
        assert complete(names, typed) == ()


def test_no_more_are_given_than_asked_for(written: Written) -> None:
    written.build(samples(300))
    snapshot = written.snapshot()
    for most in (1, 3, 8):
        found = complete(snapshot, "c", most=most)
        assert len(found) == most
        assert len({(one.kind, one.text.lower()) for one in found}) == most


def test_every_name_is_suggested_by_itself(written: Written) -> None:
    documents = samples(80)
    written.build(documents)
    snapshot = written.snapshot()
    for document in documents:
        wanted = document.name.lower()
        assert wanted in [text.lower() for text in texts(complete(snapshot, document.name, most=50))]
