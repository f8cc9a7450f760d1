"""Where an appointment stands on a day."""

from datetime import date, timedelta

import pytest

from admin.registry.rules import State, state_of
from foundation.permissions.rules import Offer

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "more", "state"),
    [
        (TODAY, None, {}, State.IN_FORCE),
        (TODAY + DAY, None, {}, State.COMING),
        (TODAY - DAY, TODAY, {}, State.ENDED),
        (TODAY - DAY, TODAY + DAY, {"source_ends_on": TODAY}, State.ENDED),
        (TODAY, None, {"offer": Offer.OFFERED, "answer_by": TODAY + DAY}, State.OFFERED),
    ],
)
def test_a_lent_one_is_over_with_the_lenders(
    starts_on: date, ends_on: date | None, more: dict[str, object], state: State
) -> None:
    assert state_of(starts_on, ends_on, TODAY, **more) is state  # type: ignore[arg-type]


def test_what_was_declined_never_held() -> None:
    declined = state_of(TODAY, None, TODAY, offer=Offer.DECLINED)
    assert declined not in {State.IN_FORCE, State.COMING, State.ENDED, State.OFFERED}
