"""What officers may do about appointments and the audit."""

from foundation.permissions.policy import Contribution, Holds, holds
from foundation.permissions.rules import Role

SEE = "appointment:see"
"""See who is appointed to what within one's scope, and ask why somebody may do something."""

GIVE = "appointment:give"
"""Appoint, end, lend and appoint from a list: what exactly, the rules of each role say (`giving`)."""

READ_AUDIT = "audit:read"
"""Read what was done to records within one's scope."""

_READERS = holds(
    Role.COMMUNE_OFFICER, Role.DISTRICT_OFFICER, Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER, Role.SYSTEM_OPERATOR
)
_GIVERS = Holds(_READERS.roles | {Role.PROVINCE_EDITOR})
"""Whoever gives any role of any room: a test says when a room declares a role that somebody else gives."""

POLICY: Contribution = {SEE: (_GIVERS,), GIVE: (_GIVERS,), READ_AUDIT: (_READERS,)}
