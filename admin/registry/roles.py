"""Roles whose own rooms are still to come: appointed to here already. Each goes to its room with its kind of scope."""

from flask_babel import lazy_gettext as _l

from foundation.permissions.roles import KindRule, RoleRule
from foundation.permissions.rules import Role, ScopeKind
from foundation.places.models import PlaceLevel

COUNCIL_SCOPE = ScopeKind("council")

COUNCIL_MEMBER = Role("council_member")  # thành viên hội đồng
COUNCIL_SECRETARY = Role("council_secretary")  # thư ký hội đồng
ADVISORY_TEAM = Role("advisory_team")  # tổ tư vấn

KINDS = (KindRule(COUNCIL_SCOPE, _l("for one rating council")),)

_COUNCIL = frozenset({Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER, Role.DISTRICT_OFFICER})

RULES = (
    RoleRule(COUNCIL_MEMBER, COUNCIL_SCOPE, _COUNCIL, _l("council member")),
    RoleRule(COUNCIL_SECRETARY, COUNCIL_SCOPE, _COUNCIL, _l("council secretary")),
    RoleRule(ADVISORY_TEAM, ScopeKind.PLACE, _COUNCIL, _l("advisory team"), levels=frozenset(PlaceLevel)),
)
