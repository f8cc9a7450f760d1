"""Reading registrations that wait."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.accounts.queries import Identifier
from foundation.registration.models import Registration


def registration_by_id(session: Session, registration_id: int) -> Registration | None:
    """Return the registration, or None."""
    return session.get(Registration, registration_id)


def registration_of(session: Session, identifier: Identifier | None) -> Registration | None:
    """Return the registration with this address or number, or None."""
    if identifier is None:
        return None
    asked = select(Registration).filter_by(email=identifier.email, phone=identifier.phone)
    return session.scalars(asked).one_or_none()


def waiting(session: Session, digest: str, now: datetime) -> Registration | None:
    """Return the registration that this link or code confirms while it may, or None."""
    asked = select(Registration).filter_by(digest=digest).where(Registration.expires_at > now)
    return session.scalars(asked).one_or_none()
