"""Roles whose own rooms are still to come: appointed to here already. Each goes to its room with its kind of scope."""

from flask_babel import lazy_gettext as _l

from foundation.permissions.roles import KindRule, RoleRule
from foundation.permissions.rules import Role, ScopeKind
from foundation.places.models import PlaceLevel

COUNCIL_SCOPE, OUTLET_SCOPE, FAIR_SCOPE = ScopeKind("council"), ScopeKind("outlet"), ScopeKind("fair")

COUNCIL_MEMBER = Role("council_member")  # thành viên hội đồng
COUNCIL_SECRETARY = Role("council_secretary")  # thư ký hội đồng
ADVISORY_TEAM = Role("advisory_team")  # tổ tư vấn
OUTLET_OPERATOR = Role("outlet_operator")  # người quản lý điểm bán
FAIR_ORGANISER = Role("fair_organiser")  # ban tổ chức hội chợ

KINDS = (
    KindRule(COUNCIL_SCOPE, _l("for one rating council")),
    KindRule(OUTLET_SCOPE, _l("for one point of sale")),
    KindRule(FAIR_SCOPE, _l("for one fair")),
)

_PROVINCE = frozenset({Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER})
_COUNCIL = _PROVINCE | {Role.DISTRICT_OFFICER}
_COMMUNE = frozenset({Role.COMMUNE_OFFICER, Role.DISTRICT_OFFICER, Role.PROVINCE_OFFICER, Role.PROVINCE_EDITOR})

RULES = (
    RoleRule(COUNCIL_MEMBER, COUNCIL_SCOPE, _COUNCIL, _l("council member")),
    RoleRule(COUNCIL_SECRETARY, COUNCIL_SCOPE, _COUNCIL, _l("council secretary")),
    RoleRule(ADVISORY_TEAM, ScopeKind.PLACE, _COUNCIL, _l("advisory team"), levels=frozenset(PlaceLevel)),
    RoleRule(OUTLET_OPERATOR, OUTLET_SCOPE, _COMMUNE, _l("operator of a point of sale"), office=False),
    RoleRule(FAIR_ORGANISER, FAIR_SCOPE, _PROVINCE, _l("fair organiser"), office=False),
)
