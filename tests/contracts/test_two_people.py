"""Every step that needs two people asks one predicate, and counts the person in whose stead somebody acts."""

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy.orm import Session

from admin.merges.services import merge
from admin.registry.rules import AppointmentObstacle
from admin.registry.services import may_end
from catalog.announcements.rules import Kind
from catalog.announcements.services import approve as approve_announcement
from catalog.announcements.services import save as rewrite
from catalog.producers.models import Producer
from catalog.producers.roles import PRODUCER_MEMBER
from catalog.producers.services import add_producer
from catalog.products.models import Product
from catalog.products.services import ProductFacts, add_product
from catalog.profiles import services as profiles
from catalog.profiles.queries import open_profile
from catalog.representation import services as representation
from catalog.representation.rules import Position
from foundation.accounts.keys import Keys
from foundation.accounts.models import Account
from foundation.accounts.services import issue_code, reset_with_code
from foundation.audit.rules import SYSTEM, Actor
from foundation.db.base import now
from foundation.db.database import Database
from foundation.permissions.models import Appointment
from foundation.permissions.offers import appointed_them
from foundation.permissions.queries import jurisdiction_of, principal_of
from foundation.permissions.rules import Role
from foundation.permissions.services import RoleSubject, Term, appoint, delegate, offer
from foundation.privacy import rules as privacy_rules
from foundation.privacy import services as privacy
from foundation.workflow.rules import Refused
from tests.catalog.announcements.records import WORDS, submitted, written
from tests.contracts.test_tree import OURS, ROOT, TREES
from tests.foundation.permissions.conftest import _cheap_hash, person, place
from tests.marketplace.events.two_people import an_event, the_results_of_an_event
from tests.marketplace.matching.two_people import OF_LISTINGS, a_buyer
from tests.marketplace.outlets.records import a_photo_of_a_shop
from tests.support.databases import TODAY

__all__ = ["_cheap_hash"]
DIALECTS, OFFICE, A, B, C = ["sqlite"], Term(TODAY, decision="1/QĐ"), "an", "binh", "cuc"


@dataclass(frozen=True)
class Stage:
    """Three people and one producer; `of` makes who acts."""

    session: Session
    people: Mapping[str, Account]
    producer: Producer

    def of(self, name: str, acts_for: str | None = None) -> Actor:
        """Somebody, perhaps in the stead of another."""
        return Actor(self.people[name].id, self.people[acts_for].id if acts_for else None)

    def account(self, actor: Actor) -> Account:
        return self.session.get_one(Account, actor.account_id)


@pytest.fixture
def stage(reference_db: Database) -> Iterator[Stage]:
    with reference_db.unit_of_work() as session:
        commune = place(session, "00004")
        names: dict[str, Any] = {"former_province_code": "01", "province_code": "01", "place_id": commune.id}
        made = add_producer(session, name="HTX Bình Minh", **names)
        session.flush()
        yield Stage(session, {name: person(session, name) for name in (A, B, C)}, made)


def an_announcement(stage: Stage, first: Actor, second: Actor) -> None:
    at, session = now(), stage.session
    made = written(session, first, None, kind=Kind.NEWS, at=at).announcement_id
    revision = submitted(session, Actor(first.account_id), made, at=at)
    approve_announcement(session, second, made, publish_at=None, revision=revision, now=at)


def an_announcement_somebody_else_began(stage: Stage, first: Actor, second: Actor) -> None:
    """Whoever changed a word wrote in it too."""
    at, session, stranger = now(), stage.session, Actor(person(stage.session, "lan").id)
    version = written(session, stranger, None, kind=Kind.NEWS, at=at)
    rewrite(session, first, version.announcement_id, WORDS, revision=version.revision, now=at)
    revision = submitted(session, stranger, version.announcement_id, at=at)
    approve_announcement(session, second, version.announcement_id, publish_at=None, revision=revision, now=at)


