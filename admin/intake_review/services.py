"""Recording a product and its producer by hand, where no list and no decision brought them."""

from datetime import date

from sqlalchemy.orm import Session

from catalog.certificates.services import refresh_standings
from catalog.intake.matching import RowInput
from catalog.intake.recording import record_new
from catalog.products.models import Product
from foundation.audit.rules import Actor
from foundation.audit.services import record
from foundation.places.models import Place


def record_by_hand(
    session: Session, actor: Actor, place: Place, row: RowInput, *, today: date, is_demo: bool = False
) -> Product:
    """Return a product, and its producer where that is new, without a decision: it is listed as not verified."""
    made = record_new(session, place, row, written=today.year, is_demo=is_demo)
    refresh_standings(session, [made.id], today)
    after = {"producer": made.producer_id}
    record(session, actor, "product:record", made.id, after=after, place_id=place.id, is_public=True)
    return made
