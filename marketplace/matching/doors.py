"""Who may do what with offers and demands; offers are kept by whoever speaks for their producer."""

from foundation.permissions.policy import Contribution, Holds, holds
from foundation.permissions.rules import Role
from marketplace.matching.roles import BUYER_MEMBER

BUY = "demand:keep"
"""Write what a buying organisation needs."""

MODERATE = "listing:moderate"
"""Look at offers, demands and buyers before everybody does, and take down what must not stay."""

DESK: Holds = holds(Role.COMMUNE_OFFICER, Role.PROVINCE_OFFICER, Role.PROVINCE_EDITOR, Role.MINISTRY_OFFICER)
"""Each for its place; buyers from abroad are the ministry's."""

POLICY: Contribution = {BUY: (holds(BUYER_MEMBER),), MODERATE: (DESK,)}
