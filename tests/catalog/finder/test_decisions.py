import pytest

from catalog.finder.decisions import cited_decisions, keys_of
from tests.support.finding import Finder


@pytest.mark.parametrize(
    ("q", "key", "said"),
    [
        ("86/QĐ-UBND", "86/qd-ubnd", "86/QĐ-UBND"),
        ("86/qd-ubnd", "86/qd-ubnd", "86/qd-ubnd"),
        ("86/QĐ–UBND", "86/qd-ubnd", "86/QĐ–UBND"),
        ("86 / QĐ - UBND", "86/qd-ubnd", "86 / QĐ - UBND"),
        ("86/QĐUBND", "86/qd-ubnd", "86/QĐUBND"),
        ("86 QĐ UBND", "86/qd-ubnd", "86 QĐ UBND"),
        ("086/QĐ-UBND", "86/qd-ubnd", "086/QĐ-UBND"),
        ("số 86/QĐ-UBND Cần Thơ", "86/qd-ubnd", "số 86/QĐ-UBND"),
        ("gạo 2890/QĐ-BNN-VPĐP", "2890/qd-bnn-vpdp", "2890/QĐ-BNN-VPĐP"),
        ("26/2026/QĐ-TTg", "26/qd-ttg", "26/2026/QĐ-TTg"),
        ("86/QĐ", "86/qd", "86/QĐ"),
        ("quyết định 2919", "2919/qd", "quyết định 2919"),
        ("Quyet dinh so 2919/QD-UBND ngay 3/4", "2919/qd-ubnd", "Quyet dinh so 2919/QD-UBND"),
        ("QĐ 86 gạo", "86/qd", "QĐ 86"),
        ("decision no. 86", "86/qd", "decision no. 86"),
    ],
)
def test_a_decision_is_heard_however_it_is_written(q: str, key: str, said: str) -> None:
    [decision] = cited_decisions(q)
    assert (decision.key, decision.text) == (key, said)
    assert q[decision.start : decision.end] == said


@pytest.mark.parametrize(
    "q", ["", "5 sao", "86/hd-UBND", "gạo 86", "yến qđ", "quyết định", "ST25/QĐ", "86/qđx1", "số 5"]
)
def test_nothing_else_is_one(q: str) -> None:
    assert list(cited_decisions(q)) == []


def test_several_are_heard_in_their_order() -> None:
    assert [one.key for one in cited_decisions("quyết định 99 và 86/QĐ-UBND, 7/QĐ-HC")] == [
        "99/qd",
        "86/qd-ubnd",
        "7/qd-hc",
    ]


def test_a_decision_is_found_by_its_number_with_more_or_fewer_of_its_offices() -> None:
    assert keys_of("2890/QĐ-BNN-VPĐP") == ("2890/qd", "2890/qd-bnn", "2890/qd-bnn-vpdp")
    assert keys_of("Số 086/QĐ-UBND ngày 3/4/2022") == ("86/qd", "86/qd-ubnd")
    assert keys_of("thông báo") == ()


@pytest.mark.parametrize(
    "q", ["86/QĐ-UBND", "86/qd-ubnd", "quyết định 86", "số 86/QĐ-UBND", "sản phẩm OCOP 86/QĐ-UBND"]
)
def test_a_decisions_number_finds_its_products(finder: Finder, q: str) -> None:
    found = finder.ask(q)
    assert (found.counts.total, found.suggestion, found.missing, found.complete) == (12, None, (), True)
    assert {card.province_code for card in found.cards} == {"91"}


def test_a_decision_narrows_a_question_and_is_narrowed_by_it(finder: Finder) -> None:
    names = finder.names("mắm 86/QĐ-UBND")
    assert 0 < len(names) < 12
    assert "Mắm cá mè vinh" in names
    assert finder.ask("3588/QĐ-UBND Cần Thơ").counts.total > 1


def test_a_decision_nobody_knows_is_said_to_be_unknown(finder: Finder) -> None:
    for q in ("98765/QĐ-UBND", "86/QĐ-BNN"):
        found = finder.ask(q)
        assert (found.counts.total, found.missing, found.suggestion) == (0, (q,), None)
