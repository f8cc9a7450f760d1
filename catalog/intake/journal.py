"""What an import changes is written down as it happens: how each record was before, and how it is after."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Enum, LargeBinary, event, inspect, select
from sqlalchemy.orm import Session

from catalog.certificates.models import RecognitionClaim
from catalog.certificates.rules import ClaimFact, Evidence
from catalog.intake.import_rules import ChangeKind
from catalog.intake.models import IntakeRow, ProductImportChange
from catalog.producers.models import Producer
from catalog.products.models import Product

KINDS: Mapping[type, ChangeKind] = {
    IntakeRow: ChangeKind.ROW,
    Product: ChangeKind.PRODUCT,
    Producer: ChangeKind.PRODUCER,
}
MODELS = {kind: model for model, kind in KINDS.items()}
_NOT_KEPT = {"updated_at", "last_changed_at"}
Facts = dict[str, Any]


class Journal:
    """The changes of one transaction."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.new: dict[int, Any] = {}
        self.before: dict[int, tuple[Any, Facts]] = {}
        self.claims: dict[tuple[str, int], list[Facts]] = {}

    def note(self, session: Session, _context: object, _instances: object) -> None:
        """Look at what the session is about to write."""
        for one in session.new:
            if type(one) in KINDS:
                self.new[id(one)] = one
        for one in session.dirty:
            if type(one) in KINDS and id(one) not in self.new:
                self._changed(one)

    def _changed(self, one: Any) -> None:
        _, facts = self.before.setdefault(id(one), (one, {}))
        for column in inspect(one).mapper.column_attrs:
            history = inspect(one).attrs[column.key].history
            if column.key not in _NOT_KEPT and history.has_changes() and history.deleted:
                facts.setdefault(column.key, encoded(history.deleted[0]))

    def before_claims(self, list_key: str, product_ids: Collection[int]) -> None:
        """Keep what a list said of these products."""
        for number, facts in claims_of(self.session, list_key, product_ids).items():
            self.claims.setdefault((list_key, number), facts)

    def written(self, import_id: int) -> list[ProductImportChange]:
        """Return the changes, each with how the record is now."""
        self.session.flush()
        found = [
            ProductImportChange(kind=KINDS[type(one)], record_id=one.id, after=_after(one)) for one in self.new.values()
        ]
        for one, facts in self.before.values():
            now = {name: encoded(getattr(one, name)) for name in facts}
            if now != facts:
                found.append(ProductImportChange(kind=KINDS[type(one)], record_id=one.id, before=facts, after=now))
        found += [
            ProductImportChange(
                kind=ChangeKind.CLAIMS,
                record_id=number,
                list_key=key,
                before={"claims": said},
                after={"claims": became},
            )
            for (key, number), said in self.claims.items()
            if (became := claims_of(self.session, key, [number])[number]) != said
        ]
        for change in found:
            change.import_id = import_id
        return found


def _after(one: Any) -> Facts:
    """Return by what a new record is told to be as the import left it."""
    names = {IntakeRow: ("outcome", "product_id"), Product: ("name", "producer_id"), Producer: ("name",)}[type(one)]
    return {name: encoded(getattr(one, name)) for name in names}


@contextmanager
def noted(session: Session) -> Iterator[Journal]:
    """Write down what changes within."""
    journal = Journal(session)
    event.listen(session, "before_flush", journal.note)
    try:
        yield journal
        session.flush()
    finally:
        event.remove(session, "before_flush", journal.note)


def claims_of(session: Session, list_key: str, product_ids: Collection[int]) -> dict[int, list[Facts]]:
    """Return what a list says of products, for each of them."""
    found: dict[int, list[Facts]] = {number: [] for number in product_ids}
    wanted = select(RecognitionClaim).where(
        RecognitionClaim.list_key == list_key, RecognitionClaim.product_id.in_(product_ids)
    )
    for claim in session.scalars(wanted.order_by(RecognitionClaim.position)):
        facts = asdict(claim.fact())
        found[claim.product_id].append({name: encoded(value) for name, value in facts.items()})
    return found


def claim_of(facts: Facts) -> ClaimFact:
    """Return a claim as the rules see it."""
    issued = facts["issued_on"]
    return ClaimFact(
        **{
            **facts,
            "issued_on": date.fromisoformat(issued) if issued else None,
            "evidence": Evidence(facts["evidence"]),
        }
    )


def encoded(value: object) -> object:
    """Return a value as JSON keeps it."""
    if isinstance(value, bytes):
        return value.hex()
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def decoded(model: type, name: str, value: Any) -> object:
    """Return a value as its column keeps it."""
    kind: Any = inspect(model).columns[name].type
    if isinstance(kind, LargeBinary) and isinstance(value, str):
        return bytes.fromhex(value)
    if isinstance(kind, Enum) and value is not None and kind.enum_class:
        return kind.enum_class(value)
    return value
