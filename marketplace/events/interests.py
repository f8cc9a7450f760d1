"""Of which provinces and product groups somebody wants to hear, and whether an event concerns them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from foundation.audit.rules import Actor
from foundation.audit.services import record
from marketplace.events.models import EventInterest


@dataclass(frozen=True, slots=True)
class Interest:
    """Codes of provinces of today and of product groups; none stands for all."""

    provinces: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()


def concerns(interest: Interest, provinces: Collection[str], groups: Collection[str]) -> bool:
    """Whether an event that happens in, or invites, these provinces and is about these groups (or all) concerns one."""
    in_place = not interest.provinces or bool(interest.provinces & set(provinces))
    is_about = not interest.groups or not groups or bool(interest.groups & set(groups))
    return in_place and is_about


def interest_of(session: Session, account_id: int) -> Interest:
    """Return what somebody chose; all where they chose nothing."""
    kept = session.get(EventInterest, account_id)
    return Interest(frozenset(kept.provinces), frozenset(kept.groups)) if kept else Interest()


def choose(session: Session, actor: Actor, account_id: int, interest: Interest) -> None:
    """Keep what somebody wants to hear of; a choice of all is none."""
    kept = session.get(EventInterest, account_id) or EventInterest(account_id=account_id)
    kept.provinces, kept.groups = sorted(interest.provinces), sorted(interest.groups)
    session.add(kept)
    session.flush()
    record(session, actor, "account:choose-events", account_id)
