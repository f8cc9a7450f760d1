"""Who may do what about profiles; `producer:speak-for` is the room's of whoever speaks for a producer."""

from foundation.permissions.policy import Contribution, Holds, holds
from foundation.permissions.rules import Role

MODERATE = "profile:moderate"
"""Look at what a producer says before everybody does."""

DESK: Holds = holds(Role.COMMUNE_OFFICER, Role.DISTRICT_OFFICER, Role.PROVINCE_OFFICER, Role.PROVINCE_EDITOR)

POLICY: Contribution = {MODERATE: (DESK,)}
