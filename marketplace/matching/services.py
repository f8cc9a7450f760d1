"""What is done with offers and demands alike: sending, approving, pausing, renewing, closing, taking down."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from catalog.profiles.rules import Hint, hints
from foundation.audit.rules import Actor
from foundation.audit.services import record
from foundation.i18n.text import fold, normalize_spaces
from foundation.permissions.rules import different_people
from foundation.places.gazetteer import gazetteer
from foundation.places.locate import words_for
from foundation.places.models import REFORM
from foundation.search.services import mark_changed
from foundation.workflow.rules import Refused
from marketplace.matching import notices
from marketplace.matching.buyer_rules import BuyerState
from marketplace.matching.contact_hints import names_contact
from marketplace.matching.listing_rules import LISTINGS, REASON_MAX, Refusal, State, Verb, holds_until
from marketplace.matching.models import BuyerDemand, DemandWriter, OfferWriter, Record, SupplyOffer

CONTACT = "contact"
"""Why a moderator looks closer: the words seem to name a telephone, an address or an account."""
WORDS: Mapping[type, tuple[str, ...]] = {
    SupplyOffer: ("words", "delivery", "packaging"),
    BuyerDemand: ("title", "words", "delivery"),
}
"""What is read by a moderator before everybody reads it; all else are figures."""


def submit(session: Session, actor: Actor, listing: Record, *, now: datetime, today: date) -> None:
    """Send it to whoever looks at it before everybody does. Raises `Refused`."""
    if listing.amount is None or (isinstance(listing, BuyerDemand) and listing.delivery_from is None):
        raise Refused(Refusal.INCOMPLETE)
    if listing.valid_until is not None and listing.valid_until < today:
        raise Refused(Refusal.OVER)
    LISTINGS.apply(listing, Verb.SUBMIT)
    wait(session, actor, listing, now=now, today=today)
    note(session, actor, listing, "submit")


def withdraw_submission(session: Session, actor: Actor, listing: Record) -> None:
    """Take it back to work on it."""
    LISTINGS.apply(listing, Verb.WITHDRAW_SUBMISSION)
    listing.submitted_at = None
    note(session, actor, listing, "take-back")


def approve(session: Session, actor: Actor, listing: Record, *, now: datetime, today: date) -> None:
    """Publish it: everybody reads it from now on. Raises `Refused`."""
    LISTINGS.next(listing.state, Verb.APPROVE)
    _refuse_own(actor, listing)
    if isinstance(listing, BuyerDemand) and listing.buyer.state is not BuyerState.APPROVED:
        raise Refused(Refusal.BUYER_WAITS)
    LISTINGS.apply(listing, Verb.APPROVE)
    listing.submitted_at, listing.published_at = None, listing.published_at or now
    listing.decided_by_id, listing.confirmed_on = actor.account_id, today
    if isinstance(listing, SupplyOffer):
        listing.valid_until = listing.valid_until or holds_until(today, listing.window_to)
    note(session, actor, listing, "approve")
    notices.tell_writers(session, actor, listing, notices.APPROVED, now=now)


def send_back(session: Session, actor: Actor, listing: Record, *, answer: str, now: datetime) -> None:
    """Return it with what has to be changed first. Raises `Refused`."""
    LISTINGS.next(listing.state, Verb.SEND_BACK)
    _refuse_own(actor, listing)
    words = _reason(answer)
    LISTINGS.apply(listing, Verb.SEND_BACK)
    listing.submitted_at, listing.answer, listing.decided_by_id = None, words, actor.account_id
    note(session, actor, listing, "send-back")
    notices.tell_writers(session, actor, listing, notices.SENT_BACK, now=now)


def pause(session: Session, actor: Actor, listing: Record) -> None:
    """Leave it out of lists for a while; its page says so."""
    LISTINGS.apply(listing, Verb.PAUSE)
    note(session, actor, listing, "pause")


def resume(session: Session, actor: Actor, listing: Record) -> None:
    """List it again."""
    LISTINGS.apply(listing, Verb.RESUME)
    note(session, actor, listing, "resume")


def renew(session: Session, actor: Actor, offer: SupplyOffer, *, today: date) -> None:
    """Say in one tap that an offer still stands. Raises `Refused` where it cannot be delivered any more."""
    if offer.window_to is not None and offer.window_to < today:
        raise Refused(Refusal.OVER)
    LISTINGS.apply(offer, Verb.RENEW)
    offer.valid_until, offer.confirmed_on = holds_until(today, offer.window_to), today
    note(session, actor, offer, "renew")


def close(session: Session, actor: Actor, listing: Record, *, now: datetime) -> None:
    """End it: its page stays and says so."""
    LISTINGS.apply(listing, Verb.CLOSE)
    listing.ended_at = now
    note(session, actor, listing, "close")


def take_down(session: Session, actor: Actor, listing: Record, *, reason: str, now: datetime) -> None:
    """Take down what must not stay; its owner reads why. Raises `Refused`."""
    words = _reason(reason)
    LISTINGS.apply(listing, Verb.TAKE_DOWN)
    listing.ended_at, listing.answer, listing.decided_by_id = listing.ended_at or now, words, actor.account_id
    note(session, actor, listing, "take-down", reason=words)
    notices.tell_writers(session, actor, listing, notices.TAKEN_DOWN, now=now)


def discard(session: Session, actor: Actor, listing: Record) -> None:
    """Forget a draft that nobody ever read. Raises `Refused`."""
    LISTINGS.next(listing.state, Verb.SAVE)
    if listing.published_at is not None:
        raise Refused(Refusal.PUBLISHED)
    record(session, actor, f"{listing.KIND}:discard", listing.id, place_id=listing.place_id)
    session.delete(listing)
    session.flush()


def save(
    session: Session, actor: Actor, listing: Record, said: Mapping[str, Any], *, now: datetime, today: date
) -> None:
    """Keep what was typed. In what everybody reads figures change at once, and words are looked at again."""
    changed = {name for name, value in said.items() if getattr(listing, name) != value}
    if listing.state is State.DRAFT:
        LISTINGS.apply(listing, Verb.SAVE)
    else:
        LISTINGS.apply(listing, Verb.REVISE if changed & set(WORDS[type(listing)]) else Verb.CORRECT)
    for name, value in said.items():
        setattr(listing, name, value)
    typed = listing.typed
    listing.base_amount = typed.base_amount if typed else None
    listing.base_unit = typed.quantity.unit.base if typed else None
    if listing.state is State.REVIEW:
        listing.submitted_at = now
    session.flush()
    session.expire(listing, ["group"])
    listing.find_key = find_key(session, listing)
    sign(listing, actor)
    if listing.state is State.REVIEW:
        wait(session, actor, listing, now=now, today=today)
    note(session, actor, listing, "save", fields=sorted(changed))


def wait(session: Session, actor: Actor, listing: Record, *, now: datetime, today: date) -> None:
    """Put it on the desk with what a moderator looks at."""
    listing.submitted_at, listing.answer, listing.reasons = now, None, list(reasons_of(listing))
    sign(listing, actor)
    session.flush()
    notices.tell_desk(session, listing, now=now, today=today)


def reasons_of(listing: Record) -> Iterator[str]:
    """Yield what in its words a moderator looks at first, the hints of producers' words and contacts."""
    texts = [str(text) for name in WORDS[type(listing)] if (text := getattr(listing, name))]
    found = frozenset[Hint]().union(*(hints(text) for text in texts))
    yield from sorted(found)
    if any(names_contact(text) for text in texts):
        yield CONTACT


