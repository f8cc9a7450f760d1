"""What would become of an entry's rows now: which record each means, and what keeps it from a certificate."""

from collections import Counter
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from admin.decisions.models import DecisionEntry, DecisionLine
from admin.decisions.queries import lines_of
from admin.decisions.rules import Fault, RowChoice, faults_of, read_stars
from catalog.certificates.models import Certificate, Decision
from catalog.intake.communes import CommuneChoice, communes_like
from catalog.intake.matching import Record, Records, RowCandidates, RowMatch
from catalog.intake.queries import records_of
from catalog.intake.recording import location_of
from catalog.producers.rules import producer_key
from foundation.i18n.text import fold
from foundation.places.gazetteer import gazetteer


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the preview.

    `choice` is what the officer said, or what is certain by itself; `product_id` the record it then means.
    """

    line: DecisionLine
    found: RowCandidates
    choice: RowChoice | None
    product_id: int | None
    faults: tuple[Fault, ...]
    place_doubts: tuple[str, ...] = ()
    """What is not certain of where a new record would lie; `communes` are those its words may mean."""
    communes: tuple[CommuneChoice, ...] = ()

    @property
    def means(self) -> object:
        """What two rows may not both mean: one record, or one new product of one producer."""
        if self.choice is RowChoice.NEW:
            return fold(self.line.name), producer_key(self.line.producer)
        return self.product_id or self.line.id * -1

    @property
    def record(self) -> Record | None:
        """The record the row means, if it is among those found."""
        return next((one for one in self.found.records if one.id == self.product_id), None)


@dataclass(frozen=True, slots=True)
class Preview:
    """All rows of an entry."""

    rows: tuple[Row, ...]

    @property
    def ready(self) -> bool:
        """Whether every row can become what it is said to be, and one of them a certificate."""
        wanted = [row for row in self.rows if row.choice is not RowChoice.SKIP]
        return bool(wanted) and not any(row.faults for row in wanted)

    def count(self, choice: RowChoice) -> int:
        """How many rows are this, without a fault."""
        return sum(row.choice is choice and not row.faults for row in self.rows)

    @property
    def open(self) -> int:
        """How many rows wait for the officer."""
        return sum(bool(row.faults) for row in self.rows if row.choice is not RowChoice.SKIP)


def preview(session: Session, entry: DecisionEntry) -> Preview:
    """Return the rows with what was found for them; four queries whatever their number."""
    lines = lines_of(session, entry)
    records = records_of(session, entry.place.code, is_demo=entry.is_demo)
    drafts = [_placed(session, _row(line, records, entry), entry) for line in lines]
    standing = _open_certificates(session, [row.product_id for row in drafts if row.product_id])
    counts = Counter(row.means for row in drafts)
    return Preview(tuple(_judged(row, entry, standing, counts) for row in drafts))


def _row(line: DecisionLine, records: Records, entry: DecisionEntry) -> Row:
    typed = line.typed()
    found, faults = records.find(typed), faults_of(typed, entry.level, entry.issued_on)
    choice, product_id = line.choice, line.product_id
    if choice is None and found.match is RowMatch.EXACT:
        choice, product_id = RowChoice.RECORD, found.records[0].id
    if choice is RowChoice.RECORD and product_id not in records.by_id:
        faults += (Fault.OUT_OF_PROVINCE,)
    elif choice is RowChoice.RECORD and product_id and not any(one.id == product_id for one in found.records):
        found = RowCandidates(found.match, (records.by_id[product_id], *found.records))
    if choice is None:
        faults += (Fault.UNDECIDED,)
    if choice is RowChoice.NEW and not typed.producer:
        faults += (Fault.PRODUCER_MISSING,)
    return Row(line, found, choice, product_id if choice is RowChoice.RECORD else None, faults)


def _placed(session: Session, row: Row, entry: DecisionEntry) -> Row:
    """Return the same with what is not certain of where it would lie, if it is no record on file."""
    line = row.line
    if row.choice in {RowChoice.RECORD, RowChoice.SKIP} or not (line.commune or line.district):
        return row
    written = entry.issued_on.year
    place = location_of(session, entry.place, line.commune, line.district, written=written)
    if not place.doubts:
        return row
    like = communes_like(gazetteer(session), entry.place.code, line.commune) if line.commune else ()
    return replace(row, place_doubts=place.doubts, communes=like)


def _judged(
    row: Row, entry: DecisionEntry, standing: dict[int, tuple[Certificate, Decision]], counts: Counter[object]
) -> Row:
    """Return the same with what other rows and certificates on record say of it."""
    faults = row.faults
    if counts[row.means] > 1:
        faults += (Fault.TWICE,)
    if row.product_id and row.product_id in standing:
        certificate, source = standing[row.product_id]
        same = (source.authority, source.number, source.issued_on) == (entry.authority, entry.number, entry.issued_on)
        if certificate.issued_on > entry.issued_on:
            faults += (Fault.LATER_DECISION,)
        elif same and certificate.stars != read_stars(row.line.stars):
            faults += (Fault.KNOWN_ALREADY,)
    return replace(row, faults=faults)


def _open_certificates(session: Session, product_ids: list[int]) -> dict[int, tuple[Certificate, Decision]]:
    wanted = select(Certificate, Decision).join(Decision, Decision.id == Certificate.decision_id)
    wanted = wanted.where(Certificate.product_id.in_(product_ids), Certificate.ended_by.is_(None))
    return {certificate.product_id: (certificate, source) for certificate, source in session.execute(wanted)}
