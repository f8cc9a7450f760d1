"""Offers and demands: amounts, moves, the clock, moderation, the board, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.profiles.rules import Hint
from foundation.audit.rules import SYSTEM, Actor
from foundation.db.base import now
from foundation.i18n.languages import Lang
from foundation.permissions.models import Appointment
from foundation.workflow.rules import Refused
from marketplace.matching.amounts import Pack, TypedAmount, base_unit
from marketplace.matching.buyer_rules import BuyerKind, BuyerState
from marketplace.matching.contact_hints import names_contact
from marketplace.matching.demands import BuyerInput, approve_buyer, begin_demand, edit_buyer, send_back_buyer
from marketplace.matching.fields import read_amount
from marketplace.matching.filtering import BoardFilters, Side
from marketplace.matching.finding import Question, find_listings
from marketplace.matching.listing_rules import Certification, Refusal, State, UnitCode, certification_of
from marketplace.matching.models import BuyerDemand, SupplyOffer
from marketplace.matching.offers import copy, later
from marketplace.matching.queries import check_listings, page_of, public_listing
from marketplace.matching.retention import delete_ended
from marketplace.matching.roles import BUYER_MEMBER
from marketplace.matching.services import (
    CONTACT,
    approve,
    close,
    discard,
    pause,
    renew,
    resume,
    save,
    send_back,
    submit,
    take_down,
    withdraw_submission,
)
from tests.foundation.permissions.conftest import person
from tests.marketplace.matching.conftest import FAR, drafted, needed, offered, organisation, wanted
from tests.support.databases import TODAY

TODAYS = BoardFilters(today=TODAY)


def listed(session: Session, asked: BoardFilters = TODAYS) -> list[int]:
    return [one.id for one in page_of(session, SupplyOffer, asked, page=1, per_page=50).listed]


@pytest.mark.parametrize(
    ("typed", "lang", "amount"),
    [
        ("1.200", Lang.VI, 1200.0),
        ("1.200,5", Lang.VI, 1200.5),
        ("1,5", Lang.VI, 1.5),
        ("1.5", Lang.VI, 1.5),
        ("1,200", Lang.EN, 1200.0),
        ("1.5", Lang.EN, 1.5),
        ("1 200", Lang.EN, 1200.0),
        ("-3", Lang.VI, None),
        ("hai tạ", Lang.VI, None),
        ("1.2.3", Lang.VI, None),
    ],
)
def test_amounts_are_read_as_their_language_writes_them(typed: str, lang: Lang, amount: float | None) -> None:
    assert read_amount(typed, lang) == amount


@given(st.text(max_size=20), st.sampled_from(Lang))
def test_no_text_breaks_the_reading_of_amounts(typed: str, lang: Lang) -> None:
    found = read_amount(typed, lang)
    assert found is None or found >= 0


def test_a_price_per_hundred_is_never_read_as_per_one() -> None:
    """The base unit comes from one function, whatever was typed (erpnext#3260)."""
    assert TypedAmount(2, UnitCode.TA).base_amount == 200
    assert TypedAmount(60, UnitCode.PACK, Pack(5, UnitCode.KG)).base_amount == 300
    assert base_unit(UnitCode.PACK, Pack(250, UnitCode.MILLILITRE)).holds == 0.25
    with pytest.raises(ValueError, match="pack"):
        base_unit(UnitCode.PACK, None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Gọi 0912 345 678", True),
        ("Gọi O912 345 6l8", True),
        ("không chín một hai ba bốn năm sáu bảy tám", True),
        ("zalo của hợp tác xã", True),
        ("lan@htx.vn", True),
        ("Đóng thùng 20 túi, 500 g mỗi túi, vụ 2026", False),
    ],
)
def test_words_that_name_a_contact_are_seen(text: str, found: bool) -> None:
    assert names_contact(text) is found


def test_certifications_are_known_by_their_names() -> None:
    assert certification_of("Chứng nhận VietGAP 2026") is Certification.VIETGAP
    assert certification_of("GlobalG.A.P, GLOBALGAP") is Certification.GLOBALGAP
    assert certification_of("Bằng khen của tỉnh") is None


def test_from_a_draft_to_the_board_and_off_it(session: Session) -> None:
    offer = drafted(session, Actor(person(session, "lan").id))
    assert (offer.base_amount, offer.base_unit) == (300.0, "kg")
    assert listed(session) == []
    assert public_listing(session, SupplyOffer, offer.id) is None
    submit(session, SYSTEM, offer, now=now(), today=TODAY)
    withdraw_submission(session, SYSTEM, offer)
    submit(session, SYSTEM, offer, now=now(), today=TODAY)
    send_back(session, SYSTEM, offer, answer="Ghi rõ giá.", now=now())
    assert (offer.state, offer.answer) == (State.DRAFT, "Ghi rõ giá.")
    submit(session, SYSTEM, offer, now=now(), today=TODAY)
    approve(session, SYSTEM, offer, now=now(), today=TODAY)
    assert listed(session) == [offer.id]
    pause(session, SYSTEM, offer)
    assert listed(session) == []
    resume(session, SYSTEM, offer)
    take_down(session, SYSTEM, offer, reason="Sai sự thật.", now=now())
    assert (offer.state, listed(session)) == (State.TAKEN_DOWN, [])
    assert public_listing(session, SupplyOffer, offer.id) is None
    assert list(check_listings(session, TODAY)) == []