def a_profile(stage: Stage, first: Actor, second: Actor) -> None:
    """Worked on by the first and then by a stranger, who hands it in."""
    session, stranger = stage.session, Actor(person(stage.session, "lan").id)
    facts = ProductFacts("Chè Bình Minh", "01", "01", stage.producer.place_id, producer_id=stage.producer.id)
    tea: Product = add_product(session, facts, {})
    session.flush()
    said: dict[str, Any] = {"name": "VietGAP", "number": "1", "valid_until": None, "paper": None}
    profiles.add_certification(session, first, tea, **said, now=now())
    profiles.save(session, stranger, tea, said={"packaging": "Hộp 200 g"}, now=now())
    profiles.submit(session, stranger, tea, now=now(), today=TODAY)
    waiting = open_profile(session, tea.id)
    assert waiting
    profiles.approve(session, second, waiting, now=now())


def a_claim(stage: Stage, first: Actor, second: Actor) -> None:
    session, mine = stage.session, stage.account(first)
    said: dict[str, Any] = {"position": Position.HEAD, "words": "x", "proof": None, "now": now(), "today": TODAY}
    claim = representation.lodge(session, Actor(mine.id), stage.producer, mine, **said)
    representation.accept(session, second, claim, ending=(), now=now(), today=TODAY)


def a_record_handed_over(stage: Stage, first: Actor, second: Actor) -> None:
    """By the first to a stranger."""
    session, mine, to = stage.session, stage.account(first), person(stage.session, "lan")
    of = RoleSubject(None, stage.producer.id)
    appoint(session, SYSTEM, mine, role=PRODUCER_MEMBER, term=Term(TODAY), held_for=of)
    said: dict[str, Any] = {"to": to, "position": Position.HEAD, "now": now(), "today": TODAY}
    claim = representation.hand_over(session, Actor(mine.id), stage.producer, mine, **said)
    representation.refuse(session, second, claim, answer="x", now=now())


def a_request_about_personal_data(stage: Stage, first: Actor, second: Actor) -> None:
    session, mine = stage.session, stage.account(first)
    kind = privacy_rules.Kind.OBJECT
    asked = privacy.lodge(session, Actor(mine.id), mine, kind=kind, text="x", now=now(), today=TODAY)
    privacy.reply(session, second, asked, text="x", now=now())


def an_appointment(stage: Stage, first: Actor, second: Actor) -> None:
    """The first gives it, the second would get it."""
    offer(stage.session, first, stage.account(second), role=Role.MINISTRY_OFFICER, term=OFFICE, today=TODAY)


def an_appointment_at_once(stage: Stage, first: Actor, second: Actor) -> None:
    appoint(stage.session, first, stage.account(second), role=Role.MINISTRY_OFFICER, term=OFFICE)


def a_loan(stage: Stage, first: Actor, second: Actor) -> None:
    """Of a stranger's office, which the first may give."""
    held = appoint(stage.session, SYSTEM, person(stage.session, "lan"), role=Role.MINISTRY_OFFICER, term=OFFICE)
    week = {"starts_on": TODAY, "ends_on": TODAY.replace(day=TODAY.day + 5), "reason": "Nghỉ phép", "today": TODAY}
    delegate(stage.session, first, held, to=stage.account(second), **week)  # type: ignore[arg-type]


def a_code_for_whoever_was_appointed(stage: Stage, first: Actor, second: Actor) -> None:
    """Offered by the first, handed over by the second."""
    session, to = stage.session, person(stage.session, "lan")
    offer(session, first, to, role=PRODUCER_MEMBER, term=Term(TODAY), held_for=RoleSubject(None, 7), today=TODAY)
    if appointed_them(session, second, to.id, TODAY):
        raise Refused(AppointmentObstacle.MAY_NOT)


def an_office_for_whoever_was_handed_a_code(stage: Stage, first: Actor, second: Actor) -> None:
    """Handed over by the first and used, then the second appoints."""
    session, to, keys = stage.session, person(stage.session, "lan"), Keys("k" * 40)
    code = issue_code(session, first, to, keys=keys, now=now())
    reset_with_code(session, to, code=code, password="mưa chiều bên bến sông", keys=keys, now=now())
    offer(session, second, to, role=Role.MINISTRY_OFFICER, term=OFFICE, today=TODAY)


