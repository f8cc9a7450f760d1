"""What is asked of every attempt to come in: where it comes from, and what is said when there were too many."""

from datetime import timedelta
from math import ceil

from flask import request

from foundation.accounts.keys import code_start
from foundation.accounts.queries import Identifier
from foundation.accounts.rules import KnownOrigin, RateLimit, handed_code_limits
from foundation.i18n.messages import gettext as _
from foundation.i18n.messages import ngettext
from foundation.signin import cookies
from foundation.signin.entry import (
    Origin,
)
from foundation.signin.identity import keys
from foundation.signin.rules import browser_name

ALLOWED = 200, 429


def came() -> Origin:
    """Where this request comes from."""
    browser = browser_name(request.headers.get("User-Agent", ""))
    return Origin(request.remote_addr or "0.0.0.0", browser, cookies.device_token())  # noqa: S104 - an unknown address


def throttled_message(waiting: timedelta) -> str:
    """Return that an attempt was not looked at, when to come back, and what else helps."""
    minutes = max(1, ceil(waiting.total_seconds() / 60))
    when = ngettext("Please wait %(num)d minute.", "Please wait %(num)d minutes.", minutes)
    return " ".join((_("There were too many attempts."), when))


def code_limits(kind: str, identifier: Identifier | None, code: str, speaks: KnownOrigin) -> tuple[RateLimit, ...]:
    """Return the limits of a code typed here for the account, or the registration, with this address or number."""
    return handed_code_limits(
        kind, identifier_digest(identifier), came().address, speaks, keys().name_digest(code_start(code))
    )


def identifier_digest(identifier: Identifier | None) -> str:
    """Return the digest under which attempts on an address or number are counted; one for no identifier at all."""
    return keys().name_digest(identifier.text if identifier else "")
