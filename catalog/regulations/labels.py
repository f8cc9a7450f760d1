"""Words for levels of authorities, and for who recognises and who revokes which stars."""

from collections.abc import Iterable
from datetime import date

from catalog.regulations.editions import LAW, edition_on
from foundation.i18n.formats import day
from foundation.i18n.messages import gettext as _
from foundation.i18n.messages import spoken


def level_label(code: str) -> str:
    """Return a level of authorities, with its last day where it is no more."""
    level = LAW.level_by_code.get(code)
    if level is None:
        return code
    name = level.title.shown(spoken()).text
    return _("%(level)s (to %(day)s)", level=name, day=day(level.until, spoken())) if level.until else name


def givers(on: date) -> str:
    """Who recognises which stars on a day, in one line."""
    held = (one for one in edition_on(on).recognitions if one.holds(on))
    return "; ".join(_stars_of(one.stars, one.who.shown(spoken()).text) for one in held)


def revokers(on: date) -> str:
    """Who revokes which stars by the rules of a day, in one line."""
    held = edition_on(on).revocation.by
    return "; ".join(_stars_of(one.stars, one.who.shown(spoken()).text) for one in held)


def _stars_of(stars: Iterable[int], who: str) -> str:
    return _("%(stars)s stars: %(who)s", stars=", ".join(map(str, sorted(stars))), who=who)
