"""Who answers questions."""

from foundation.permissions.policy import Contribution, Holds, holds
from foundation.permissions.rules import Role

ANSWER = "enquiry:answer"
"""Answer what people ask about producers nobody speaks for."""

DESK: Holds = holds(Role.PROVINCE_OFFICER, Role.PROVINCE_EDITOR)

POLICY: Contribution = {ANSWER: (DESK,)}
