"""Steps of supply and demand that two people take, for the contract of all such steps."""

from typing import Protocol

from sqlalchemy.orm import Session

from foundation.accounts.models import Account
from foundation.audit.rules import SYSTEM, Actor
from foundation.db.base import now
from marketplace.matching.demands import approve_buyer, begin_demand
from marketplace.matching.services import approve, save, submit
from tests.foundation.permissions.conftest import person
from tests.marketplace.matching.conftest import drafted, organisation, wanted
from tests.support.databases import TODAY


class Staged(Protocol):
    """Where the steps are taken."""

    @property
    def session(self) -> Session: ...

    def account(self, actor: Actor) -> Account: ...


def an_offer(stage: Staged, first: Actor, second: Actor) -> None:
    """Whoever changed a word in a stranger's draft wrote in it too."""
    session, stranger = stage.session, Actor(person(stage.session, "lan").id)
    made = drafted(session, stranger)
    save(session, first, made, {"words": "Hái tay."}, now=now(), today=TODAY)
    submit(session, stranger, made, now=now(), today=TODAY)
    approve(session, second, made, now=now(), today=TODAY)


def a_demand(stage: Staged, first: Actor, second: Actor) -> None:
    session = stage.session
    buyer = organisation(session, person(session, "lan"))
    approve_buyer(session, SYSTEM, buyer, now=now())
    made = begin_demand(session, first, buyer, wanted(session), now=now(), today=TODAY)
    submit(session, SYSTEM, made, now=now(), today=TODAY)
    approve(session, second, made, now=now(), today=TODAY)


def a_buyer(stage: Staged, first: Actor, second: Actor) -> None:
    made = organisation(stage.session, stage.account(first))
    approve_buyer(stage.session, second, made, now=now())


OF_LISTINGS = (an_offer, a_demand)
