"""What is done by itself: whether whoever was named to follow has an account is looked up where nobody can watch."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from catalog.producers.queries import producer_by_id
from catalog.representation.queries import members
from catalog.representation.rules import Position, Refusal
from catalog.representation.services import hand_over
from foundation.accounts.queries import account_by_id, account_by_identifier, read_identifier
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import Database
from foundation.workflow.rules import Refused

Handler = Callable[[Database, Mapping[str, Any]], None]


def namer(today: Callable[[], date]) -> Handler:
    """Make the claim of whoever was named, if that account is there and may follow; else do nothing."""

    def name(database: Database, payload: Mapping[str, Any]) -> None:
        try:
            with database.unit_of_work() as session:
                leaving = account_by_id(session, payload["leaving_id"])
                producer = producer_by_id(session, payload["producer_id"])
                speaking = [held.account_id for held in members(session, payload["producer_id"], today())]
                if leaving is None or producer is None or leaving.id not in speaking:
                    return
                to = account_by_identifier(session, read_identifier(payload["identifier"]))
                position = Position(payload["position"])
                actor = Actor(leaving.id)
                hand_over(session, actor, producer, leaving, to=to, position=position, now=now(), today=today())
        except Refused as refused:
            refused.of(Refusal)  # whoever named them is told the same as if it had been done

    return name
