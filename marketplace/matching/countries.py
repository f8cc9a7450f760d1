"""Countries a buyer may be from, named in each language by the library that knows them."""

from functools import cache

from babel import Locale

from foundation.i18n.languages import Lang
from foundation.i18n.text import sort_key
from marketplace.matching.models import HOME

_CODE = 2


@cache
def countries(lang: Lang) -> tuple[tuple[str, str], ...]:
    """Return codes and names, Vietnam first and the others in alphabetical order."""
    names = {code: name for code, name in Locale(lang.value).territories.items() if _is_country(code)}
    rest = sorted((code for code in names if code != HOME), key=lambda code: sort_key(names[code]))
    return tuple((code, names[code]) for code in (HOME, *rest))


def country_name(code: str, lang: Lang) -> str:
    """Return a country's name; its code where the library does not know it."""
    return dict(countries(lang)).get(code, code)


def _is_country(code: str) -> bool:
    return len(code) == _CODE and code.isalpha() and code not in {"ZZ", "EU", "EZ", "UN", "QO", "XA", "XB"}
