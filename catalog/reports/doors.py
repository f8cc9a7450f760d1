"""Who works reports."""

from foundation.permissions.policy import Contribution, Holds, holds
from foundation.permissions.rules import Role

WORK = "report:work"
"""Read reports, take them, answer them."""

DESK: Holds = holds(Role.PROVINCE_OFFICER, Role.PROVINCE_EDITOR, Role.MINISTRY_OFFICER, Role.SYSTEM_OPERATOR)
"""The province for pages about its records; ministry and operator for all, also for pages about no record."""

POLICY: Contribution = {WORK: (DESK,)}
