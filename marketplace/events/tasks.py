"""What is done by itself: whoever agreed to hear of fairs is told of a new one of their provinces and groups."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.products.tree import group_tree
from foundation.accounts.models import Account
from foundation.db.base import now
from foundation.db.database import Database
from foundation.privacy.consents import notify_agreed
from foundation.privacy.models import Consent
from foundation.privacy.rules import Purpose
from marketplace.events.interests import concerns, interest_of
from marketplace.events.models import Event
from marketplace.events.notices import NEW, facts_of, once_new
from marketplace.events.queries import event_with_all
from marketplace.events.rules import State

Handler = Callable[[Database, Mapping[str, Any]], None]


def news_job(today: Callable[[], date]) -> Handler:
    """Build the job that tells of a new event."""

    def tell(database: Database, payload: Mapping[str, Any]) -> None:
        with database.unit_of_work() as session:
            event = event_with_all(session, payload["event_id"])
            if event and event.state is State.PUBLISHED and event.last_on >= today():
                tell_news(session, event, today())

    return tell


def tell_news(session: Session, event: Event, today: date) -> int:
    """Tell everybody who agreed and whom it concerns, each once; how many."""
    tree, told = group_tree(session), 0
    groups = frozenset(tree.nodes[one.group_id].code for one in event.groups if one.group_id in tree.nodes)
    office = {event.office.province_code} if event.office else set()
    provinces = frozenset({event.province_code, *office, *(one.province_code for one in event.provinces)})
    for account in _agreed(session):
        if concerns(interest_of(session, account.id), provinces, groups):
            key, facts = once_new(event), facts_of(event)
            said = {"facts": facts, "dedupe_key": key, "now": now(), "today": today}
            told += notify_agreed(session, account, Purpose.NEWS, NEW, **said) is not None  # type: ignore[arg-type]
    return told


def _agreed(session: Session) -> Iterator[Account]:
    """Yield those who agreed to letters about fairs and did not take it back."""
    agreed = select(Consent.account_id).filter_by(purpose=Purpose.NEWS, withdrawn_at=None)
    wanted = select(Account).where(Account.id.in_(agreed)).order_by(Account.id)
    yield from session.scalars(wanted)
