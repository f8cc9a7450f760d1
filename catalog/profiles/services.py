"""Working on a profile, sending it, and publishing it."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from catalog.products.models import PRODUCT, Product
from catalog.products.services import show_cover
from catalog.profiles import notices
from catalog.profiles.models import HeldCertification, ProductProfile, ProfilePhoto, ProfileWriter
from catalog.profiles.queries import is_used, open_profile, published
from catalog.profiles.rules import (
    ALL_FIELDS,
    CERTIFICATIONS_MAX,
    PHOTOS_MAX,
    PROFILES,
    Hint,
    Refusal,
    State,
    Verb,
    changed_fields,
    reasons,
)
from foundation.audit.rules import Actor
from foundation.audit.services import record
from foundation.files.models import StoredFile
from foundation.files.rules import WIDTHS
from foundation.files.services import PreparedFile, discard, keep
from foundation.files.services import publish as serve
from foundation.permissions.rules import different_people
from foundation.search.services import mark_changed
from foundation.workflow.rules import Refused


def draft_of(session: Session, actor: Actor, product: Product, *, now: datetime) -> ProductProfile:
    """Return the version that can be worked on; a new one begins as what is published."""
    if product.producer_id is None:
        raise Refused(Refusal.NO_PRODUCER)
    found = open_profile(session, product.id, to_change=True)
    if found:
        PROFILES.apply(found, Verb.SAVE)
    draft = found or _begun(session, product)
    draft.edited_by_id, draft.edited_at = actor.account_id, now
    _sign(draft, actor)
    return draft


def save(session: Session, actor: Actor, product: Product, *, said: Mapping[str, object], now: datetime) -> None:
    """Keep in the draft what was typed on one page; empty texts say nothing."""
    draft = draft_of(session, actor, product, now=now)
    for name, value in said.items():
        if name not in ALL_FIELDS:
            raise ValueError(name)
        setattr(draft, name, (value.strip() or None) if isinstance(value, str) else value)
    session.flush()


def add_photo(session: Session, actor: Actor, product: Product, *, photo: PreparedFile, now: datetime) -> ProfilePhoto:
    """Put a photo behind the others."""
    draft = draft_of(session, actor, product, now=now)
    if len(draft.photos) >= PHOTOS_MAX:
        raise Refused(Refusal.TOO_MANY_PHOTOS)
    last = max((one.position for one in draft.photos), default=0)
    added = ProfilePhoto(file=keep(session, actor, photo, public=False), position=last + 1)
    draft.photos.append(added)
    session.flush()
    return added


def remove_photo(session: Session, actor: Actor, product: Product, *, file_id: int, now: datetime) -> None:
    """Take a photo out of the draft; one that is not published is deleted."""
    draft = draft_of(session, actor, product, now=now)
    for photo in [one for one in draft.photos if one.file_id == file_id]:
        draft.photos.remove(photo)
        session.flush()
        _let_go(session, actor, photo.file, now)


def set_cover_photo(session: Session, actor: Actor, product: Product, *, file_id: int, now: datetime) -> None:
    """Make a photo the one on the cards of lists."""
    draft = draft_of(session, actor, product, now=now)
    ordered = sorted(draft.photos, key=lambda one: (one.file_id != file_id, one.position))
    for position, photo in enumerate(ordered, start=1):
        photo.position = position
    session.flush()
    session.expire(draft, ["photos"])


def add_certification(
    session: Session,
    actor: Actor,
    product: Product,
    *,
    name: str,
    number: str,
    valid_until: date | None,
    paper: PreparedFile | None,
    now: datetime,
) -> HeldCertification:
    """Note a certification that the producer holds."""
    draft = draft_of(session, actor, product, now=now)
    if len(draft.certifications) >= CERTIFICATIONS_MAX:
        raise Refused(Refusal.TOO_MANY_CERTIFICATIONS)
    kept = keep(session, actor, paper, public=False) if paper else None
    held = HeldCertification(name=name.strip(), number=number.strip() or None, valid_until=valid_until, file=kept)
    draft.certifications.append(held)
    session.flush()
    return held


def remove_certification(session: Session, actor: Actor, product: Product, *, place: int, now: datetime) -> None:
    """Take the certification at a place of the list, counted from 1, out of the draft."""
    draft = draft_of(session, actor, product, now=now)
    draft.certifications = [one for at, one in enumerate(draft.certifications, start=1) if at != place]
    session.flush()


def submit(session: Session, actor: Actor, product: Product, *, now: datetime, today: date) -> State:
    """Publish the draft, or let it wait for an officer where something in it is to be looked at."""
    draft, before = open_profile(session, product.id, to_change=True), published(session, product.id)
    if draft is None or not is_changed(draft, before):
        raise Refused(Refusal.NOTHING_NEW)
    draft.reasons, draft.answer = [hint.value for hint in pending_reasons(draft, before)], None
    if not draft.reasons:
        _publish(session, actor, draft, Verb.PUBLISH, now)
        return State.PUBLISHED
    PROFILES.apply(draft, Verb.SUBMIT)
    draft.submitted_at = now
    _sign(draft, actor)
    _note(session, actor, draft, "submit")
    notices.tell_desk(session, draft, now=now, today=today)
    return State.WAITING


def withdraw_submission(session: Session, actor: Actor, product: Product, *, now: datetime) -> None:
    """Withdraw the submission: the producer works on it again."""
    waiting = open_profile(session, product.id, to_change=True)
    if waiting is None:
        raise Refused(Refusal.NOT_WAITING)
    PROFILES.apply(waiting, Verb.WITHDRAW_SUBMISSION)
    waiting.submitted_at, waiting.edited_at = None, now
    _note(session, actor, waiting, "take-back")


def approve(session: Session, actor: Actor, waiting: ProductProfile, *, now: datetime) -> None:
    """Approve it as an officer: everybody reads it from now on."""
    _decide(actor, waiting, Verb.APPROVE)
    waiting.decided_by_id = actor.account_id
    _publish(session, actor, waiting, Verb.APPROVE, now)
    notices.tell_editor(session, waiting, notices.APPROVED, now=now)


def send_back(session: Session, actor: Actor, waiting: ProductProfile, *, answer: str, now: datetime) -> None:
    """Return it to the producer with what has to be changed first."""
    if not answer.strip():
        raise Refused(Refusal.NO_WORDS)
    _decide(actor, waiting, Verb.SEND_BACK)
    PROFILES.apply(waiting, Verb.SEND_BACK)
    waiting.submitted_at, waiting.answer, waiting.decided_by_id = None, answer.strip(), actor.account_id
    _note(session, actor, waiting, "send-back")
    notices.tell_editor(session, waiting, notices.SENT_BACK, now=now)


def discard_draft(session: Session, actor: Actor, product: Product, *, now: datetime) -> None:
    """Forget what was not published."""
    draft = draft_of(session, actor, product, now=now)
    files = [photo.file for photo in draft.photos]
    session.delete(draft)
    session.flush()
    for kept in files:
        _let_go(session, actor, kept, now)


def is_changed(draft: ProductProfile, before: ProductProfile | None) -> bool:
    """Whether a draft says anything that is not published."""
    told = before.facts() if before else {}
    pictures = [photo.file_id for photo in before.photos] if before else []
    return (
        bool(changed_fields(told, draft.facts()))
        or [photo.file_id for photo in draft.photos] != pictures
        or _held(draft) != _held(before)
    )


def pending_reasons(draft: ProductProfile, before: ProductProfile | None) -> list[Hint]:
    """Why a draft waits for an officer, in a fixed order; empty where it is published at once."""
    told = before.facts() if before else {"name_en": draft.product.name_en}
    return sorted(reasons(told, draft.facts(), certified=bool(_held(draft) - _held(before))))


def _begun(session: Session, product: Product) -> ProductProfile:
    before = published(session, product.id)
    draft = ProductProfile(product=product, state=PROFILES.start, reasons=[], **(before.facts() if before else {}))
    if before is None:
        draft.name_en = product.name_en
    else:
        draft.photos = [ProfilePhoto(file=one.file, position=one.position) for one in before.photos]
        draft.certifications = [
            HeldCertification(name=one.name, number=one.number, valid_until=one.valid_until, file=one.file)
            for one in before.certifications
        ]
    session.add(draft)
    session.flush()
    return draft


def _held(profile: ProductProfile | None) -> set[tuple[object, ...]]:
    return {one.key() for one in profile.certifications} if profile else set()


def _publish(session: Session, actor: Actor, draft: ProductProfile, verb: Verb, now: datetime) -> None:
    before = published(session, draft.product_id)
    told = before.facts() if before else {}
    if before:
        PROFILES.apply(before, Verb.REPLACE)
        before.replaced_at = now
        session.flush()
    PROFILES.apply(draft, verb)
    draft.submitted_at, draft.published_at = None, now
    product = draft.product
    product.name_en = draft.name_en
    for photo in draft.photos:
        serve(session, actor, photo.file, public=True)
    covers = [photo.file.rendition(WIDTHS[0]) for photo in draft.photos[:1]]
    show_cover(product, next(((one.sha256, one.width, one.height) for one in covers), None))
    session.flush()
    for photo in before.photos if before else []:
        _let_go(session, actor, photo.file, now)
    said = {"version": draft.id, "fields": changed_fields(told, draft.facts()), "photos": len(draft.photos)}
    record(session, actor, "product:describe", product.id, after=said, place_id=product.place_id, is_public=True)
    mark_changed(session, PRODUCT, [product.id])


def _let_go(session: Session, actor: Actor, kept: StoredFile, now: datetime) -> None:
    """Delete a photo that no version has; stop serving one that only a draft has."""
    if is_used(session, kept.id, in_states=[State.PUBLISHED]):
        return
    if is_used(session, kept.id, in_states=[State.DRAFT, State.WAITING]):
        serve(session, actor, kept, public=False)
    else:
        discard(session, actor, kept, now=now)


def is_own(waiting: ProductProfile, actor: Actor) -> bool:
    """Whether a version is somebody's own work, or that of whom they act for."""
    return not all(different_people(Actor(one.account_id), actor) for one in waiting.writers)


def _sign(draft: ProductProfile, actor: Actor) -> None:
    """Note who worked on it, and in whose stead: neither lets it pass."""
    known = {one.account_id for one in draft.writers}
    draft.writers.extend(ProfileWriter(account_id=one) for one in sorted(actor.people - known))


def _decide(actor: Actor, waiting: ProductProfile, verb: Verb) -> None:
    """Nobody decides what they wrote."""
    PROFILES.next(waiting.state, verb)
    if is_own(waiting, actor):
        raise Refused(Refusal.OWN)


def _note(session: Session, actor: Actor, profile: ProductProfile, act: str) -> None:
    session.flush()
    after = {"state": profile.state, "reasons": profile.reasons}
    record(session, actor, f"profile:{act}", profile.id, after=after, place_id=profile.product.place_id)
