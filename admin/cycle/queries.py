"""Reading dossiers: a producer's own, those of an officer's territory, one with all that was done to it."""

import re
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from admin.cycle.models import Dossier, DossierEvent, DossierGap
from admin.cycle.rules import ENDED, Stage, Verb
from catalog.producers.models import Producer
from foundation.i18n.text import fold
from foundation.permissions.queries import within
from foundation.permissions.rules import Scope

LISTED_MAX = 200
"""Dossiers on one list; filters narrow it."""

NUMBER = re.compile(r"(?:HS-\d{4}-)?(\d{1,12})", re.ASCII | re.IGNORECASE)
"""A dossier's number, whole or what it ends in."""

_WHOLE = (joinedload(Dossier.producer).joinedload(Producer.place), joinedload(Dossier.place))


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of dossiers is narrowed to; empty ones leave all in."""

    words: str = ""
    stage: Stage | None = None
    level: str = ""
    step: str = ""
    edition: str = ""
    ended: bool = False


def dossier_by_id(session: Session, dossier_id: int, *, to_change: bool = False) -> Dossier | None:
    """Return a dossier; `to_change` makes whoever acts on the same one wait."""
    asked = select(Dossier).filter_by(id=dossier_id)
    asked = asked.with_for_update() if to_change else asked.options(*_WHOLE)
    return session.scalars(asked).one_or_none()


def dossiers_of(session: Session, producer_id: int) -> list[Dossier]:
    """Return a producer's dossiers: open ones first, the newest first."""
    asked = select(Dossier).filter_by(producer_id=producer_id).options(*_WHOLE)
    return list(session.scalars(asked.order_by(Dossier.ended_at.is_not(None), Dossier.id.desc())))


def desk(session: Session, scope: Scope, filters: Filters) -> list[Dossier]:
    """Return what is in an officer's territory: what is due first comes first."""
    seen = (within(scope, Dossier.place_id), Dossier.lodged_at.is_not(None))
    asked = select(Dossier).join(Dossier.producer).where(*seen, *_narrowed(filters)).options(*_WHOLE)
    ordered = asked.order_by(Dossier.due_on.is_(None), Dossier.due_on, Dossier.moved_at, Dossier.id)
    return list(session.scalars(ordered.limit(LISTED_MAX)))


def _narrowed(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Dossier.ended_at.is_not(None) if filters.ended else Dossier.ended_at.is_(None)]
    if filters.stage:
        found = [Dossier.stage == filters.stage]
    if filters.level:
        found += [Dossier.stage == Stage.OFFICE, Dossier.level == filters.level]
    if filters.step:
        found.append(Dossier.step == filters.step)
    if filters.edition:
        found.append(Dossier.edition == filters.edition)
    return found + _having(filters.words)


def _having(words: str) -> list[ColumnElement[bool]]:
    """Return the conditions of a number, or of words in the names of product and producer."""
    if number := NUMBER.fullmatch(words.strip()):
        return [Dossier.id == int(number[1])]
    named = Dossier.name_key + " " + Producer.slug
    return [named.contains(word, autoescape=True) for word in fold(words).split()]


def events_of(session: Session, dossier_id: int) -> list[DossierEvent]:
    """Return everything done to a dossier, in its order."""
    asked = select(DossierEvent).filter_by(dossier_id=dossier_id).options(joinedload(DossierEvent.account))
    return list(session.scalars(asked.order_by(DossierEvent.number)))


def last_event(session: Session, dossier: Dossier) -> DossierEvent:
    """Return what was done last."""
    asked = select(DossierEvent).filter_by(dossier_id=dossier.id, number=dossier.version)
    return session.scalars(asked.options(joinedload(DossierEvent.account))).one()


def gaps_of(session: Session, dossier_id: int) -> list[DossierGap]:
    """Return everything a dossier was found to lack, in the order in which it was asked for."""
    return list(session.scalars(select(DossierGap).filter_by(dossier_id=dossier_id).order_by(DossierGap.id)))


def returns_in(session: Session, dossier: Dossier) -> int:
    """How often a dossier was sent back in its step."""
    asked = select(func.count()).select_from(DossierEvent)
    asked = asked.filter_by(dossier_id=dossier.id, verb=Verb.RETURN, from_step=dossier.step)
    return session.scalar(asked) or 0


def open_dossier_of(session: Session, product_id: int) -> Dossier | None:
    """Return the dossier of a product that has not ended; there is one at most."""
    asked = select(Dossier).where(Dossier.product_id == product_id, Dossier.stage.not_in(sorted(ENDED)))
    return session.scalars(asked).one_or_none()
