"""Records of this room for the matrix of doors."""

from collections.abc import Mapping

from flask import current_app
from sqlalchemy.orm import Session

from admin.merges.services import merge
from admin.merges.views import EXTENSION as HOOKS
from foundation.audit.rules import Actor
from foundation.db.base import now
from tests.catalog.producers.records import new_producer
from tests.support.visitors import Maker, Record, Side


def _producer_pair(session: Session, side: Side) -> Record:
    kept, merged = new_producer(session, side.place_id), new_producer(session, side.place_id)
    return Record({"kept_id": kept.id, "merged_id": merged.id})


def _producer_merge(session: Session, side: Side) -> Record:
    kept, merged = new_producer(session, side.place_id), new_producer(session, side.place_id)
    made = merge(session, Actor(side.account_id), kept, merged, current_app.extensions[HOOKS], now=now())
    return Record({"merge_id": made.id}, marks=(f'/admin/xac-minh/gop-chu-the/{made.id}/tach"',))


RECORDS: Mapping[str, Maker] = {"producer-pair": _producer_pair, "producer-merge": _producer_merge}
