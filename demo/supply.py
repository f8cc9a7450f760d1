"""Supply and demand of the demonstration: offers of 2021 as reported, and made-up ones relative to today."""

import csv
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.products.models import Product
from catalog.representation.queries import members
from demo.accounts import HOST
from foundation.accounts.models import Account
from foundation.accounts.queries import Identifier, account_by_identifier
from foundation.audit.rules import SYSTEM, Actor
from foundation.i18n.languages import Lang
from foundation.i18n.text import normalize_spaces
from foundation.permissions.rules import Role
from foundation.places.gazetteer import gazetteer
from foundation.places.locate import locate
from marketplace.matching.amounts import TypedAmount
from marketplace.matching.buyer_rules import BuyerKind
from marketplace.matching.demands import BuyerInput, approve_buyer, begin_demand, open_buyer
from marketplace.matching.listing_rules import Per, Reach, UnitCode
from marketplace.matching.models import Buyer, BuyerDemand, Record, SupplyOffer
from marketplace.matching.offers import Reported, begin, record_reported
from marketplace.matching.roles import BUYER_MEMBER
from marketplace.matching.services import approve, pause, save, submit

DATA = Path(__file__).parent / "data"
REAL, MADE_UP = DATA / "supply_offers.csv", DATA / "supply.json"
UNITS = {"tấn": UnitCode.TONNE, "tạ": UnitCode.TA, "kg": UnitCode.KG, "trứng": UnitCode.PIECE}
PERIODS = {"": Per.TOTAL, "ngày": Per.DAY}


def load_real(session: Session, *, now: datetime) -> int:
    """Record the offers that a public report named in 2021, as they are known; how many are new."""
    places, made = gazetteer(session), 0
    recorded = select(SupplyOffer.title, SupplyOffer.supplier).where(~SupplyOffer.is_demo)
    known = {(title, supplier) for title, supplier in session.execute(recorded)}
    with REAL.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if (row["product"], row["party"]) not in known]
    for row in rows:
        place = locate(places, row["province"], row["district"], row["commune"])
        month = date.fromisoformat(f"{row['date']}-01")
        typed = _typed(row)
        words = None if typed or not row["quantity"] else f"{row['quantity']} {row['unit']} mỗi {row['period']}"
        told = Reported(normalize_spaces(row["product"]), row["party"], place, month, row["source"], typed, words)
        record_reported(session, told, now=now)
        made += 1
    return made


def load_made_up(session: Session, *, now: datetime, today: date) -> int:
    """Make the illustrations that are missing; how many offers and demands."""
    if session.scalar(select(SupplyOffer.id).where(SupplyOffer.is_demo).limit(1)):
        return 0
    story = _Story(session, json.loads(MADE_UP.read_text(encoding="utf-8")), now, today)
    offers = [story.offer(told) for told in story.told["offers"]]
    buyers = {told["key"]: story.buyer(told) for told in story.told["buyers"]}
    demands = [story.demand(told, buyers[told["buyer"]]) for told in story.told["demands"]]
    return len(offers) + len(demands)


def _typed(row: dict[str, str]) -> TypedAmount | None:
    """Return a quantity that is one number; a span is told in words."""
    if not row["quantity"].isdigit() or row["unit"] not in UNITS:
        return None
    return TypedAmount(float(row["quantity"]), UNITS[row["unit"]], None, PERIODS[row["period"]])


