"""Opening a dossier and moving it: one function moves, and writes what was done beside it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from admin.cycle import notices
from admin.cycle.courses import course_of
from admin.cycle.models import Dossier, DossierEvent, DossierGap
from admin.cycle.queries import gaps_of, open_dossier_of, returns_in
from admin.cycle.rules import (
    ENDED,
    GAPS_MAX,
    NAME_MAX,
    PRODUCER,
    WORDS_MAX,
    Maturity,
    Refusal,
    Stage,
    Standing,
    Verb,
    needs_reason,
)
from catalog.producers.models import Producer
from catalog.products.models import Product
from catalog.regulations.editions import edition_on
from foundation.audit.rules import Actor
from foundation.audit.services import record
from foundation.i18n.text import fold, normalize_spaces
from foundation.privacy.working_days import is_working
from foundation.workflow.rules import Refused


@dataclass(frozen=True, slots=True)
class Mover:
    """Who acts on a dossier: for which levels, or for its producer, as the rules call the parties; and when."""

    actor: Actor
    holds: frozenset[str]
    now: datetime
    today: date


@dataclass(frozen=True, slots=True)
class Gap:
    """What is lacking: the paper or row it is tied to, and in words."""

    paper: str
    words: str


def open_dossier(
    session: Session,
    by: Mover,
    producer: Producer,
    *,
    case: str,
    maturity: Maturity,
    product: Product | None = None,
    name: str = "",
) -> Dossier:
    """Open a dossier for a product, or for an idea by its name; nobody but its producer sees it before it is lodged."""
    edition = edition_on(by.today)
    called = normalize_spaces(product.name if product else name)[:NAME_MAX]
    if not called:
        raise Refused(Refusal.NO_NAME)
    if case not in {one.code for one in edition.procedure.cases}:
        raise Refused(Refusal.NO_CASE)
    if product and product.producer_id != producer.id:
        raise Refused(Refusal.NOT_YOURS)
    if product and open_dossier_of(session, product.id):
        raise Refused(Refusal.OPEN_ALREADY)
    dossier = Dossier(
        producer=producer,
        product=product,
        name=called,
        name_key=fold(called),
        place_id=producer.place_id,
        case=case,
        maturity=maturity,
        step=course_of(edition.code).first_step(maturity),
        stage=Stage.PRODUCER,
        opened_at=by.now,
        moved_at=by.now,
        version=1,
    )
    session.add(dossier)
    session.flush()
    _note(session, by, dossier, Verb.OPEN, edition.code, before=None)
    return dossier


def advance(
    session: Session,
    by: Mover,
    dossier: Dossier,
    verb: Verb,
    *,
    version: int,
    reason: str = "",
    due: date | None = None,
) -> DossierEvent:
    """Do something to a dossier: nothing else moves one. Raises `Refused`.

    `version` is what whoever acts has seen. `due` is until when the producer completes what is sent back; elsewhere
    the edition says until when.
    """
    _refuse(session, by, dossier, verb, version=version, reason=reason)
    edition = edition_on(by.today).code if verb is Verb.LODGE or not dossier.edition else dossier.edition
    course, before = course_of(edition), dossier.standing
    after = course.after(before, verb)
    if verb is Verb.LODGE:
        dossier.edition, dossier.lodged_at = edition, by.now
    dossier.due_on = due if verb is Verb.RETURN else course.due_on(dossier.case, after, by.today, is_working)
    dossier.step, dossier.stage, dossier.level = after.step, after.stage, after.level
    dossier.ended_at = by.now if after.stage in ENDED else None
    dossier.moved_at = by.now
    dossier.version += 1
    session.flush()
    done = _note(session, by, dossier, verb, edition, before=before, reason=reason)
    notices.tell(session, dossier, done, now=by.now, today=by.today)
    return done


def send_back(
    session: Session, by: Mover, dossier: Dossier, gaps: Sequence[Gap], *, version: int, due: date | None, reason: str
) -> DossierEvent:
    """Send a dossier back: all it lacks at once, each tied to a row, and one day for all of it. Raises `Refused`."""
    lacking = [one for one in gaps if one.words.strip()][:GAPS_MAX]
    if not lacking:
        raise Refused(Refusal.NO_GAPS)
    if due is None or due <= by.today:
        raise Refused(Refusal.WRONG_DAY)
    done = advance(session, by, dossier, Verb.RETURN, version=version, reason=reason, due=due)
    session.add_all(
        DossierGap(dossier_id=dossier.id, event_id=done.id, paper=one.paper, words=one.words.strip()[:WORDS_MAX])
        for one in lacking
    )
    session.flush()
    return done


def complete(
    session: Session, by: Mover, dossier: Dossier, answers: Mapping[int, str], *, version: int
) -> DossierEvent:
    """Say of each gap what was done about it, and send the dossier back to whoever asked. Raises `Refused`."""
    waiting = [one for one in gaps_of(session, dossier.id) if one.answer is None]
    said = {one.id: answers.get(one.id, "").strip()[:WORDS_MAX] for one in waiting}
    if not all(said.values()):
        raise Refused(Refusal.GAPS_OPEN)
    done = advance(session, by, dossier, Verb.COMPLETE, version=version)
    for one in waiting:
        one.answer, one.answered_at = said[one.id], by.now
    session.flush()
    return done


def allowed(dossier: Dossier, holds: Collection[str], today: date) -> tuple[Verb, ...]:
    """List what somebody who acts for these levels, or for the producer, can do now."""
    course = course_of(dossier.edition or edition_on(today).code)
    return tuple(verb for verb in course.verbs_at(dossier.standing) if _is_turn(dossier.standing, verb, holds))


def _refuse(session: Session, by: Mover, dossier: Dossier, verb: Verb, *, version: int, reason: str) -> None:
    if version != dossier.version:
        raise Refused(Refusal.MOVED_ON)
    if not _is_turn(dossier.standing, verb, by.holds):
        raise Refused(Refusal.NOT_YOURS)
    if not reason.strip() and needs_reason(verb, returns_in(session, dossier)):
        raise Refused(Refusal.NO_REASON)


def _is_turn(standing: Standing, verb: Verb, holds: Collection[str]) -> bool:
    """Whether it is somebody's turn; a producer withdraws wherever its dossier lies."""
    return (PRODUCER if verb is Verb.WITHDRAW else standing.holder) in holds


def _note(
    session: Session,
    by: Mover,
    dossier: Dossier,
    verb: Verb,
    edition: str,
    *,
    before: Standing | None,
    reason: str = "",
) -> DossierEvent:
    done = DossierEvent(
        dossier_id=dossier.id,
        number=dossier.version,
        account_id=by.actor.account_id,
        acting_for_id=by.actor.acting_for_id,
        verb=verb,
        edition=edition,
        from_step=before.step if before else None,
        from_stage=before.stage if before else None,
        from_level=before.level if before else None,
        to_step=dossier.step,
        to_stage=dossier.stage,
        to_level=dossier.level,
        reason=reason.strip()[:WORDS_MAX] or None,
        due_on=dossier.due_on,
        at=by.now,
    )
    session.add(done)
    session.flush()
    changed = {"in_step": dossier.step, "held_by": dossier.standing.holder, "due": dossier.due_on}
    record(session, by.actor, f"dossier:{verb.value}", dossier.id, after=changed, place_id=dossier.place_id)
    return done
