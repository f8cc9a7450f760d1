"""Messages in the reader's language; the names the extraction of messages looks for."""

from flask_babel import gettext as _gettext
from flask_babel import ngettext as _ngettext


def gettext(message: str, **values: object) -> str:
    """The message in the language of the page, its named places filled."""
    return str(_gettext(message, **values))


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """The form of a message that fits the number."""
    return str(_ngettext(one, many, num, **values))
