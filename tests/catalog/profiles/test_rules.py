from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.profiles.rules import (
    ALL_FIELDS,
    PROFILES,
    Hint,
    Refusal,
    State,
    Step,
    Verb,
    changed_fields,
    hints,
    next_step,
    reasons,
)
from tests.support.workflows import led


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Chè búp tươi, hái tay mỗi sáng", set()),
        ("Cá kho vị chua nhẹ, trị giá 120.000 đồng", {Hint.MEDICAL}),  # "trị" alone: an officer reads it once
        ("Canh chua cá lóc", set()),
        ("Chữa mất ngủ", {Hint.MEDICAL}),
        ("giúp dieu tri tieu duong", {Hint.MEDICAL}),
        ("Cures cancer.", {Hint.MEDICAL}),
        ("Đạt OCOP 5 sao!", {Hint.STARS}),
        ("sản phẩm NĂM SAO", {Hint.STARS}),
        ("Ngon nhất, số 1 Việt Nam", {Hint.SUPERLATIVE}),
        ("Nhất định phải thử", set()),
        ("Ăn sáu saola", set()),
        ("сhữа bệnh", {Hint.MEDICAL}),  # Cyrillic с and а
        ("Ch\u200bữa m\u00adất ngủ", {Hint.MEDICAL}),
        ("giúp điều\u200btrị", {Hint.MEDICAL}),
        ("ĐẠT ОСОР, ＮĂM ＳＡＯ", {Hint.STARS}),
        ("Ng\u034fon nh\u0336ất", {Hint.SUPERLATIVE}),
        ("Canh chuа cá lóc", set()),
        ("", set()),
    ],
)
def test_hints_see_what_an_officer_should(text: str, found: set[Hint]) -> None:
    assert hints(text) == found


@given(st.text(max_size=200))
def test_any_text_has_hints_or_none(text: str) -> None:
    assert hints(text) <= set(Hint)


def test_only_what_was_changed_is_looked_at() -> None:
    before: dict[str, object] = {"story": "Chữa bệnh", "name_en": "Tea"}
    assert reasons(before, before, certified=False) == frozenset()
    assert reasons(before, {**before, "packaging": "Hộp 100 g"}, certified=False) == frozenset()
    assert reasons(before, {**before, "name_en": "Green tea"}, certified=False) == {Hint.NAME}
    assert reasons({}, before, certified=True) == {Hint.NAME, Hint.MEDICAL, Hint.CERTIFICATION}
    assert reasons(before, {**before, "name_en": None}, certified=False) == {Hint.NAME}


def test_nothing_and_an_empty_text_are_the_same() -> None:
    assert changed_fields({}, {"story": "", "season": None}) == []
    assert changed_fields({"story": "x"}, {"season": "y"}) == ["story", "season"]
    assert set(changed_fields({}, dict.fromkeys(ALL_FIELDS, "x"))) == set(ALL_FIELDS)


@pytest.mark.parametrize(("state", "verb"), list(product(State, Verb)))
def test_every_move_is_in_the_table_or_refused(state: State, verb: Verb) -> None:
    expected = PROFILES.moves.get((state, verb))
    refused = Refusal.WAITING if state is State.WAITING else Refusal.NOT_WAITING
    assert led(PROFILES, state, verb) == (expected or refused)


def test_an_officer_lets_out_what_waits_and_nothing_else() -> None:
    assert [state for state in State if PROFILES.allows(state, Verb.APPROVE)] == [State.WAITING]
    assert [state for state in State if PROFILES.allows(state, Verb.PUBLISH)] == [State.DRAFT]


def test_the_pages_follow_each_other_once() -> None:
    seen, step = [Step.PHOTOS], next_step(Step.PHOTOS)
    while step:
        seen.append(step)
        step = next_step(step)
    assert seen == list(Step)
