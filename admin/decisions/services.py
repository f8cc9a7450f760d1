"""Entering decisions: keeping their table, saying what each row is, and making certificates of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from admin.decisions.models import DecisionEntry, DecisionLine
from admin.decisions.preview import Preview, preview
from admin.decisions.queries import entry_by_id, lines_of
from admin.decisions.rules import ENTRIES, ROWS_MAX, Refusal, RowChoice, Verb, date_refused, read_stars
from catalog.certificates.models import Certificate, Decision
from catalog.certificates.services import certify, decision, refresh_standings
from catalog.intake.matching import RowInput
from catalog.intake.recording import record_new
from catalog.regulations.editions import edition_on
from foundation.audit.rules import Actor
from foundation.audit.services import record
from foundation.files.services import PreparedFile
from foundation.files.services import keep as keep_file
from foundation.i18n.text import normalize_spaces
from foundation.places.models import Place
from foundation.workflow.rules import Refused


@dataclass(frozen=True, slots=True)
class RowReview:
    """What an officer says of one row: its words, and what it is."""

    typed: RowInput
    choice: RowChoice | None = None
    product_id: int | None = None


@dataclass(frozen=True, slots=True)
class NamedDecision:
    """What names a decision."""

    authority: str
    level: str
    number: str
    issued_on: date


def open_entry(
    session: Session,
    actor: Actor,
    place: Place,
    named: NamedDecision,
    rows: Sequence[RowInput],
    *,
    now: datetime,
    today: date,
    is_demo: bool = False,
) -> DecisionEntry:
    """Begin to enter a decision with its table; nothing public changes yet.

    One of the demonstration means illustrations only, and every other none of these.
    """
    if why := date_refused(named.issued_on, today):
        raise Refused(why)
    if not rows or len(rows) > ROWS_MAX:
        raise Refused(Refusal.TOO_MANY_ROWS if rows else Refusal.NO_ROWS)
    entry = DecisionEntry(
        place=place,
        authority=normalize_spaces(named.authority),
        level=named.level,
        number=normalize_spaces(named.number),
        issued_on=named.issued_on,
        opened_by_id=actor.account_id,
        opened_at=now,
        is_demo=is_demo,
    )
    session.add(entry)
    session.flush()
    session.add_all(_line(entry, position, row) for position, row in enumerate(rows))
    session.flush()
    after = {"number": entry.number, "issued_on": entry.issued_on, "rows": len(rows)}
    record(session, actor, "decision-entry:open", entry.id, after=after, place_id=entry.place_id)
    return entry


def save_reviews(
    session: Session, actor: Actor, entry_id: int, said: Mapping[int, RowReview], *, version: int
) -> DecisionEntry:
    """Keep what an officer said of the rows so far; refused when somebody else changed the entry meanwhile."""
    entry = _opened(session, entry_id, Verb.KEEP, version)
    for line in lines_of(session, entry):
        if line.id in said:
            _say(line, said[line.id])
    ENTRIES.apply(entry, Verb.KEEP)
    entry.version += 1
    session.flush()
    record(session, actor, "decision-entry:keep", entry.id, after={"version": entry.version}, place_id=entry.place_id)
    return entry


def enter(
    session: Session, actor: Actor, entry_id: int, *, version: int, now: datetime, today: date
) -> list[Certificate]:
    """Make certificates of all rows, or of none: refused while a row is open.

    The standings of the products, and with them catalogue and search, follow in the same transaction.
    """
    entry = _opened(session, entry_id, Verb.ENTER, version)
    seen = preview(session, entry)
    if not seen.ready:
        raise Refused(Refusal.ROWS_OPEN)
    try:
        with session.begin_nested():
            source = _decision(session, entry)
            issued = [_certify(session, actor, entry, line, source) for line in _wanted(session, entry, seen)]
    except IntegrityError as error:  # the same decision or product is being entered elsewhere in this moment
        raise Refused(Refusal.CHANGED_MEANWHILE) from error
    _close(entry, actor, Verb.ENTER, now)
    entry.decision_id = source.id
    session.flush()
    after = {"decision": source.id, "certificates": len(issued)}
    record(session, actor, "decision-entry:enter", entry.id, after=after, place_id=entry.place_id)
    refresh_standings(session, {one.product_id for one in issued}, today)
    return issued


def attach_scan(session: Session, actor: Actor, entry_id: int, prepared: PreparedFile) -> None:
    """Keep a scan of the decision with its entry, also after it was entered; only the desk reads it."""
    entry = entry_by_id(session, entry_id, lock=True)
    if entry is None:
        raise Refused(Refusal.ENTERED)
    ENTRIES.apply(entry, Verb.SCAN)
    kept = keep_file(session, actor, prepared, public=False)
    entry.scan_id = kept.id
    session.flush()
    record(session, actor, "decision-entry:scan", entry.id, after={"file": kept.id}, place_id=entry.place_id)


def discard(session: Session, actor: Actor, entry_id: int, *, version: int, now: datetime) -> None:
    """Give an entry up; it stays readable and nothing public has changed."""
    entry = _opened(session, entry_id, Verb.DROP, version)
    _close(entry, actor, Verb.DROP, now)
    session.flush()
    record(session, actor, "decision-entry:drop", entry.id, place_id=entry.place_id)


def _opened(session: Session, entry_id: int, verb: Verb, version: int) -> DecisionEntry:
    """Return the entry, held by this transaction, where this can be done to it as the officer saw it."""
    entry = entry_by_id(session, entry_id, lock=True)
    if entry is None:
        raise Refused(Refusal.ENTERED)
    ENTRIES.next(entry.state, verb)
    if entry.version != version:
        raise Refused(Refusal.CHANGED_MEANWHILE)
    return entry


def _line(entry: DecisionEntry, position: int, row: RowInput) -> DecisionLine:
    return DecisionLine(
        entry_id=entry.id,
        position=position,
        name=row.name,
        producer=row.producer,
        commune=row.commune,
        district=row.district,
        stars=row.stars,
    )


def _say(line: DecisionLine, said: RowReview) -> None:
    line.name, line.producer = normalize_spaces(said.typed.name), normalize_spaces(said.typed.producer)
    line.commune, line.district = normalize_spaces(said.typed.commune), normalize_spaces(said.typed.district)
    line.stars = normalize_spaces(said.typed.stars)
    line.choice, line.product_id = said.choice, said.product_id if said.choice is RowChoice.RECORD else None


def _decision(session: Session, entry: DecisionEntry) -> Decision:
    return decision(
        session, authority=entry.authority, level=entry.level, number=entry.number, issued_on=entry.issued_on
    )


def _wanted(session: Session, entry: DecisionEntry, seen: Preview) -> list[DecisionLine]:
    """Return the lines that become certificates, each with its product; new ones are recorded now."""
    wanted = []
    for row in seen.rows:
        if row.choice is RowChoice.SKIP:
            continue
        if row.choice is RowChoice.NEW:
            made = record_new(
                session, entry.place, row.line.typed(), written=entry.issued_on.year, is_demo=entry.is_demo
            )
            row.line.product_id = made.id
        else:
            row.line.product_id = row.product_id
        wanted.append(row.line)
    return wanted


def _certify(session: Session, actor: Actor, entry: DecisionEntry, line: DecisionLine, source: Decision) -> Certificate:
    stars = read_stars(line.stars)
    if line.product_id is None or stars is None:
        raise Refused(Refusal.ROWS_OPEN)
    issued = certify(session, line.product_id, source, stars=stars, edition=edition_on(source.issued_on).code)
    line.certificate_id = issued.id
    session.flush()
    after = {"product": issued.product_id, "stars": stars, "number": source.number, "valid_until": issued.valid_until}
    record(session, actor, "certificate:issue", issued.id, after=after, place_id=entry.place_id, is_public=True)
    return issued


def _close(entry: DecisionEntry, actor: Actor, verb: Verb, now: datetime) -> None:
    ENTRIES.apply(entry, verb)
    entry.closed_at, entry.closed_by_id = now, actor.account_id
    entry.version += 1
