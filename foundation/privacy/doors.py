"""What officers may do about requests of others."""

from foundation.permissions.policy import Contribution, Holds, holds
from foundation.permissions.rules import Role

ANSWER = "privacy-request:answer"
"""Read and answer what people ask about their personal data."""

DESK: Holds = holds(Role.PROVINCE_EDITOR, Role.SYSTEM_OPERATOR)
"""Who works it: the province's editor for people of the province, the operator for everybody."""

POLICY: Contribution = {ANSWER: (DESK,)}
