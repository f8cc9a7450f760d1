"""Steps of events that two people take, for the contract of all such steps."""

from typing import Protocol

from sqlalchemy.orm import Session

from foundation.audit.rules import SYSTEM, Actor
from foundation.db.base import now
from marketplace.events import services as events
from marketplace.events.details import ResultsInput, publish_results, record_results, set_province
from tests.foundation.permissions.conftest import person
from tests.marketplace.events.conftest import announced, told
from tests.support.databases import TODAY


class Staged(Protocol):
    """Where the steps are taken."""

    @property
    def session(self) -> Session: ...


def an_event(stage: Staged, first: Actor, second: Actor) -> None:
    """Whoever added a province to a stranger's draft wrote in it too."""
    session, stranger = stage.session, Actor(person(stage.session, "lan").id)
    made = events.add(session, stranger, told())
    set_province(session, first, made, "19", target=1, registered=None)
    events.submit(session, stranger, made, now=now(), today=TODAY)
    events.publish(session, second, made, now=now(), today=TODAY)


def the_results_of_an_event(stage: Staged, first: Actor, second: Actor) -> None:
    session, made = stage.session, announced(stage.session, starts_on=TODAY, lasts=1)
    events.hold(session, SYSTEM, made, today=TODAY)
    record_results(session, first, made, ResultsInput(visitors=1), now=now())
    publish_results(session, second, made, now=now())
