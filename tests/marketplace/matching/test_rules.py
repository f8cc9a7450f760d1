"""The model: every gate, what holds of every feature, and the order."""

import json
import math
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.matching.reading import read_file
from marketplace.matching.rules import OF_ONE, WEIGHTS, Feature, Match, gaps, match, rank, reasons
from marketplace.matching.terms import BASE, Days, Demand, Money, Offer, Place, Preferences, Quantity, Tiers, Unit
from marketplace.matching.text import FORMULA_VERSION, agreement, weight

TODAY, DEMAND, OFFERS = read_file((Path(__file__).parent / "example.json").read_text(encoding="utf-8"))
OFFER = OFFERS[0]
KG, PIECE = Unit("kg", 1.0), Unit("piece", 1.0)
VAT = frozenset({"vat"})
FAR = date(2030, 1, 1)


def features(demand: Demand, offer: Offer) -> dict[str, float]:
    found = match(demand, offer, TODAY, agreement)
    assert found.gated_by == ()
    return {name: one.value for name, one in found.features.items()}


@pytest.mark.parametrize(
    ("demand", "offer", "gate"),
    [
        ({}, {"group": "26-1-3"}, "group"),
        ({}, {"group": None}, "group"),
        ({}, {"state": "paused"}, "inactive"),
        ({}, {"state": None}, "inactive"),
        ({}, {"valid_until": date(2026, 11, 22)}, "inactive"),
        ({}, {"certificate_until": None}, "certificate"),
        ({}, {"certificate_until": date(2027, 2, 27)}, "certificate"),
        ({"min_stars": 5}, {}, "stars"),
        ({}, {"stars": None}, "stars"),
        ({"certifications": frozenset({"gap"})}, {}, "certifications"),
        ({}, {"certifications": {"haccp": date(2027, 2, 27)}}, "certifications"),
        ({}, {"window": Days(date(2027, 3, 1), FAR)}, "window"),
        ({}, {"delivers_to": frozenset({"79"})}, "destination"),
        ({"organisation": "p1"}, {}, "own"),
        ({"blocked": frozenset({"p1"})}, {}, "blocked"),
        ({"hard": True}, {}, "price"),
    ],
)
def test_every_gate_shuts_alone(demand: dict[str, Any], offer: dict[str, Any], gate: str) -> None:
    found = match(replace(DEMAND, **demand), replace(OFFER, **offer), TODAY, agreement)
    assert found.gated_by == (gate,)
    assert found.features == {}


@pytest.mark.parametrize(
    ("demand", "offer"),
    [
        ({"group": None}, {"group": "26-1-3"}),
        ({}, {"valid_until": date(2026, 11, 23)}),
        ({}, {"certificate_until": date(2027, 2, 28)}),
        ({"min_stars": None}, {"stars": None}),
        ({}, {"certifications": {"haccp": None}}),
        ({}, {"window": None}),
        ({}, {"delivers_to": frozenset({"01"})}),
        ({"place": Place()}, {"delivers_to": frozenset({"79"})}),
        ({"organisation": None}, {"organisation": None}),
        ({"hard": True}, {"price": None}),
        ({"hard": True, "price": Money(189000, KG, VAT)}, {}),
        ({"hard": True, "price": Money(1, KG, None)}, {}),
    ],
)
def test_what_is_not_said_shuts_nobody_out(demand: dict[str, Any], offer: dict[str, Any]) -> None:
    assert match(replace(DEMAND, **demand), replace(OFFER, **offer), TODAY, agreement).gated_by == ()


