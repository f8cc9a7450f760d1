"""Who may do what with points of sale."""

from foundation.permissions.policy import Contribution, Holds, holds
from foundation.permissions.rules import Role
from marketplace.outlets.roles import OUTLET_OPERATOR

KEEP = "outlet:keep"
"""Enter points of sale, correct, inspect and close them, take lists in."""

APPROVE = "outlet:approve"
"""Make a point of sale public, or give up its draft."""

RUN = "outlet:run"
"""Keep one's own point of sale up to date: confirm it, its hours, what it has."""

DESK: Holds = holds(Role.COMMUNE_OFFICER, Role.PROVINCE_EDITOR, Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER)
"""Each where it lies; online stalls that lie nowhere are the ministry's."""

POLICY: Contribution = {
    KEEP: (DESK,),
    APPROVE: (holds(Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER),),
    RUN: (holds(OUTLET_OPERATOR),),
}
