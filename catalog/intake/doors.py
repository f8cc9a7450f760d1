"""Who may make records of a province true: enter decisions, settle rows, merge producers, add records."""

from foundation.permissions.policy import Contribution, Holds, holds
from foundation.permissions.rules import Role

VERIFY = "record:verify"
"""Enter decisions, settle doubtful rows, merge producers, add records by hand."""

DESK: Holds = holds(Role.PROVINCE_OFFICER, Role.PROVINCE_EDITOR, Role.MINISTRY_OFFICER)
"""The province for its own records, the ministry for all."""

POLICY: Contribution = {VERIFY: (DESK,)}
