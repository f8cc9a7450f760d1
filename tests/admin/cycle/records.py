"""Records of this room for the matrix of doors."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy.orm import Session

from admin.cycle.rules import PRODUCER, Maturity, Verb
from admin.cycle.services import Mover, advance, open_dossier
from catalog.producers.models import Producer
from foundation.audit.rules import Actor
from foundation.db.base import now
from tests.catalog.producers.records import new_producer, producer_of
from tests.support.databases import TODAY
from tests.support.visitors import Maker, Record, Side


def _lodged(session: Session, side: Side, producer: Producer) -> Record:
    by = Mover(Actor(side.account_id), frozenset({PRODUCER}), now(), TODAY)
    made = open_dossier(session, by, producer, case="first", maturity=Maturity.FORMED, name="Mật ong")
    advance(session, by, made, Verb.LODGE, version=1)
    due = (TODAY + timedelta(days=9)).isoformat()
    form = {"version": "2", "verb": "forward", "gap-form_01": "Thiếu chữ ký.", "due": due}
    return Record({"dossier_id": made.id}, form, (f'/admin/ho-so/{made.id}"',))


def _of_producer(session: Session, side: Side) -> Record:
    return _lodged(session, side, producer_of(session, side))


def _in_place(session: Session, side: Side) -> Record:
    return _lodged(session, side, new_producer(session, side.place_id))


RECORDS: Mapping[str, Maker] = {"dossier": _in_place, "own-dossier": _of_producer}
