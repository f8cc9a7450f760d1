"""Settling a row that waited: an officer says what it is, and it is taken in as any other row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.certificates.services import refresh_standings, replace_claims
from catalog.intake.batch import Batch, RowState
from catalog.intake.files import SourceRow
from catalog.intake.models import IntakeRow
from catalog.intake.rules import ROWS, Outcome, Reason, Refusal, Verb
from catalog.producers.models import Producer
from catalog.producers.services import add_producer
from catalog.products.models import Product
from foundation.permissions.queries import within
from foundation.permissions.rules import Scope
from foundation.workflow.rules import Refused

SHOWN = 100

Record = TypeVar("Record", Producer, Product)


class ResolutionKind(StrEnum):
    """What an officer says of a row."""

    AGAIN = "again"  # read it anew with the words as they are now
    SAME_PRODUCT = "same_product"
    SAME_PRODUCER = "same_producer"
    OTHER_PRODUCER = "other_producer"  # of the same name, and another all the same
    OF_ITS_OWN = "of_its_own"  # a product whose producer is not known
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Resolution:
    """A way, and the record it names where it names one."""

    way: ResolutionKind
    target_id: int | None = None


def rows_to_review(session: Session, scope: Scope) -> list[IntakeRow]:
    """Rows that need review within a scope, oldest first; those of no known province only for who reaches all."""
    wanted = select(IntakeRow).filter_by(outcome=Outcome.NEEDS_REVIEW).where(within(scope, IntakeRow.place_id))
    return list(session.scalars(wanted.order_by(IntakeRow.id).limit(SHOWN)))


def row_by_id(session: Session, row_id: int, *, lock: bool = False) -> IntakeRow | None:
    """Return the row; held by this transaction for whoever is about to settle it."""
    wanted = select(IntakeRow).filter_by(id=row_id)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return session.scalars(wanted).one_or_none()


def resolve(session: Session, row_id: int, cells: Mapping[str, str], said: Resolution, today: date) -> IntakeRow:
    """Settle a row with its words as the officer left them; where these still leave a doubt it waits on with them.

    Raises `Refused` where a colleague settled it first, LookupError for a record that cannot be meant.
    """
    row = row_by_id(session, row_id, lock=True)
    if row is None or row.outcome is not Outcome.NEEDS_REVIEW:
        raise Refused(Refusal.SETTLED)
    if said.way is ResolutionKind.REJECT:
        ROWS.apply(row, Verb.REJECT)
        row.cells = dict(cells)
        session.flush()
        return row
    ResolutionBatch(session, row, today).take_as(cells, said)
    return row


class ResolutionBatch(Batch):
    """A batch of one row, whose doubts an officer has answered."""

    def __init__(self, session: Session, row: IntakeRow, today: date) -> None:
        super().__init__(session, row.list_key, today)
        self.row = row
        self.known = {row.row_key: row}

    def take_as(self, cells: Mapping[str, str], said: Resolution) -> RowState:
        """Take the row in as what it is said to be."""
        item = RowState(SourceRow(0, dict(cells)), self.row.row_key, self.row.digest)
        self._read([item])
        if item.outcome is Outcome.REJECTED:
            item.outcome = Outcome.NEEDS_REVIEW  # it waits on until its words can be read
        elif item.place and item.said:
            home = self._province() or item.place.province_code
            if item.place.province_code != home:
                raise LookupError("the words name another province")
            self._answer(item, said, str(home))
        self._keep([item])
        return item

    def _answer(self, item: RowState, said: Resolution, home: str) -> None:
        if said.way is not ResolutionKind.AGAIN and item.outcome is Outcome.NEEDS_REVIEW:
            item.outcome = Outcome.UNCHANGED
            item.reasons = tuple(reason for reason in item.reasons if reason is not Reason.ID_MISSING)
        if said.way is ResolutionKind.SAME_PRODUCT:
            self._same_product(item, self._record(Product, said.target_id, home))
            return
        if said.way is ResolutionKind.SAME_PRODUCER:
            item.producer = self._record(Producer, said.target_id, home)
        elif said.way is ResolutionKind.OTHER_PRODUCER:
            item.producer = self._another(item)
        elif said.way is ResolutionKind.AGAIN:
            self._producers([item])
        if item.outcome is Outcome.UNCHANGED:
            self._products([item])
        if item.product:
            self._facts([item])

    def _same_product(self, item: RowState, product: Product) -> None:
        """Add what the row says as one more source's claim about a product on record."""
        item.product, item.product_id, item.outcome = product, product.id, Outcome.UPDATED
        if item.said:
            replace_claims(self.session, f"{self.list_key}#{self.row.id}", {product.id: item.said.claims})
            self._certify(item, item.said, product.id)
            refresh_standings(self.session, [product.id], self.today)

    def _another(self, item: RowState) -> Producer:
        """Return a producer whose name and former province another has too."""
        if item.said is None or item.said.producer is None or item.place is None:
            raise LookupError("the row names no producer")
        made = add_producer(
            self.session,
            name=item.said.producer,
            former_province_code=item.place.former_province.code if item.place.former_province else "",
            province_code=str(item.place.province_code),
            place_id=item.place.place.id if item.place.place else 0,
            commune_text=item.said.commune or None,
        )
        taken = select(func.max(Producer.distinct_no)).filter_by(
            name_key=made.name_key, former_province_code=made.former_province_code
        )
        with self.session.no_autoflush:
            made.distinct_no = (self.session.scalar(taken) or 0) + 1
        self.session.flush()
        return made

    def _record(self, kind: type[Record], number: int | None, home: str) -> Record:
        """Return the record an officer means; it lies in the province of the row, and is no illustration."""
        found = self.session.get(kind, number) if number else None
        if found is None or found.province_code != home or found.is_demo:
            raise LookupError(number)
        return found

    def _desk(self, item: RowState) -> int | None:
        """Return a row whose words cannot be read stays on the desk where it lies."""
        return super()._desk(item) or self.row.place_id

    def _province(self) -> str | None:
        """Return the code of the province the row was found to lie in, before an officer changed a word."""
        return self.places.units[self.row.place_id].code if self.row.place_id else None
