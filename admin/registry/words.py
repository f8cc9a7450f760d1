"""Words for what the audit says, as rooms declare them, and for values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from babel.support import LazyProxy
from flask import current_app

from foundation.i18n import formats
from foundation.i18n.languages import Lang
from foundation.i18n.messages import gettext as _
from foundation.permissions.roles import ROLES
from foundation.rooms.house import Audit
from foundation.signin.labels import role_label

EXTENSION = "ocop_audit_words"


@dataclass(frozen=True, slots=True)
class Declared:
    """What rooms say of what they note in the audit, and of their permissions; handed over by the root."""

    audit: Audit
    permissions: Mapping[str, LazyProxy]


def verbs() -> Mapping[str, LazyProxy]:
    """Return what can have been done, in words."""
    return _declared().audit.verbs


def subjects() -> Mapping[str, LazyProxy]:
    """Kinds of records by the code that begins each verb, in words."""
    return _declared().audit.subjects


def verb_words(verb: str) -> str:
    """Return what was done; the code itself where nobody gave it words."""
    return str(verbs().get(verb, verb))


def permission_words(permission: str) -> str:
    """Return what a permission lets somebody do."""
    return str(_declared().permissions.get(permission, permission))


def subject_words(subject: str) -> str:
    """Return a kind of record."""
    return str(subjects().get(subject, subject))


def fact_words(name: str) -> str:
    """Return the name of a fact."""
    return str(_declared().audit.facts.get(name, name))


def value_words(name: str, value: object, lang: Lang) -> str:
    """Return a value as a reader expects it: days, yes and no, roles; codes that have no words stay codes."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(value_words(name, one, lang) for one in value)
    if name == "role" and (role := ROLES.named(value)):
        return role_label(role)
    day = _day(str(value)) if isinstance(value, str) else None
    return formats.day(day, lang) if day else str(value)


def _day(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date() if len(text) >= len("2026-11-23") else None
    except ValueError:
        return None


def _declared() -> Declared:
    found: Declared = current_app.extensions[EXTENSION]
    return found
