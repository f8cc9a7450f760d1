"""Messages in the reader's language; the names the extraction of messages looks for.

A page asks for hundreds of them, so a catalogue is read once for each language and asked directly.
"""

from functools import cache
from gettext import GNUTranslations, NullTranslations

from babel.support import Translations
from flask_babel import get_locale

from foundation.i18n.catalogues import TRANSLATIONS, ensure_compiled
from foundation.i18n.languages import DEFAULT


def gettext(message: str, **values: object) -> str:
    """The message in the language of the page, its named places filled."""
    found = raw(message)
    return found % values if values else found


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """The form of a message that fits the number."""
    return raw_plural(one, many, num) % {"num": num, **values}


def raw(message: str) -> str:
    """The message in the language of the page as it is written, for templates that fill it themselves."""
    return _spoken().gettext(message)


def raw_plural(one: str, many: str, num: int) -> str:
    """The form that fits the number as it is written."""
    return _spoken().ngettext(one, many, num)


def _spoken() -> NullTranslations:
    locale = get_locale()
    return _catalogue(locale.language if locale else DEFAULT.value)


@cache
def _catalogue(language: str) -> NullTranslations:
    ensure_compiled()
    found = Translations.load(str(TRANSLATIONS), [language])
    return found if isinstance(found, GNUTranslations) else NullTranslations()
