"""Who writes announcements, and who lets them out."""

from foundation.permissions.policy import Contribution, Holds, holds
from foundation.permissions.rules import Role

WRITE = "announcement:write"
"""Write announcements, hand them in, stop what is not public yet, begin corrections."""

APPROVE = "announcement:approve"
"""Let somebody else's announcement or correction out; withdraw a public one."""

WRITERS: Holds = holds(Role.PROVINCE_OFFICER, Role.PROVINCE_EDITOR, Role.MINISTRY_OFFICER)
"""The province for itself, the ministry for the country and for all."""

APPROVERS: Holds = holds(Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER)
"""An official word is let out by an officer; editors prepare it."""

POLICY: Contribution = {WRITE: (WRITERS,), APPROVE: (APPROVERS,)}