def a_merge_of_producers(stage: Stage, first: Actor, second: Actor) -> None:
    """The first speaks for the one that stays, the second merges."""
    session, kept = stage.session, stage.producer
    of = RoleSubject(object_id=kept.id)
    appoint(session, SYSTEM, stage.account(first), role=PRODUCER_MEMBER, term=Term(TODAY), held_for=of)
    names: dict[str, Any] = {"former_province_code": "01", "province_code": "01", "place_id": kept.place_id}
    gone = add_producer(session, name="HTX Hoàng Hôn", **names)
    session.flush()
    merge(session, second, kept, gone, (), now=now())


def the_end_of_an_office(stage: Stage, first: Actor, second: Actor) -> None:
    """The first holds it; the second ends it by an office of their own, or by a loan of the first's or a third's."""
    session = stage.session
    held = appoint(session, SYSTEM, stage.account(first), role=Role.MINISTRY_OFFICER, term=OFFICE)
    lender = second.acting_for_id or second.account_id
    mine = held if lender == held.account_id else None
    if mine is None:
        mine = appoint(session, SYSTEM, session.get_one(Account, lender), role=Role.SYSTEM_OPERATOR, term=OFFICE)
    if second.acting_for_id:
        lend(session, mine, second)
    if not may_end(principal_of(session, second.account_id or 0, TODAY), held, jurisdiction_of(held)):
        raise Refused(AppointmentObstacle.MAY_NOT)


def lend(session: Session, held: Appointment, to: Actor) -> None:
    """As accepted long ago."""
    week = {"starts_on": TODAY, "ends_on": TODAY.replace(day=TODAY.day + 5), "reason": "Nghỉ phép", "today": TODAY}
    made = delegate(session, SYSTEM, held, to=session.get_one(Account, to.account_id), **week)  # type: ignore[arg-type]
    made.offer, made.answered_at = made.offer.ACCEPTED, made.granted_at
    session.flush()


OWN = {"own", "own_record", "own_work", "may_not", "not_to_oneself", "handed_the_code"}
"""How the rooms say it."""

BOTH = (
    an_announcement,
    an_announcement_somebody_else_began,
    an_event,
    the_results_of_an_event,
    *OF_LISTINGS,
    a_profile,
    a_code_for_whoever_was_appointed,
    an_office_for_whoever_was_handed_a_code,
)
"""Steps of which either may be taken in another's stead."""

SECOND = (
    a_claim,
    a_record_handed_over,
    a_request_about_personal_data,
    a_photo_of_a_shop,
    a_buyer,
    a_merge_of_producers,
    the_end_of_an_office,
)
"""Steps that begin with one's own record."""

FIRST = (an_appointment, an_appointment_at_once, a_loan)
"""Steps that end with somebody who gets something."""

Pair = tuple[tuple[str, str | None], tuple[str, str | None]]
ONE_PERSON: Mapping[str, Pair] = {
    "the same": ((A, None), (A, None)),
    "the first in the second's stead": ((B, A), (A, None)),
    "the second in the first's stead": ((A, None), (B, A)),
    "both in a third's": ((B, A), (C, A)),
    "the same, once in another's stead": ((B, A), (B, None)),
}
TWO_PEOPLE: Mapping[str, Pair] = {
    "two": ((A, None), (B, None)),
    "a second who acts for a third": ((A, None), (B, C)),
    "a first who acts for a third": ((A, C), (B, None)),
}


def cases(pairs: Mapping[str, Pair]) -> list[Any]:
    sides = ((BOTH, True, True), (SECOND, False, True), (FIRST, True, False))
    return [
        pytest.param(step, first, second, id=f"{step.__name__}: {name}")
        for steps, may_first, may_second in sides
        for name, (first, second) in pairs.items()
        for step in steps
        if (may_first or not first[1]) and (may_second or not second[1])
    ]


Step = Callable[[Stage, Actor, Actor], None]


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(("step", "first", "second"), cases(ONE_PERSON))
def test_one_person_does_not_take_both_steps(
    stage: Stage, step: Step, first: tuple[str, str | None], second: tuple[str, str | None]
) -> None:
    with pytest.raises(Refused) as refused:
        step(stage, stage.of(*first), stage.of(*second))
    assert refused.value.reason in OWN


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(("step", "first", "second"), cases(TWO_PEOPLE))
def test_two_people_do(stage: Stage, step: Step, first: tuple[str, str | None], second: tuple[str, str | None]) -> None:
    step(stage, stage.of(*first), stage.of(*second))