@dataclass(frozen=True, slots=True)
class _Story:
    """What producers, buyers and an officer of the demonstration do."""

    session: Session
    told: dict[str, Any]
    now: datetime
    today: date

    def offer(self, told: dict[str, Any]) -> SupplyOffer:
        """Offer a product, as far as its file says."""
        product = self._product(told["product"])
        held = members(self.session, product.producer_id or 0, self.today)
        actor = Actor(held[0].account_id) if held else SYSTEM
        priced = told["price_unit"] is not None
        first = {
            **_amounts(told),
            "tiers": [{"from": least, "dong": dong} for least, dong in told["tiers"]],
            "price_unit": UnitCode(told["price_unit"]) if priced else None,
            "window_from": self._day(told["from"]),
            "window_to": self._day(told["to"]),
        }
        made = begin(self.session, actor, product, first, now=self.now, today=self.today)
        rest = {name: told[name] for name in ("words", "delivery", "payment_days")}
        rest |= {"reach": Reach(told["reach"]), "provinces": told.get("provinces", []), "is_fresh": told["fresh"]}
        rest |= {"includes": told["includes"] or [], "includes_said": told["includes"] is not None}
        rest |= {"certifications": [{"code": code, "until": None} for code in told["certifications"]]}
        months = told["season"]
        rest |= {"season": [float(number in months) for number in range(1, 13)] if months else []}
        rest |= {"min_amount": told["least"]}
        save(self.session, actor, made, rest, now=self.now, today=self.today)
        self._end(actor, made, told["end"])
        return made

    def buyer(self, told: dict[str, Any]) -> Buyer:
        """Open a buyer's organisation; an officer approves it, or has not looked yet."""
        seat = gazetteer(self.session).by_code(told["seat"], self.today) if told["seat"] else None
        said = BuyerInput(told["name"], BuyerKind(told["kind"]), told["country"], told["number"], seat)
        opener = self._account(BUYER_MEMBER)
        made = open_buyer(self.session, opener, said, now=self.now, today=self.today, is_demo=True)
        if told["approved"]:
            approve_buyer(self.session, self._officer(), made, now=self.now)
        return made

    def demand(self, told: dict[str, Any], buyer: Buyer) -> BuyerDemand:
        """Say what a buyer needs."""
        actor, unit = (
            Actor(self._account(BUYER_MEMBER).id),
            gazetteer(self.session).by_code(told["province"], self.today),
        )
        if unit is None:
            raise LookupError(told["province"])
        said = {
            **_amounts(told),
            "title": told["title"],
            "words": told["words"],
            "written_in": Lang(told["lang"]),
            "group_id": self._product(told["group_of"]).group_id,
            "target_dong": told["dong"],
            "price_unit": UnitCode(told["price_unit"]) if told["price_unit"] else None,
            "is_hard": told["hard"],
            "includes": told["includes"] or [],
            "includes_said": told["includes"] is not None,
            "place_id": unit.id,
            "province_code": unit.province_code,
            "delivery_from": self._day(told["from"]),
            "delivery_to": self._day(told["to"]),
            "valid_until": self._day(told["until"]),
            "min_stars": told["stars"],
            "certifications": told["certifications"],
            "payment_days": told["payment_days"],
            "wants_samples": told["samples"],
            "is_sealed": told["sealed"],
        }
        made = begin_demand(self.session, actor, buyer, said, now=self.now, today=self.today)
        self._end(actor, made, told["end"])
        return made

    def _end(self, actor: Actor, made: Record, at: str) -> None:
        """Bring it to where its file says it stands."""
        submit(self.session, actor, made, now=self.now, today=self.today)
        if at == "review":
            return
        approve(self.session, self._officer(), made, now=self.now, today=self.today)
        if at == "paused":
            pause(self.session, actor, made)

    def _day(self, after: int) -> date:
        return self.today + timedelta(days=after)

    def _product(self, name: str) -> Product:
        return self.session.scalars(select(Product).where(Product.is_demo, Product.name == name)).one()

    def _officer(self) -> Actor:
        return Actor(self._account(Role.PROVINCE_OFFICER).id)

    def _account(self, role: Role) -> Account:
        found = account_by_identifier(self.session, Identifier(email=f"{role.replace('_', '.')}@{HOST}"))
        if found is None:
            raise LookupError(f"the demonstration has no {role}")
        return found


def _amounts(told: dict[str, Any]) -> dict[str, Any]:
    holds, of = told["pack"] or (None, None)
    return {
        "amount": float(told["amount"]),
        "unit": UnitCode(told["unit"]),
        "per": Per(told["per"]),
        "pack_amount": None if holds is None else float(holds),
        "pack_unit": UnitCode(of) if of else None,
    }