def test_figures_change_at_once_and_words_are_looked_at_again(session: Session) -> None:
    offer = offered(session)
    save(session, SYSTEM, offer, {"amount": 80.0}, now=now(), today=TODAY)
    assert (offer.state, offer.base_amount) == (State.LIVE, 400.0)
    save(session, SYSTEM, offer, {"words": "Chữa bệnh, gọi 0912345678"}, now=now(), today=TODAY)
    assert (offer.state, offer.reasons) == (State.REVIEW, [Hint.MEDICAL, CONTACT])
    assert listed(session) == []


def test_the_clock_ends_an_offer_and_one_tap_renews_it(session: Session) -> None:
    """Lists use what stands today, whatever job ran (openfoodnetwork#14167, erpnext#56291)."""
    offer = offered(session)
    until = offer.valid_until
    assert until
    assert until > TODAY
    later_on = until + timedelta(days=1)
    assert offer.is_active(until)
    assert not offer.is_active(later_on)
    assert listed(session, replace(TODAYS, today=later_on)) == []
    assert listed(session, replace(TODAYS, today=later_on, is_past=True)) == [offer.id]
    renew(session, SYSTEM, offer, today=later_on)
    assert offer.valid_until == FAR, "no longer than it can be supplied"
    with pytest.raises(Refused) as refused:
        renew(session, SYSTEM, offer, today=FAR + timedelta(days=1))
    assert refused.value.reason is Refusal.OVER


def test_last_seasons_offer_begins_this_season(session: Session) -> None:
    offer = offered(session, words="Hái tay.")
    close(session, SYSTEM, offer, now=now())
    made = copy(session, SYSTEM, offer, today=FAR + timedelta(days=1))
    assert (made.state, made.base_amount, made.words) == (State.DRAFT, 300.0, "Hái tay.")
    assert made.window_from == later(TODAY, 1)
    discard(session, SYSTEM, made)
    assert session.scalar(select(SupplyOffer.id).filter_by(copied_from_id=offer.id)) is None
    with pytest.raises(Refused):
        discard(session, SYSTEM, offer)


def test_an_organisation_is_looked_at_before_its_first_demand(session: Session) -> None:
    opener = person(session, "mai")
    buyer = organisation(session, opener, "hrb 1")
    assert session.scalars(select(Appointment.object_id).filter_by(role=BUYER_MEMBER)).all() == [buyer.id]
    demand = begin_demand(session, Actor(opener.id), buyer, wanted(session), now=now(), today=TODAY)
    submit(session, Actor(opener.id), demand, now=now(), today=TODAY)
    with pytest.raises(Refused) as refused:
        approve(session, SYSTEM, demand, now=now(), today=TODAY)
    assert refused.value.reason is Refusal.BUYER_WAITS
    send_back_buyer(session, SYSTEM, buyer, answer="Sai số.", now=now())
    with pytest.raises(Refused) as refused:
        organisation(session, opener, "HRB1")
    assert refused.value.reason is Refusal.TAKEN
    told = replace(_told(buyer.name), register_number="HRB 2")
    edit_buyer(session, Actor(opener.id), buyer, told, now=now(), today=TODAY)
    approve_buyer(session, SYSTEM, buyer, now=now())
    approve(session, SYSTEM, demand, now=now(), today=TODAY)
    assert (buyer.state, demand.state) == (BuyerState.APPROVED, State.LIVE)


def _told(name: str) -> BuyerInput:
    return BuyerInput(name, BuyerKind.IMPORTER, "DE", "1")


def test_a_demand_takes_answers_until_its_day_and_not_longer(session: Session) -> None:
    demand = needed(session)
    assert demand.valid_until
    assert demand.is_active(demand.valid_until)
    assert not demand.is_active(demand.valid_until + timedelta(days=1))
    old = needed_again(session, demand)
    with pytest.raises(Refused) as refused:
        submit(session, SYSTEM, old, now=now(), today=TODAY)
    assert refused.value.reason is Refusal.OVER


def needed_again(session: Session, demand: BuyerDemand) -> BuyerDemand:
    said = wanted(session, valid_until=TODAY - timedelta(days=1))
    return begin_demand(session, SYSTEM, demand.buyer, said, now=now(), today=TODAY)


def test_the_board_is_searched_without_marks_by_place_and_by_time(session: Session) -> None:
    offer = offered(session)
    for text, found in (("che bup", 1), ("chè Hà Nội", 1), ("chè Huế", 0), ("mật ong", 0), ("che năm 2030", 0)):
        asked = Question(Side.OFFERS, text, TODAYS)
        answer = find_listings(session, SupplyOffer, asked, page=1, per_page=5, illustrations=False)
        standing = [one.id for one in answer.found.listed if not answer.is_past]
        assert standing == [offer.id] * found, text
    certified = replace(TODAYS, certifications=frozenset({Certification.HACCP}))
    assert listed(session, certified) == []
    save(session, SYSTEM, offer, {"certifications": [{"code": "haccp", "until": None}]}, now=now(), today=TODAY)
    assert listed(session, certified) == [offer.id]


def test_what_ended_is_kept_for_a_year_and_goes_then(session: Session) -> None:
    offer, demand = offered(session), needed(session)
    close(session, SYSTEM, offer, now=now())
    close(session, SYSTEM, demand, now=now())
    assert delete_ended(session, now() - timedelta(days=1)) == 0
    assert delete_ended(session, now() + timedelta(days=1)) == 2
