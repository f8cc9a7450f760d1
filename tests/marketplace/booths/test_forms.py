"""What producers and organisers send, whatever of it is missing or made up."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from foundation.audit.rules import SYSTEM
from foundation.workflow.rules import Refused
from marketplace.booths.allocation_rules import Measure
from marketplace.booths.choosing import Choice, choose
from marketplace.booths.forms import BoothForm, NeedsForm
from marketplace.booths.forms_desk import read_rules
from marketplace.booths.rules import BoothRefusal
from tests.marketplace.booths.conftest import NOW, booths, fair, kind_of, registered


def test_a_field_that_was_not_sent_says_nothing_and_breaks_nothing(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"fascia": "Chè Bà Na"}):
        said = NeedsForm().told()
    assert {name: said[name] for name in ("fascia", "goods", "needs_note", "power_watts")} == {
        "fascia": "Chè Bà Na",
        "goods": "",
        "needs_note": "",
        "power_watts": None,
    }


@pytest.mark.parametrize(
    ("typed", "number"), [("7", 7), ("0", None), ("", None), ("x", None), ("１", None), ("9" * 40, None)]
)
def test_a_type_is_a_number_or_any(app: Flask, typed: str, number: int | None) -> None:
    with app.test_request_context(method="POST", data={"type": typed, "booth": typed, "wanted": "1"}):
        told = BoothForm().told()
    assert (told.type_id, told.booth_id) == (number, number)


def test_types_and_booths_of_another_fair_are_refused(session: Session) -> None:
    at, other = fair(session, std=1), fair(session, std=1, name="Hội chợ khác")
    one = registered(session, at, 1)
    for choice, why in (
        (Choice(type_id=kind_of(session, other).id), BoothRefusal.NOT_THERE),
        (Choice(booth_id=booths(session, other)[0].id), BoothRefusal.OTHER_FAIR),
        (Choice(booth_id=10**9), BoothRefusal.OTHER_FAIR),
    ):
        with pytest.raises(Refused) as refused:
            choose(session, SYSTEM, one, choice, now=NOW)
        assert refused.value.of(BoothRefusal) is why


def test_points_and_quotas_are_numbers_or_nothing() -> None:
    sent = {"points-stars": "10", "points-products": "x", "quota-01": "5", "quota-*": "900000", "quota-99": "3"}
    assert read_rules(sent, ["01"]) == ({Measure.STARS: 10}, {"01": 5})
