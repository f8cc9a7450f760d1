"""What officers may do about accounts of others."""

from foundation.permissions.policy import Contribution, holds
from foundation.permissions.rules import Role

OPEN_FOR_ANOTHER = "account:open-for-another"
"""Open an account for somebody who comes to the commune, and hand over the code that confirms it."""

HAND_OVER_CODE = "account:hand-over-code"
"""Hand over a code for a new password to somebody whose account was opened here."""

_HELPERS = holds(Role.COMMUNE_OFFICER, Role.DISTRICT_OFFICER, Role.PROVINCE_OFFICER)

POLICY: Contribution = {OPEN_FOR_ANOTHER: (_HELPERS,), HAND_OVER_CODE: (_HELPERS,)}
