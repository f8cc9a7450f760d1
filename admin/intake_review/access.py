"""An import as an officer may see it."""

from flask import abort
from sqlalchemy.orm import Session

from catalog.intake.doors import VERIFY
from catalog.intake.importing import import_by_id
from catalog.intake.models import ProductImport
from foundation.permissions.guard import scope
from foundation.permissions.rules import Jurisdiction


def found(records: Session, import_id: int, *, to_change: bool = False) -> ProductImport:
    """Return an import of one's province; any other is not there."""
    one = import_by_id(records, import_id, to_change=to_change)
    if one is None or not scope(VERIFY).allows(Jurisdiction(place_id=one.place_id)):
        abort(404)
    return one
