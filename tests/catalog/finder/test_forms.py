import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from catalog.certificates.rules import StandingCode
from catalog.finder.forms import Q_MAX, as_query, read_filters
from catalog.finder.rules import Filters, Sort
from catalog.producers.rules import ProducerType
from tests.support.databases import TODAY
from tests.support.finding import Finder


def read(finder: Finder, *pairs: tuple[str, str]) -> Filters:
    return read_filters(MultiDict(pairs), finder.catalogue.places, finder.catalogue.tree, TODAY)


def test_a_facet_may_stand_several_times_or_once_with_commas(finder: Finder) -> None:
    assert read(finder, ("stars", "3"), ("stars", "4, 5")).stars == {3, 4, 5}
    assert read(finder, ("standing", "in_force,lapsed")).standings == {StandingCode.IN_FORCE, StandingCode.LAPSED}


def test_a_province_may_be_given_by_its_code_of_either_era_or_its_slug(finder: Finder) -> None:
    for value in ("08", "02", "tuyen-quang"):
        assert read(finder, ("province", value)).provinces == {"08"}


def test_nonsense_is_ignored(finder: Finder) -> None:
    nonsense = [(name, "x\u0000") for name in ("province", "group", "stars", "standing", "producer_type", "sort")]
    assert read(finder, *nonsense, ("other", "1")) == Filters()
    assert read(finder, ("stars", "6"), ("stars", "٤"), ("province", "1")) == Filters()


@pytest.mark.parametrize("parted", ["\x00", "\x1b", "\x85", "\ufdd0", "\ufffe", "\uffff", "\U0001ffff", "\r\n", "  "])
def test_what_no_page_may_hold_only_parts_words(finder: Finder, parted: str) -> None:
    assert read(finder, ("q", f"mật{parted}ong")).q == "mật ong"


def test_a_question_is_cut_and_in_nfc(finder: Finder) -> None:
    assert len(read(finder, ("q", "x" * 5000)).q) == Q_MAX
    assert read(finder, ("q", "ma\u0323\u0302t")).q == "mật"


@given(
    q=st.text(max_size=40),
    stars=st.frozensets(st.sampled_from([3, 4, 5])),
    standings=st.frozensets(st.sampled_from(StandingCode)),
    producer_types=st.frozensets(st.sampled_from(ProducerType)),
    provinces=st.frozensets(st.sampled_from(["01", "08", "79"])),
    groups=st.frozensets(st.sampled_from(["26-1", "26-1-5"])),
    sort=st.sampled_from([None, *Sort]),
)
def test_a_question_written_as_an_address_asks_the_same_again(finder: Finder, q: str, **chosen: object) -> None:
    asked = Filters(q=read(finder, ("q", q)).q, **chosen)  # type: ignore[arg-type]
    query = as_query(asked)
    assert read(finder, *((name, value) for name, values in query.items() for value in values)) == asked
