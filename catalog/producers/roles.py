"""Whoever speaks for a producer, and who says so."""

from flask_babel import lazy_gettext as _l

from foundation.permissions.roles import KindRule, RoleRule
from foundation.permissions.rules import Role, ScopeKind

PRODUCER_SCOPE = ScopeKind("producer")
PRODUCER_MEMBER = Role("producer_member")  # thành viên chủ thể

KINDS = (KindRule(PRODUCER_SCOPE, _l("for one producer")),)

MEMBER = RoleRule(
    PRODUCER_MEMBER,
    PRODUCER_SCOPE,
    frozenset({Role.COMMUNE_OFFICER, Role.DISTRICT_OFFICER, Role.PROVINCE_OFFICER, Role.PROVINCE_EDITOR}),
    _l("member of a producer"),
    office=False,
)
