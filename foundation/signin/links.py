"""Menus of rooms above to which the account's own page and the sign-in page lead; filled by the root."""

OWN = "account"
"""On the account's own page, for everybody."""

DESK = "desk"
"""On the same page after that, for those who may work there."""

STRANGER = "stranger"
"""Above the sign-in."""

PAGES = "ocop_account_pages"
SIGN_IN_LINKS = "ocop_stranger_pages"
