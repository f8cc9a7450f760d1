"""Where a sign-in leads, and what a browser is called. Pure functions."""

from foundation.accounts.rules import Stage

HOME = "/tai-khoan/"
OFFERS = "/tai-khoan/phan-cong/"
"""Where somebody answers what they were asked to hold, by its number."""

SAID_YES = "answered=yes"
"""What the address of such a page says once there is a yes."""

JUST_SET = "set"
"""What the address of the sign-in says where a password was just set."""

_SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS X", "Linux")
_BROWSERS = (
    ("Edg/", "Edge"),
    ("coc_coc", "Cốc Cốc"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)


def safe_next(target: str | None) -> str:
    """Return the page to go on to: a path of this site, and nothing that a browser could read as another."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return HOME
    # Browsers drop tabs and line breaks and read a backslash as a slash.
    return target if target.isprintable() and "\\" not in target and " " not in target else HOME


def follows_acceptance(back: str) -> bool:
    """Whether a sign-in is asked for because somebody has just taken on an office, which it then says."""
    return back.startswith(OFFERS) and back.endswith(f"?{SAID_YES}")


def stage_after_password(*, has_second_factor: bool, must_have: bool) -> Stage:
    """How far the right password leads."""
    if has_second_factor:
        return Stage.SECOND_FACTOR
    return Stage.ENROL if must_have else Stage.FULL


def stage_after_second_factor(*, must_renew: bool) -> Stage:
    """How far the second factor leads: one from before the password was set anew only to the next."""
    return Stage.ENROL if must_renew else Stage.FULL


def browser_name(user_agent: str) -> str:
    """Return a browser as its owner knows it: "Chrome, Android"."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for name in _SYSTEMS if name in user_agent), "")
    return ", ".join(part for part in (browser, system) if part) or "?"
