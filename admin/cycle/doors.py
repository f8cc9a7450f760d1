"""Who may do what to dossiers: each level to those lodged in its territory, while it is their turn."""

from admin.cycle.rules import Stage
from foundation.permissions.policy import Contribution, holds
from foundation.permissions.rules import Role

HANDLE = "dossier:handle"
"""See dossiers, and do what their step asks where it is one's turn."""

LEVEL_OF = {
    Role.COMMUNE_OFFICER: Stage.COMMUNE,
    Role.DISTRICT_OFFICER: Stage.DISTRICT,
    Role.PROVINCE_OFFICER: Stage.PROVINCE,
    Role.MINISTRY_OFFICER: Stage.MINISTRY,
}
"""For which level an office acts."""

ROLE_OF = {level: role for role, level in LEVEL_OF.items()}

POLICY: Contribution = {HANDLE: (holds(*LEVEL_OF),)}
