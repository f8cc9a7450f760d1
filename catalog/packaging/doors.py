"""Who may print labels."""

from catalog.producers.roles import PRODUCER_MEMBER
from foundation.permissions.policy import Contribution, holds
from foundation.permissions.rules import Role

PRINT = "label:print"
"""Draw the codes of a product for its packages."""

POLICY: Contribution = {
    PRINT: (
        holds(
            PRODUCER_MEMBER,
            Role.COMMUNE_OFFICER,
            Role.DISTRICT_OFFICER,
            Role.PROVINCE_OFFICER,
            Role.PROVINCE_EDITOR,
            Role.MINISTRY_OFFICER,
        ),
    )
}
