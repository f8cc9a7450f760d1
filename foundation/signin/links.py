"""Pages of rooms above to which the account's own page and the sign-in page lead; handed over by the root."""

from dataclasses import dataclass

from babel.support import LazyProxy

PAGES = "ocop_account_pages"
"""Linked from the account's own page."""

STRANGERS = "ocop_stranger_pages"
"""Linked from the sign-in page."""


@dataclass(frozen=True, slots=True)
class AccountPage:
    """A link: the page, its words and picture, and the permission without which it is not shown."""

    endpoint: str
    label: LazyProxy
    icon: str = "lock"
    needs: str | None = None