OF_OFFICES = (an_appointment, an_appointment_at_once, a_loan, an_office_for_whoever_was_handed_a_code)
ASKED_IN = {
    "foundation/permissions/rules.py": None,
    "foundation/permissions/offers.py": (a_code_for_whoever_was_appointed,),
    "foundation/permissions/services.py": OF_OFFICES,
    "foundation/privacy/services.py": (a_request_about_personal_data,),
    "catalog/announcements/rules.py": (an_announcement, an_announcement_somebody_else_began),
    "catalog/profiles/services.py": (a_profile,),
    "catalog/representation/services.py": (a_claim, a_record_handed_over),
    "marketplace/matching/services.py": OF_LISTINGS,
    "marketplace/matching/demands.py": (a_buyer,),
    "marketplace/outlets/photos.py": (a_photo_of_a_shop,),
    "marketplace/events/rules.py": (an_event, the_results_of_an_event),
    "admin/registry/services.py": (the_end_of_an_office,),
    "admin/merges/members.py": (a_merge_of_producers,),
}
"""Where the predicate is asked, and the steps above that show it."""

NOT_TWO_STEPS = {
    ("foundation/audit/personal.py", "export"): "what somebody did is told to them",
    ("foundation/audit/queries.py", "_filtered"): "the audit is narrowed to what somebody did",
    ("catalog/reports/services.py", "take"): "whoever took a report may take it again",
    ("catalog/reports/views_desk.py", "_page"): "the page says that it is in one's own hand",
    ("catalog/announcements/services.py", "withdraw_submission"): "whoever began it is told, if another did it",
    ("admin/cycle/notices.py", "_tell"): "whoever moved a dossier needs not be told",
    ("admin/cycle/personal.py", "export"): "what somebody did is told to them",
    ("marketplace/events/notices.py", "tell_writers"): "whoever did it needs not be told",
    ("admin/registry/services.py", "_is_mine"): "whoever lent or borrowed gives back alone",
    ("admin/registry/services.py", "may_lend"): "one's own may be lent by oneself",
    ("admin/registry/services.py", "lend"): "the same",
}
"""Comparisons of who acts with a number that ask for no second person."""


def names_an_actor(node: ast.AST) -> bool:
    """Whether this reads who acts: `actor.account_id`, `who.account_id`, `….acting_for_id`, `….people`."""
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute):
            by = part.value.id if isinstance(part.value, ast.Name) else ""
            if part.attr == "acting_for_id" or (part.attr in {"account_id", "people"} and by in {"actor", "who"}):
                return True
    return False


def compared() -> Iterator[tuple[str, str]]:
    """(file, function) of every comparison with who acts, and of every intersection of people."""
    for path in OURS:
        for function in ast.walk(TREES[path]):
            if isinstance(function, ast.FunctionDef):
                for node in ast.walk(function):
                    crosses = isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd)
                    if (isinstance(node, ast.Compare) or crosses) and names_an_actor(node) and not _to_nothing(node):
                        yield str(path.relative_to(ROOT)), function.name


def _to_nothing(node: ast.AST) -> bool:
    """Whether it only asks if there is anybody."""
    return isinstance(node, ast.Compare) and all(
        isinstance(one, ast.Constant) and one.value is None for one in node.comparators
    )


def test_nobody_compares_people_around_the_predicate() -> None:
    found = set(compared()) - {("foundation/permissions/rules.py", "different_people")}
    assert found == set(NOT_TWO_STEPS), "ask `different_people`, or say above why no second person is needed"


def test_every_place_that_asks_is_shown_by_steps() -> None:
    asking = {
        str(path.relative_to(ROOT))
        for path in OURS
        for node in ast.walk(TREES[path])
        if isinstance(node, ast.Name) and node.id == "different_people"
    }
    shown = {*BOTH, *FIRST, *SECOND}
    assert asking | {"foundation/permissions/rules.py"} == set(ASKED_IN)
    assert {step for steps in ASKED_IN.values() for step in steps or ()} == shown
