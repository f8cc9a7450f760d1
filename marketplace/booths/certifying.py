"""Looking up the stars of what is brought to a fair: when it is chosen, at approval and on the opening morning."""

from datetime import date

from sqlalchemy.orm import Session

from catalog.certificates.queries import facts_of
from marketplace.booths.certificate_rules import StarsHeld, is_enough, stars_on
from marketplace.booths.registering_models import BoothRegistration
from marketplace.events.models import Event


def stars_of(session: Session, event: Event, product_ids: list[int]) -> dict[int, StarsHeld]:
    """Return the stars of products on all days of an event; two queries."""
    facts = facts_of(session, product_ids)
    return {number: stars_on(*facts[number], event.starts_on, event.last_on) for number in product_ids}


def check_again(session: Session, registration: BoothRegistration, *, today: date) -> bool:
    """Look the stars of all its products up anew and keep them; whether they are enough for the fair."""
    event = registration.fair.event
    held = stars_of(session, event, [one.product_id for one in registration.products])
    for product in registration.products:
        found = held[product.product_id]
        product.stars, product.certificate = found.stars, found.number
        product.valid_until, product.checked_on = found.valid_until, today
    session.flush()
    return is_enough(held.values(), registration.fair.min_stars)
