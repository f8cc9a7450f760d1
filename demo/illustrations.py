"""The illustrative province: made-up producers beside the real ones, made by the very services that people use.

Everything is of the day it is made on. What is there already is left alone, so that loading again changes nothing.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from admin.decisions.models import DecisionEntry
from admin.decisions.services import NamedDecision, attach_scan, enter, open_entry
from admin.intake_review.services import record_by_hand
from catalog.certificates.ending_rules import Ending, Extension, last_day
from catalog.certificates.endings import as_seen, end_certificate, extend_certificate
from catalog.certificates.models import Certificate
from catalog.certificates.rules import EndedBy
from catalog.intake.matching import RowInput
from catalog.producers.models import Producer
from catalog.producers.roles import PRODUCER_MEMBER
from catalog.products.models import Product
from catalog.profiles.queries import open_profile
from catalog.profiles.rules import State
from catalog.profiles.services import add_photo, approve, save, submit
from catalog.regulations.editions import LAW, edition_on
from catalog.regulations.rules import months_after
from catalog.representation.queries import members
from catalog.representation.rules import Position
from catalog.representation.services import accept, lodge
from demo.accounts import HOST, PROVINCE
from demo.pictures import paper, photo
from foundation.accounts.models import Account
from foundation.accounts.queries import Identifier, account_by_identifier
from foundation.audit.rules import SYSTEM, Actor
from foundation.files.services import prepare_document, prepare_image
from foundation.files.storage import Storage
from foundation.permissions.rules import Role
from foundation.places.models import Place, PlaceLevel
from foundation.workflow.rules import Refused

_DATA = Path(__file__).parent / "data" / "illustrations.json"

OLD, NEW, MINISTRY = "old", "new", "ministry"


def load_records(session: Session, *, today: date) -> int:
    """Record the made-up producers with their products, where there are none yet; how many products."""
    if session.scalar(select(Product.id).where(Product.is_demo).limit(1)):
        return 0
    place, made = _province(session), 0
    for maker, product in _products():
        row = RowInput(product["name"], maker["name"], maker["commune"])
        record_by_hand(session, SYSTEM, place, row, today=today, is_demo=True)
        made += 1
    return made


def load_story(session: Session, storage: Storage, *, now: datetime, today: date) -> int:
    """Load what happened to them: decisions, a revocation, claims, photos; return how many certificates."""
    if session.scalar(select(DecisionEntry.id).where(DecisionEntry.is_demo).limit(1)):
        return 0
    story = _Story(session, storage, now, today)
    for decision in story.decisions:
        story.enter(decision)
    story.extend_and_revoke()
    for maker in _story()["producers"]:
        story.claim(maker)
    for maker, product in _products():
        story.describe(maker, product)
    story.begin_anew()
    made = select(func.count()).select_from(Certificate).join(Product).where(Product.is_demo)
    return session.scalar(made) or 0


@dataclass(frozen=True, slots=True)
class _Decision:
    """A made-up decision: the word by which products name it, and what names it in the world."""

    key: str
    named: NamedDecision

    @property
    def title(self) -> str:
        return f"QUYẾT ĐỊNH {self.named.number}"


class _Story:
    """What officers and producers of the demonstration do."""

    def __init__(self, session: Session, storage: Storage, now: datetime, today: date) -> None:
        self.session, self.storage, self.now, self.today = session, storage, now, today
        self.officer = Actor(self._account(Role.PROVINCE_OFFICER).id)
        self.member = self._account(PRODUCER_MEMBER)

    def _account(self, role: Role) -> Account:
        found = account_by_identifier(self.session, Identifier(email=f"{role.replace('_', '.')}@{HOST}"))
        if found is None:
            raise LookupError(f"the demonstration has no {role}")
        return found

    @cached_property
    def decisions(self) -> tuple[_Decision, ...]:
        """One that is over but for what was extended, one of this year, one of the ministry."""
        over = months_after(self.today, -edition_on(self.today).validity.months) - timedelta(days=40)
        days = {OLD: over, NEW: self.today - timedelta(days=300), MINISTRY: self.today - timedelta(days=150)}
        return tuple(
            _Decision(
                one["key"],
                NamedDecision(one["authority"], one["level"], one["number"], max(days[one["key"]], LAW.began)),
            )
            for one in _story()["decisions"]
        )

    @cached_property
    def products(self) -> dict[str, Product]:
        """The illustrations by their names."""
        return {one.name: one for one in self.session.scalars(select(Product).where(Product.is_demo))}

    @cached_property
    def makers(self) -> dict[str, Producer]:
        """The made-up producers by their names."""
        return {one.name: one for one in self.session.scalars(select(Producer).where(Producer.is_demo))}

    def enter(self, decision: _Decision) -> None:
        """Enter a decision with its table and a scan, as an officer does."""
        rows = [
            RowInput(product["name"], maker["name"], maker["commune"], str(product["granted"][decision.key]))
            for maker, product in _products()
            if decision.key in product["granted"]
        ]
        place, named = _province(self.session), decision.named
        entry = open_entry(self.session, self.officer, place, named, rows, now=self.now, today=self.today, is_demo=True)
        lines = [f"{n}. {row.name}, {row.producer}: {row.stars} sao" for n, row in enumerate(rows, start=1)]
        scan = paper(decision.title, [named.authority, f"ngày {named.issued_on:%d/%m/%Y}", "", *lines])
        prepared = prepare_document(self.storage, scan, name="quyet-dinh-minh-hoa.pdf")
        attach_scan(self.session, self.officer, entry.id, prepared)
        enter(self.session, self.officer, entry.id, version=entry.version, now=self.now, today=self.today)

    def extend_and_revoke(self) -> None:
        """Extend what waits for its renewal, and revoke one."""
        for _maker, product in _products():
            if product.get("extended"):
                self._extend(self._certificate(product["name"]))
            if product.get("revoked"):
                self._revoke(self._certificate(product["name"]), product["revoked"])

    def _extend(self, held: Certificate) -> None:
        fact = held.fact()
        until = last_day(fact, self.today)
        if until is None:
            return  # the law of today knows no extension
        asked = Extension(
            lodged_on=fact.valid_until - timedelta(days=30),
            until=until,
            reason="Hồ sơ phân hạng lại đã nộp, đang chờ kết quả (minh hoạ).",
        )
        try:
            extend_certificate(self.session, self.officer, held.id, asked, seen=as_seen(held), today=self.today)
        except Refused:
            return  # on days for which the law knows no extension there is none to show

    def _revoke(self, held: Certificate, ground: str) -> None:
        issued_on = max(self.today - timedelta(days=20), held.issued_on)
        asked = Ending(by=EndedBy.REVOKED, ground=ground, issued_on=issued_on, **_story()["revocation"])
        end_certificate(self.session, self.officer, held.id, asked, seen=as_seen(held), today=self.today)

    def _certificate(self, name: str) -> Certificate:
        wanted = select(Certificate).filter_by(product_id=self.products[name].id, ended_by=None)
        return self.session.scalars(wanted).one()

    def claim(self, maker: dict[str, Any]) -> None:
        """Somebody claims a record; an officer finds it true, or has not looked yet."""
        producer = self.makers[maker["name"]]
        if "claimed" not in maker or members(self.session, producer.id, self.today):
            return
        proof = paper("GIẤY CHỨNG NHẬN ĐĂNG KÝ", [producer.name, "Giấy tờ này chỉ để minh hoạ."])
        claim = lodge(
            self.session,
            Actor(self.member.id),
            producer,
            self.member,
            position=Position.HEAD,
            words="Tôi phụ trách cơ sở này (minh hoạ).",
            proof=prepare_document(self.storage, proof, name="dang-ky-minh-hoa.pdf"),
            now=self.now,
            today=self.today,
        )
        if maker["claimed"] == "accepted":
            accept(self.session, self.officer, claim, ending=(), now=self.now, today=self.today)

    def describe(self, maker: dict[str, Any], product: dict[str, Any]) -> None:
        """Load the producer's own words and photos; what an officer has to look at is approved."""
        if "said" not in product or not self._speaks_for(self.makers[maker["name"]]):
            return
        actor, shown = Actor(self.member.id), self.products[product["name"]]
        save(self.session, actor, shown, said=product["said"], now=self.now)
        for number in range(product["photos"]):
            picture = photo(product["picture"], number, colour=shown.id)
            drawn = prepare_image(self.storage, picture, name="minh-hoa.png")
            add_photo(self.session, actor, shown, photo=drawn, now=self.now)
        waits = submit(self.session, actor, shown, now=self.now, today=self.today) is State.WAITING
        waiting = open_profile(self.session, shown.id, to_change=True) if waits else None
        if waiting:
            approve(self.session, self.officer, waiting, now=self.now)

    def begin_anew(self) -> None:
        """One more version of the first product waits on the officers' desk."""
        maker, product = next(_products())
        if self._speaks_for(self.makers[maker["name"]]):
            actor, shown = Actor(self.member.id), self.products[product["name"]]
            save(self.session, actor, shown, said=_story()["waiting"], now=self.now)
            submit(self.session, actor, shown, now=self.now, today=self.today)

    def _speaks_for(self, producer: Producer) -> bool:
        return any(held.account_id == self.member.id for held in members(self.session, producer.id, self.today))


def _story() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(_DATA.read_text(encoding="utf-8"))
    return told


def _products() -> Any:
    """Every product with its maker."""
    return ((maker, product) for maker in _story()["producers"] for product in maker["products"])


def _province(session: Session) -> Place:
    wanted = select(Place).filter_by(code=PROVINCE, level=PlaceLevel.PROVINCE, valid_to=None)
    return session.scalars(wanted).one()
