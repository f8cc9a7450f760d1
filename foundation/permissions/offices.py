"""The offices of places and of the site itself, and who gives them."""

from flask_babel import lazy_gettext as _l

from foundation.permissions.roles import KindRule, RoleRule
from foundation.permissions.rules import Role, ScopeKind
from foundation.places.models import PlaceLevel

KINDS = (
    KindRule(ScopeKind.COUNTRY, _l("for the whole country")),
    KindRule(ScopeKind.PLACE, _l("for a province or a commune")),
    KindRule(ScopeKind.SELF, _l("for the person alone")),
)

OFFICES = (
    RoleRule(
        Role.COMMUNE_OFFICER,
        ScopeKind.PLACE,
        frozenset({Role.DISTRICT_OFFICER, Role.PROVINCE_OFFICER}),
        _l("commune officer"),
        levels=frozenset({PlaceLevel.COMMUNE}),
    ),
    RoleRule(
        Role.DISTRICT_OFFICER,
        ScopeKind.PLACE,
        frozenset({Role.PROVINCE_OFFICER}),
        _l("district officer"),
        levels=frozenset({PlaceLevel.DISTRICT}),
    ),
    RoleRule(
        Role.PROVINCE_OFFICER,
        ScopeKind.PLACE,
        frozenset({Role.MINISTRY_OFFICER, Role.SYSTEM_OPERATOR}),
        _l("province officer"),
        levels=frozenset({PlaceLevel.PROVINCE}),
    ),
    RoleRule(
        Role.MINISTRY_OFFICER,
        ScopeKind.COUNTRY,
        frozenset({Role.MINISTRY_OFFICER, Role.SYSTEM_OPERATOR}),
        _l("ministry officer"),
    ),
    RoleRule(
        Role.PROVINCE_EDITOR,
        ScopeKind.PLACE,
        frozenset({Role.PROVINCE_OFFICER}),
        _l("province editor"),
        levels=frozenset({PlaceLevel.PROVINCE}),
    ),
    RoleRule(Role.SYSTEM_OPERATOR, ScopeKind.COUNTRY, frozenset({Role.SYSTEM_OPERATOR}), _l("system operator")),
)
