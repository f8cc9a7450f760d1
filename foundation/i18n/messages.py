"""Messages in the reader's language; the names the extraction of messages looks for.

A page asks for hundreds of them, so a catalogue is read once for each language and asked directly.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from gettext import GNUTranslations, NullTranslations

from babel.support import Translations
from flask import g, has_app_context
from flask_babel import force_locale, get_locale
from markupsafe import Markup

from foundation.i18n.catalogues import TRANSLATIONS, ensure_compiled
from foundation.i18n.languages import DEFAULT, Lang

_SPOKEN = "ocop_spoken"


def gettext(message: str, **values: object) -> str:
    """Return the message in the language of the page, its named places filled."""
    found = raw(message)
    return found % values if values else found


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """Return the form of a message that fits the number."""
    return _catalogue(_language()).ngettext(one, many, num) % {"num": num, **values}


def marked_up(message: str, /, **values: object) -> Markup:
    """Return the message in the language of the page for its template; what fills its places is escaped."""
    found = _drawn(_language(), message)
    return found % values if values else found


def drawn_plural(one: str, many: str, num: int, /, **values: object) -> Markup:
    """Return the form that fits the number, for a template."""
    found = Markup(_catalogue(_language()).ngettext(one, many, num))  # noqa: S704 - messages are the house's own
    return found % {"num": num, **values}


def raw(message: str) -> str:
    """Return the message in the language of the page as it is written."""
    return _catalogue(_language()).gettext(message)


def spoken() -> Lang:
    """Return the language messages are in, for texts that stand in data."""
    return Lang(_language())


@contextmanager
def messages_in(lang: Lang) -> Iterator[None]:
    """Messages in one language whatever the page's: for letters, which have a reader of their own."""
    with force_locale(lang.value):
        before = _forget()
        try:
            yield
        finally:
            _forget(before)


def _language() -> str:
    """Return the language messages are in, remembered with the page: hundreds ask."""
    if not has_app_context():
        return DEFAULT.value
    known: str | None = g.get(_SPOKEN)
    if known is None:
        locale = get_locale()
        known = locale.language if locale else DEFAULT.value
        setattr(g, _SPOKEN, known)
    return known


def _forget(now: str | None = None) -> str | None:
    """Let go what language the page is in, or come back to one that was; what it was."""
    if not has_app_context():
        return None
    before: str | None = g.pop(_SPOKEN, None)
    if now:
        setattr(g, _SPOKEN, now)
    return before


@cache
def _drawn(language: str, message: str) -> Markup:
    return Markup(_catalogue(language).gettext(message))  # noqa: S704 - messages are the house's own


@cache
def _catalogue(language: str) -> NullTranslations:
    ensure_compiled()
    found = Translations.load(str(TRANSLATIONS), [language])
    return found if isinstance(found, GNUTranslations) else NullTranslations()