def sign(listing: Record, actor: Actor) -> None:
    """Note who worked on it, and in whose stead: none of them lets it pass."""
    new = sorted(actor.people - {one.account_id for one in listing.writers})
    if isinstance(listing, SupplyOffer):
        listing.writers.extend(OfferWriter(account_id=one) for one in new)
    else:
        listing.writers.extend(DemandWriter(account_id=one) for one in new)


def is_own(actor: Actor, listing: Record) -> bool:
    """Tell whether somebody wrote it, or acts for whoever did."""
    return not all(different_people(Actor(one.account_id), actor) for one in listing.writers)


def find_key(session: Session, listing: Record) -> str:
    """Return what words are looked for in: folded, with a blank before each word."""
    places = words_for(gazetteer(session), listing.place_id, REFORM)
    named = (one.full_name for one in (*places.now, *places.maybe, *places.before))
    group = (listing.group.name, listing.group.name_en) if listing.group else ()
    owner = listing.supplier if isinstance(listing, SupplyOffer) else listing.buyer.name
    english = listing.title_en if isinstance(listing, SupplyOffer) else None
    return " " + " ".join(fold(text) for text in (listing.title, english, owner, listing.words, *group, *named) if text)


def note(session: Session, actor: Actor, listing: Record, act: str, *, reason: str | None = None, **facts: Any) -> None:
    """Keep it in the audit and have it searched anew."""
    session.flush()
    after = {"state": listing.state, **facts}
    verb = f"{listing.KIND}:{act}"
    record(session, actor, verb, listing.id, after=after, reason=reason, place_id=listing.place_id)
    mark_changed(session, listing.KIND, [listing.id])


def _refuse_own(actor: Actor, listing: Record) -> None:
    if is_own(actor, listing):
        raise Refused(Refusal.OWN)


def _reason(text: str) -> str:
    words = normalize_spaces(text)[:REASON_MAX]
    if not words:
        raise Refused(Refusal.NO_WORDS)
    return words