@pytest.mark.parametrize(
    ("demand", "offer", "feature", "value"),
    [
        ({"subgroup": None}, {}, "product", 1.0),
        ({"subgroup": "other"}, {}, "product", 0.5),
        ({"group": None}, {}, "product", 0.5),
        ({}, {"min_order": Quantity(2250, KG)}, "quantity", 0.4),
        ({}, {"min_order": Quantity(4000, KG)}, "quantity", 0.0),
        ({}, {"min_order": None}, "quantity", 0.8),
        ({}, {"min_order": Quantity(1, PIECE)}, "quantity", 0.5),
        ({}, {"quantity": Quantity(9000, KG, "month")}, "quantity", 1.0),
        ({}, {"quantity": Quantity(87.5, KG, "week")}, "quantity", 775 / 1500),
        ({"quantity": None}, {}, "quantity", 0.5),
        ({"quantity": Quantity(0, KG)}, {"min_order": None}, "quantity", 1.0),
        ({"quantity": Quantity(0, KG)}, {}, "quantity", 0.0),
        ({}, {"window": None}, "time", 0.5),
        ({}, {"season": (0.5,) * 12}, "time", 31 / 90),
        ({}, {"season": (0, *[1] * 11)}, "time", 31 / 90),
        ({}, {"price": None}, "price", 0.5),
        ({"quantity": None}, {}, "price", 1 - (200 / 180 - 1) / 0.3),
        ({"price": Money(100000, KG, VAT)}, {}, "price", 0.0),
        ({"price": Money(200000, KG, VAT)}, {}, "price", 1.0),
        ({"price": Money(0, KG, VAT)}, {}, "price", 0.0),
        ({"price": Money(0, KG, VAT)}, {"price": Tiers(KG, VAT, ((0, 0),))}, "price", 1.0),
        ({"price": Money(180000, PIECE, VAT)}, {}, "price", 0.5),
        ({"price": Money(180000, KG, frozenset())}, {}, "price", 0.5),
        ({}, {"place": Place("01")}, "geography", 1.0),
        ({}, {"place": Place("08")}, "geography", 0.5),
        ({}, {"stars": 3, "certifications": {"haccp": None}}, "quality", 0.6),
        ({}, {"stars": 5}, "quality", 1.0),
        ({"min_stars": None}, {"stars": 2}, "quality", 0.5),
        ({}, {"replies": None}, "trust", 0.5),
        ({}, {"confirmed_on": None}, "trust", 0.5),
        ({}, {"replies": (0, 0), "confirmed_on": TODAY}, "trust", 0.5),
        ({}, {"replies": (0, 0), "confirmed_on": TODAY - timedelta(60)}, "trust", 0.25),
        ({}, {"replies": (0, 0), "confirmed_on": TODAY + timedelta(60)}, "trust", 0.5),
    ],
)
def test_features(demand: dict[str, Any], offer: dict[str, Any], feature: str, value: float) -> None:
    found = features(replace(DEMAND, **demand), replace(OFFER, **offer))
    assert found[feature] == pytest.approx(value)


def test_fresh_goods_travel_less_far() -> None:
    dry, fresh = features(DEMAND, OFFER)["geography"], features(DEMAND, replace(OFFER, fresh=True))["geography"]
    assert fresh == pytest.approx(math.exp(math.log(dry) * 1000 / 300))


@pytest.mark.parametrize(
    ("demand", "prefers", "seller"),
    [
        ({}, Preferences(), 100.0),
        ({}, Preferences(min_quantity=Quantity(3000, KG)), 87.5),
        ({}, Preferences(min_quantity=Quantity(0, KG)), 100.0),
        ({}, Preferences(min_quantity=Quantity(1, PIECE)), 87.5),
        ({"quantity": None}, Preferences(min_quantity=Quantity(1, KG)), 87.5),
        ({}, Preferences(provinces=frozenset({"01"})), 100.0),
        ({}, Preferences(provinces=frozenset({"79"})), 75.0),
        ({"place": Place()}, Preferences(provinces=frozenset({"79"})), 87.5),
        ({}, Preferences(payment_days=0), 75.0),
        ({}, Preferences(payment_days=60), 100.0),
        ({"payment_days": None}, Preferences(payment_days=60), 87.5),
        ({}, Preferences(price_floor=Money(200000, KG, VAT)), 100 * (3 + 1 - 0.1 / 0.3) / 4),
        ({}, Preferences(price_floor=Money(0, KG, VAT)), 100.0),
        ({}, Preferences(price_floor=Money(200000, KG, None)), 87.5),
        ({"price": None}, Preferences(price_floor=Money(200000, KG, VAT)), 87.5),
    ],
)
def test_what_a_seller_would_rather_have(demand: dict[str, Any], prefers: Preferences, seller: float) -> None:
    found = match(replace(DEMAND, **demand), replace(OFFER, prefers=prefers), TODAY, agreement)
    assert found.seller == pytest.approx(seller)


def test_words_agree_without_marks_and_saturate() -> None:
    asked, offered = replace(DEMAND, text="mật ong bạc hà"), replace(OFFER, text="MAT ONG BAC HA Mèo Vạc")
    scored = agreement("mật ong bạc hà", "MAT ONG BAC HA Mèo Vạc")
    assert scored is not None
    assert scored == agreement("mat ong bac ha", "mật ong bạc hà mèo vạc")
    assert scored == pytest.approx(sum(weight(word) for word in ("mat", "ong", "bac", "ha")))
    assert features(asked, offered)["product"] == pytest.approx(0.6 + 0.4 * scored / (scored + 5))
    assert features(replace(asked, group=None), offered)["product"] == pytest.approx(scored / (scored + 5))
    assert agreement("…", "mật") is None
    assert features(replace(DEMAND, text="…"), replace(OFFER, text="mật"))["product"] == 1.0
    assert "idf-2026-11" in FORMULA_VERSION


