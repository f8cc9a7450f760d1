"""When a question or an answer is not taken."""

import pytest

from catalog.enquiries.rules import OPEN_MAX, Refusal, answering_refused, asking_refused


@pytest.mark.parametrize(
    ("represented", "waiting", "text", "why"),
    [
        (False, OPEN_MAX - 1, "Có bán sỉ không?", None),
        (True, 0, "Có bán sỉ không?", Refusal.REPRESENTED),
        (False, 0, " \n", Refusal.NO_WORDS),
        (False, OPEN_MAX, "Có bán sỉ không?", Refusal.TOO_MANY),
    ],
)
def test_what_may_be_asked(represented: bool, waiting: int, text: str, why: Refusal | None) -> None:
    assert asking_refused(represented=represented, waiting=waiting, text=text) is why


def test_what_may_be_answered() -> None:
    assert answering_refused(answered=False, text="Có.") is None
    assert answering_refused(answered=False, text=" ") is Refusal.NO_WORDS
    assert answering_refused(answered=True, text="Có.") is Refusal.ANSWERED
