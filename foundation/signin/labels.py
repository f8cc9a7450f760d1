"""Words for roles."""

from foundation.permissions.roles import ROLES
from foundation.permissions.rules import Role


def role_label(role: Role) -> str:
    """Return a role in the words of the room that declares it; the code itself where none does any more."""
    rule = ROLES.get(role)
    return str(rule.words) if rule else str(role)
