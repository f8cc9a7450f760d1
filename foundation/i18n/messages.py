"""Messages in the reader's language; the names the extraction of messages looks for."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask_babel import force_locale
from flask_babel import gettext as _gettext
from flask_babel import ngettext as _ngettext

from foundation.i18n.languages import Lang


def gettext(message: str, **values: object) -> str:
    """The message in the language of the page, its named places filled."""
    return str(_gettext(message, **values))


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """The form of a message that fits the number."""
    return str(_ngettext(one, many, num, **values))


@contextmanager
def speaking(lang: Lang) -> Iterator[None]:
    """Messages in one language whatever the page's: for letters, which have a reader of their own."""
    with force_locale(lang.value):
        yield
