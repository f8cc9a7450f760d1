"""The text of a cell as it is read: without what nobody sees, with what only looks right put right. Pure functions."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from foundation.i18n.hygiene import alike, cleaned
from foundation.tables.sheets import Value

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_CYRILLIC = str.maketrans("АВЕКМНОРСТУХІЈЅаеорсухіјѕ", "ABEKMHOPCTYXIJSaeopcyxijs")
_LOOKS_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[A-Za-zÀ-ỹ]")
_SPACE = re.compile(r"\s+")
_BULLET = re.compile(r"^(?:[-+•●▪◦*–—·]\s+|[•●▪◦])")
_PHONE = re.compile(r"(?<![\d/.\-])(?:\+?84|0)(?:[ .\-]{0,2}\d){8,10}(?![\d/])")
_PHONE_SAID = re.compile(
    r"[\s,;.\-–(]*(?:\b(?:số\s+)?(?:điện thoại|đt|sđt|đtdđ|di động|tel|phone|hotline|zalo)\b\.?)?\s*[:.]*\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Text:
    """A cell's text with its line breaks, and what was mended in it: lookalikes, invisible, decomposed."""

    lines: str
    repaired: frozenset[str] = frozenset()

    @property
    def line(self) -> str:
        """The same on one line."""
        return one_line(self.lines)


@lru_cache(maxsize=65536)
def one_line(text: str) -> str:
    """`text` with every run of white space one blank."""
    return _SPACE.sub(" ", text).strip()


@lru_cache(maxsize=65536)
def text_of(raw: str) -> Text:
    """Return a text as it is kept."""
    if raw.isascii() and raw.isprintable():
        return Text(raw.strip().removeprefix("'"))
    told = {
        "invisible": _INVISIBLE.search(raw) is not None,
        "decomposed": not unicodedata.is_normalized("NFC", raw),
    }
    text = cleaned(raw)
    looks = alike(raw) is not None
    if _LOOKS_CYRILLIC.search(text) and _LATIN.search(text):
        text, looks = text.translate(_CYRILLIC), True
    told["lookalikes"] = looks
    return Text(text.strip().removeprefix("'"), frozenset(name for name, is_so in told.items() if is_so))


def shown(value: Value) -> Text:
    """Return a cell as text, whatever it holds."""
    return text_of(value) if isinstance(value, str) else Text(str(value))


def without_bullet(text: str) -> str:
    """`text` without the mark of a list in front."""
    return _BULLET.sub("", text).strip()


def without_phones(text: str) -> tuple[str, bool]:
    """`text` without telephone numbers and the words that announce them, and whether there were any."""
    found = _PHONE.search(text)
    if not found:
        return text, False
    before = _PHONE_SAID.sub("", text[: found.start()])
    rest, _ = without_phones(text[found.end() :])
    rest = re.sub(r"^\s*(?:\(zalo\)|[)\],;.])*", "", rest, flags=re.IGNORECASE)
    return one_line_kept(f"{before}\n{rest}"), True


def one_line_kept(text: str) -> str:
    """`text` without empty lines."""
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def phone_digits(text: str) -> str | None:
    """Return the digits of a telephone number, its zero put back where a spreadsheet took it away; None for none."""
    digits = re.sub(r"\D", "", text)
    if len(digits) < 8:  # noqa: PLR2004 - the shortest have eight
        return None
    if digits.startswith("84") and len(digits) in {11, 12}:
        digits = digits[2:]
    return digits if digits.startswith(("0", "1")) else f"0{digits}"