amounts = st.floats(0, 1e6)
units = st.sampled_from([Unit(*one) for one in BASE.values()])
quantities = st.none() | st.builds(Quantity, amounts, units, st.sampled_from([None, "day", "week", "month"]))
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
spans = st.builds(lambda first, more: Days(first, first + timedelta(more)), days, st.integers(0, 400))
includes = st.none() | st.frozensets(st.sampled_from(["vat", "packaging", "transport"]))
money = st.none() | st.builds(Money, amounts, units, includes)
places = st.builds(
    Place, st.sampled_from([None, "01", "08"]), st.none() | st.floats(8, 23), st.none() | st.floats(102, 110)
)
tiers = st.lists(st.tuples(amounts, amounts), min_size=1, max_size=3).map(lambda found: tuple(sorted(found)))
demands = st.builds(
    Demand,
    organisation=st.none() | st.just("b"),
    group=st.sampled_from([None, "g"]),
    subgroup=st.sampled_from([None, "s", "t"]),
    text=st.none() | st.text(max_size=20),
    quantity=quantities,
    days=spans,
    place=places,
    price=money,
    hard=st.booleans(),
    min_stars=st.sampled_from([None, 3]),
    certifications=st.frozensets(st.sampled_from(["haccp"])),
    payment_days=st.none() | st.floats(0, 90),
    blocked=st.frozensets(st.sampled_from(["p1"])),
)
offers = st.builds(
    Offer,
    id=st.text(max_size=8),
    organisation=st.sampled_from([None, "p1", "p2", "p3"]),
    newcomer=st.booleans(),
    state=st.just("live"),
    valid_until=st.none(),
    group=st.just("g"),
    subgroup=st.sampled_from([None, "s"]),
    text=st.none() | st.text(max_size=20),
    quantity=quantities,
    min_order=quantities,
    window=st.none() | spans,
    season=st.none() | st.lists(st.floats(0, 1), min_size=12, max_size=12).map(tuple),
    price=st.none() | st.builds(Tiers, units, includes, tiers),
    place=places,
    fresh=st.booleans(),
    delivers_to=st.none(),
    stars=st.sampled_from([None, 3, 4, 5]),
    certificate_until=st.just(FAR),
    certifications=st.dictionaries(st.sampled_from(["haccp", "organic", "gap"]), st.none() | days),
    replies=st.none() | st.tuples(st.floats(0, 50), st.floats(0, 50)),
    confirmed_on=st.none() | days,
    prefers=st.builds(
        Preferences,
        min_quantity=quantities,
        provinces=st.none() | st.frozensets(st.sampled_from(["01", "79"])),
        payment_days=st.none() | st.floats(0, 90),
        price_floor=money,
    ),
)


@given(demands, offers)
def test_everything_is_bounded_and_recomputes_to_the_score(demand: Demand, offer: Offer) -> None:
    found = match(demand, offer, TODAY, agreement)
    if found.gated_by:
        return
    assert set(found.features) == set(WEIGHTS)
    assert all(0 <= one.value <= 1 for one in found.features.values())
    assert all(one.known or one.value == 0.5 for one in found.features.values())
    assert found.score == pytest.approx(100 * sum(WEIGHTS[name] * one.value for name, one in found.features.items()))
    assert 0 <= found.confidence <= 1.0000001
    assert 0 <= found.seller <= 100
    assert min(found.score, found.seller) - 1e-6 <= found.mutual <= max(found.score, found.seller) + 1e-6


@given(demands, st.lists(offers, max_size=4, unique_by=lambda one: one.id), offers)
def test_other_offers_change_no_number(demand: Demand, some: list[Offer], one: Offer) -> None:
    alone = match(demand, one, TODAY, agreement)
    among = next(found for found in rank(demand, [*some, one], TODAY, agreement) if found.offer is one)
    assert among == alone


@given(demands, offers)
def test_units_change_no_number(demand: Demand, offer: Offer) -> None:
    """A quantity in tonnes is the same as in kilograms."""

    def in_kg(one: Quantity | None) -> Quantity | None:
        return None if one is None else Quantity(one.amount * one.unit.holds, Unit(one.unit.base, 1.0), one.per)

    before = match(demand, offer, TODAY, agreement)
    after = match(
        replace(demand, quantity=in_kg(demand.quantity)),
        replace(offer, quantity=in_kg(offer.quantity), min_order=in_kg(offer.min_order)),
        TODAY,
        agreement,
    )
    assert after.gated_by == before.gated_by
    assert after.score == pytest.approx(before.score)


