"""What this room holds about one person: the lists of products they sent."""

from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from catalog.intake.models import ProductImport

COLUMNS = frozenset({"product_imports.account_id"})


def export(session: Session, account_id: int) -> dict[str, Any]:
    """Which lists, when, and how far they came."""
    asked = select(ProductImport.name, ProductImport.sent_at, ProductImport.state).filter_by(account_id=account_id)
    return {"product_imports": [row._asdict() for row in session.execute(asked.order_by(ProductImport.id))]}


def erase(session: Session, account_id: int, today: date) -> None:
    """Erase the lists; what was done by them stays in the audit."""
    del today
    session.execute(delete(ProductImport).filter_by(account_id=account_id))
