"""Whoever organises an event, and who says so."""

from flask_babel import lazy_gettext as _l

from foundation.permissions.roles import KindRule, RoleRule
from foundation.permissions.rules import Role, ScopeKind

FAIR_SCOPE = ScopeKind("fair")
FAIR_ORGANISER = Role("fair_organiser")  # ban tổ chức hội chợ

KINDS = (KindRule(FAIR_SCOPE, _l("for one fair")),)

ORGANISER = RoleRule(
    FAIR_ORGANISER,
    FAIR_SCOPE,
    frozenset({Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER}),
    _l("fair organiser"),
    office=False,
)
