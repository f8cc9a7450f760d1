"""Whoever keeps a point of sale, and who says so."""

from flask_babel import lazy_gettext as _l

from foundation.permissions.roles import KindRule, RoleRule
from foundation.permissions.rules import Role, ScopeKind

OUTLET_SCOPE = ScopeKind("outlet")
OUTLET_OPERATOR = Role("outlet_operator")  # người quản lý điểm bán

KINDS = (KindRule(OUTLET_SCOPE, _l("for one point of sale")),)

OPERATOR = RoleRule(
    OUTLET_OPERATOR,
    OUTLET_SCOPE,
    frozenset({Role.COMMUNE_OFFICER, Role.DISTRICT_OFFICER, Role.PROVINCE_OFFICER, Role.PROVINCE_EDITOR}),
    _l("operator of a point of sale"),
    office=False,
)
