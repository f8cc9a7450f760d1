"""Words for roles."""

from foundation.i18n.messages import gettext as _
from foundation.permissions.rules import Role


def role_label(role: Role) -> str:
    """A role in words."""
    words = {
        Role.PRODUCER_MEMBER: _("member of a producer"),
        Role.BUYER: _("buyer"),
        Role.COMMUNE_OFFICER: _("commune officer"),
        Role.DISTRICT_OFFICER: _("district officer"),
        Role.PROVINCE_OFFICER: _("province officer"),
        Role.MINISTRY_OFFICER: _("ministry officer"),
        Role.COUNCIL_MEMBER: _("council member"),
        Role.COUNCIL_SECRETARY: _("council secretary"),
        Role.ADVISORY_TEAM: _("advisory team"),
        Role.OUTLET_OPERATOR: _("operator of a point of sale"),
        Role.FAIR_ORGANISER: _("fair organiser"),
        Role.PROVINCE_EDITOR: _("province editor"),
        Role.SYSTEM_OPERATOR: _("system operator"),
    }
    return words[role]