@given(st.sampled_from(sorted(WEIGHTS)), st.floats(0, 1), st.floats(0, 1))
def test_each_feature_raises_the_score(name: str, less: float, more: float) -> None:
    less, more = sorted((less, more))
    others = {one: Feature(0.5) for one in WEIGHTS}
    low, high = (Match(OFFER, (), {**others, name: Feature(value)}, 50.0) for value in (less, more))
    assert low.score <= high.score
    assert low.mutual <= high.mutual


@given(st.fixed_dictionaries({name: st.builds(Feature, st.floats(0, 1), st.booleans()) for name in WEIGHTS}))
def test_reasons_and_gaps_never_name_the_same(found: dict[str, Feature]) -> None:
    good, bad = reasons(found), gaps(found)
    assert len(good) <= 3
    assert len(bad) <= 2
    assert not set(good) & set(bad)
    assert all(found[name].known and found[name].value >= 0.5 for name in good)
    assert all(found[name].value < 1 for name in bad)


def worth(price: float, **other: Any) -> Offer:
    return replace(OFFER, price=Tiers(KG, VAT, ((0, price),)), **other)


def test_no_offer_suits_where_one_side_gets_nothing() -> None:
    nothing = Match(OFFER, (), {name: Feature(0.0) for name in WEIGHTS}, 80.0)
    assert (nothing.score, nothing.mutual) == (0, 0)
    assert Match(OFFER, (), {name: Feature(1.0) for name in WEIGHTS}, 0.0).mutual == 0


def test_at_most_two_of_one_organisation_among_the_first_ten() -> None:
    many = [worth(180000 + number, id=f"a{number}", organisation="a") for number in range(6)]
    others = [worth(190000 + number, id=f"b{number}", organisation=f"b{number}") for number in range(12)]
    found = [one.offer.id for one in rank(DEMAND, [*many, *others], TODAY, agreement)]
    assert found[:3] == ["a0", "a1", "b0"]
    assert len([name for name in found[:10] if name.startswith("a")]) == OF_ONE
    assert found[10:14] == ["a2", "a3", "a4", "a5"]
    assert sorted(found) == sorted(one.id for one in (*many, *others))


def test_offers_of_nobody_are_not_counted_together() -> None:
    many = [worth(180000 + number, id=f"a{number}", organisation=None) for number in range(6)]
    assert [one.offer.id for one in rank(DEMAND, many, TODAY, agreement)] == [f"a{number}" for number in range(6)]


@pytest.mark.parametrize(("before", "tenth"), [(False, "new"), (True, "b9")])
def test_a_newcomer_has_the_tenth_place_where_none_is_among_the_first(*, before: bool, tenth: str) -> None:
    others = [
        worth(180000 + 100 * number, id=f"b{number}", organisation=f"c{number}", newcomer=before and number == 0)
        for number in range(12)
    ]
    late = [worth(210000, id="new", newcomer=True), worth(220000, id="newer", newcomer=True)]
    found = [one.offer.id for one in rank(DEMAND, [*late, *others], TODAY, agreement)]
    assert found[9] == tenth
    assert len(found) == len(set(found)) == 14


def test_fewer_than_ten_need_no_tenth_place() -> None:
    found = rank(DEMAND, [worth(210000, id="new", newcomer=True), worth(180000, id="old")], TODAY, agreement)
    assert [one.offer.id for one in found] == ["old", "new"]


def test_ties_turn_with_the_day_and_the_gated_come_last() -> None:
    same = [worth(180000, id=str(number), organisation=str(number)) for number in range(6)]
    shut = [replace(OFFER, id=name, state="paused") for name in ("z", "y")]
    orders = set()
    for more in range(5):
        today = TODAY + timedelta(more)
        fresh = [replace(one, confirmed_on=None) for one in same]
        found = [one.offer.id for one in rank(DEMAND, [*shut, *fresh], today, agreement)]
        assert found[6:] == ["z", "y"]
        orders.add(tuple(found))
    assert len(orders) > 1


def test_ids_and_codes_are_texts() -> None:
    told = json.loads((Path(__file__).parent / "example.json").read_text(encoding="utf-8"))
    told["demand"]["blocked"], told["offers"][0]["organisation"] = [12], "12"
    told["offers"][0] |= {"id": 3, "delivers_to": ["01"]}
    _, demand, offers = read_file(json.dumps(told))
    assert match(demand, offers[0], TODAY, agreement).gated_by == ("blocked",)
    assert offers[0].id == "3"
