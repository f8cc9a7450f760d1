"""The one role that is no office: somebody with an account of their own."""

from flask_babel import lazy_gettext as _l

from foundation.permissions.roles import RoleRule
from foundation.permissions.rules import Role, ScopeKind

BUYER = Role("buyer")  # người mua

RULES = (RoleRule(BUYER, ScopeKind.SELF, frozenset({Role.SYSTEM_OPERATOR}), _l("buyer"), office=False),)
