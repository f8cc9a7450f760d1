"""Who may do what to dossiers: each level to those lodged in its territory, while it is their turn."""

from foundation.permissions.policy import Contribution, holds
from foundation.permissions.rules import Role

HANDLE = "dossier:handle"
"""See dossiers, and do what their step asks where it is one's turn."""

OFFICE = "_officer"

POLICY: Contribution = {
    HANDLE: (holds(Role.COMMUNE_OFFICER, Role.DISTRICT_OFFICER, Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER),)
}


def level_of(role: Role) -> str:
    """Return the level for which an office acts, by its code in the rules."""
    return role.removesuffix(OFFICE)


def role_of(level: str) -> Role:
    """Return the office that acts for a level."""
    return Role(level + OFFICE)
