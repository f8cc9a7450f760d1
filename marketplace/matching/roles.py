"""Whoever speaks for a buyer's organisation, and who says so."""

from flask_babel import lazy_gettext as _l

from foundation.permissions.roles import KindRule, RoleRule
from foundation.permissions.rules import Role, ScopeKind

BUYER_SCOPE = ScopeKind("buyer")
BUYER_MEMBER = Role("buyer_member")  # thành viên đơn vị mua hàng

KINDS = (KindRule(BUYER_SCOPE, _l("for one buying organisation")),)

MEMBER = RoleRule(
    BUYER_MEMBER,
    BUYER_SCOPE,
    frozenset({Role.PROVINCE_OFFICER, Role.PROVINCE_EDITOR, Role.MINISTRY_OFFICER}),
    _l("member of a buying organisation"),
    office=False,
)
