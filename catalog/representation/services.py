"""Claiming a record, deciding the claim, handing a record over."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from catalog.producers.models import Producer
from catalog.producers.roles import PRODUCER_MEMBER
from catalog.representation import notices
from catalog.representation.models import RepresentationClaim
from catalog.representation.queries import claims_of, members
from catalog.representation.rules import CLAIMS, TEXT_MAX, Position, Refusal, State, Verb, claim_refused
from foundation.accounts.models import Account
from foundation.accounts.queries import Identifier
from foundation.accounts.rules import AccountStatus
from foundation.audit.rules import Actor
from foundation.audit.services import record
from foundation.files.services import PreparedFile, discard, keep
from foundation.outbox.services import enqueue
from foundation.permissions.models import Appointment
from foundation.permissions.rules import Refusal as AppointmentRefusal
from foundation.permissions.rules import different_people
from foundation.permissions.services import RoleSubject, Term, appoint, end_appointment, offer
from foundation.workflow.rules import Refused

NAME = "representation.name_successor"
"""The job that makes the claim of whoever was named to follow."""

HANDED_OVER = "bàn giao"
"""What stands in place of a proof where the member who leaves names the successor."""


def lodge(
    session: Session,
    actor: Actor,
    producer: Producer,
    account: Account,
    *,
    position: Position,
    words: str,
    proof: PreparedFile | None,
    now: datetime,
    today: date,
) -> RepresentationClaim:
    """Somebody claims a record: the desk is told, and so is whoever speaks for the producer now."""
    if not words.strip():
        raise Refused(Refusal.NO_WORDS)
    _refuse(session, producer, account, today)
    kept = keep(session, actor, proof, public=False) if proof else None
    claim = RepresentationClaim(position=position, words=words.strip()[:TEXT_MAX], file=kept)
    _lodge(session, actor, claim, producer, account, now)
    notices.tell_claimant(session, claim, notices.RECEIVED, now=now)
    notices.tell_desk(session, claim, notices.LODGED, now=now, today=today)
    for held in members(session, producer.id, today):
        notices.tell(session, claim, held.account, notices.CONTESTED, now=now)
    return claim


def name_successor(
    session: Session, producer: Producer, leaving: Account, *, identifier: Identifier, position: Position
) -> None:
    """Name a successor by address or number, as the member who leaves; the claim is made by a job.

    Whether there is such an account is looked up there: the answer and the time it takes tell nothing of others.
    """
    if identifier.text in {leaving.email, leaving.phone}:
        raise Refused(Refusal.TO_ONESELF)
    named = {"producer_id": producer.id, "leaving_id": leaving.id, "identifier": identifier.text, "position": position}
    enqueue(session, NAME, named, dedupe_key=f"{producer.id} {leaving.id} {identifier.text}")


def hand_over(
    session: Session,
    actor: Actor,
    producer: Producer,
    leaving: Account,
    *,
    to: Account | None,
    position: Position,
    now: datetime,
    today: date,
) -> RepresentationClaim:
    """Claim for a successor whom a leaving member named: an officer agrees, the successor accepts, then follows.

    Whoever only stands in for a member hands nothing over.
    """
    if to is None or to.status is not AccountStatus.ACTIVE:
        raise Refused(Refusal.NO_ACCOUNT)
    if to.id == leaving.id:
        raise Refused(Refusal.TO_ONESELF)
    _refuse(session, producer, to, today)
    theirs = [held for held in members(session, producer.id, today) if held.account_id == leaving.id]
    if theirs and all(held.delegated_from_id for held in theirs):
        raise Refused(Refusal.STANDS_IN)
    claim = RepresentationClaim(position=position, words=HANDED_OVER, handed_over_by=leaving)
    _lodge(session, actor, claim, producer, to, now)
    notices.tell_claimant(session, claim, notices.NAMED, now=now)
    notices.tell_desk(session, claim, notices.LODGED, now=now, today=today)
    return claim


def accept(
    session: Session, actor: Actor, claim: RepresentationClaim, *, ending: Collection[int], now: datetime, today: date
) -> Appointment:
    """Return the officer finds it true: an appointment follows, and those of `ending` (account ids) end.

    Whoever claimed has said yes by that. Whoever was named by a member who leaves is asked, and the member leaves with
    that yes.

    That the officer may appoint a member there was asked with the permission, which is given to just those roles.
    """
    _ask(claim, actor, Verb.ACCEPT)
    for held in members(session, claim.producer_id, today):
        if held.account_id in ending and held.account_id != claim.handed_over_by_id:
            end_appointment(session, actor, held, on=today, today=today, reason=f"representation claim {claim.id}")
            notices.tell(session, claim, held.account, notices.ENDED, now=now)
    try:
        made = _appointed(session, actor, claim, today)
    except Refused as refused:
        closed = refused.of(AppointmentRefusal) is AppointmentRefusal.CLOSED_ACCOUNT
        raise Refused(Refusal.NO_ACCOUNT if closed else Refusal.MEMBER_ALREADY) from refused
    claim.appointment_id = made.id
    _decide(session, actor, claim, Verb.ACCEPT, now)
    notices.tell_claimant(session, claim, notices.OFFERED if claim.handed_over_by_id else notices.ACCEPTED, now=now)
    return made


def _appointed(session: Session, actor: Actor, claim: RepresentationClaim, today: date) -> Appointment:
    role, term, what = PRODUCER_MEMBER, Term(today), RoleSubject(None, claim.producer_id)
    if claim.handed_over_by_id is None:
        return appoint(session, actor, claim.account, role=role, term=term, held_for=what)
    theirs = [one for one in members(session, claim.producer_id, today) if one.account_id == claim.handed_over_by_id]
    before = next((one for one in theirs if one.delegated_from_id is None), None)
    return offer(session, actor, claim.account, role=role, term=term, today=today, held_for=what, follows=before)


def refuse(session: Session, actor: Actor, claim: RepresentationClaim, *, answer: str, now: datetime) -> None:
    """Refuse it as an officer who does not find it true, with the reason."""
    if not answer.strip():
        raise Refused(Refusal.NO_WORDS)
    _ask(claim, actor, Verb.REFUSE)
    claim.answer = answer.strip()[:TEXT_MAX]
    _decide(session, actor, claim, Verb.REFUSE, now)
    notices.tell_claimant(session, claim, notices.REFUSED, now=now)


def withdraw(session: Session, actor: Actor, claim: RepresentationClaim, *, now: datetime) -> None:
    """Whoever claimed takes it back; the proof is deleted."""
    CLAIMS.apply(claim, Verb.WITHDRAW)
    claim.decided_at = now
    if claim.file:
        discard(session, actor, claim.file, now=now)
    _note(session, actor, claim, Verb.WITHDRAW)


def _refuse(session: Session, producer: Producer, account: Account, today: date) -> None:
    waiting = [claim for claim in claims_of(session, account.id) if claim.state is State.LODGED]
    why = claim_refused(
        waiting=len(waiting),
        waits_here=any(claim.producer_id == producer.id for claim in waiting),
        is_member=any(held.account_id == account.id for held in members(session, producer.id, today)),
    )
    if why:
        raise Refused(why)


def _lodge(
    session: Session, actor: Actor, claim: RepresentationClaim, producer: Producer, account: Account, now: datetime
) -> None:
    claim.producer, claim.account, claim.lodged_at = producer, account, now
    try:
        with session.begin_nested():
            session.add(claim)
    except IntegrityError as error:  # sent twice in the same moment
        raise Refused(Refusal.ASKED_ALREADY) from error
    after = {"producer": producer.id, "account": account.id, "position": claim.position, "file": claim.file_id}
    record(session, actor, "producer-claim:lodge", claim.id, after=after, place_id=producer.place_id)


def is_own(claim: RepresentationClaim, actor: Actor) -> bool:
    """Whether a claim is somebody's own, or that of whom they act for: by it they come or leave."""
    sides = (Actor(claim.account_id), Actor(claim.handed_over_by_id))
    return not all(different_people(side, actor) for side in sides)


def _ask(claim: RepresentationClaim, actor: Actor, verb: Verb) -> None:
    """Nobody decides a claim of their own, or one by which they leave."""
    if is_own(claim, actor):
        raise Refused(Refusal.OWN)
    CLAIMS.next(claim.state, verb)


def _decide(session: Session, actor: Actor, claim: RepresentationClaim, verb: Verb, now: datetime) -> None:
    CLAIMS.apply(claim, verb)
    claim.decided_at, claim.decided_by_id = now, actor.account_id
    _note(session, actor, claim, verb)


def _note(session: Session, actor: Actor, claim: RepresentationClaim, verb: Verb) -> None:
    session.flush()
    after = {"state": claim.state, "appointment": claim.appointment_id}
    record(session, actor, f"producer-claim:{verb}", claim.id, after=after, place_id=claim.producer.place_id)
