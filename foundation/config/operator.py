"""Who answers for an installation, as the law asks every site to say (E-commerce Law 122/2025/QH15, art. 4 and 5)."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

TEXT_MAX = 300
_TAX_ID = re.compile(r"\d{10}(-\d{3})?|\d{12}")
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")
_PHONE = re.compile(r"\+?\d[\d .()-]{5,24}")

NEEDED = ("name", "address", "tax_id", "email", "phone")
OPTIONAL = ("name_en", "address_en", "registration", "hours")


@dataclass(frozen=True, slots=True)
class Operator:
    """The operator: name, address, tax id and contacts; `registration` is the notice or registration with its number.

    English forms are given where the operator has them; the Vietnamese ones are binding.
    """

    name: str
    address: str
    tax_id: str
    email: str
    phone: str
    name_en: str | None = None
    address_en: str | None = None
    registration: str | None = None
    hours: str | None = None


class OperatorError(ValueError):
    """What is wrong with the operator's details, in words for whoever set them."""


def read_operator(value: str) -> Operator | None:
    """Return the operator from a JSON object or from a file that holds one; None where nothing is said."""
    if not value:
        return None
    told = _object(value if value.startswith("{") else _text(Path(value)))
    unknown = sorted(told.keys() - {*NEEDED, *OPTIONAL})
    if unknown:
        raise OperatorError(f"does not know {', '.join(unknown)}; it knows {', '.join((*NEEDED, *OPTIONAL))}")
    missing = [name for name in NEEDED if not told.get(name)]
    if missing:
        raise OperatorError(f"lacks {', '.join(missing)}")
    for name, is_good, wanted in _FORMS:
        if not is_good(told[name]):
            raise OperatorError(f"{name} must be {wanted}, not {told[name]!r}")
    return Operator(**{name: said for name, said in told.items() if said})


_FORMS: tuple[tuple[str, Callable[[str], object], str], ...] = (
    ("tax_id", _TAX_ID.fullmatch, "10 digits, 10 and 3 with a hyphen, or 12"),
    ("email", _EMAIL.fullmatch, "an e-mail address"),
    ("phone", _PHONE.fullmatch, "a telephone number"),
)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise OperatorError(f"is neither a JSON object nor a file that can be read ({path})") from error


def _object(text: str) -> Mapping[str, str]:
    try:
        told = json.loads(text)
    except ValueError as error:
        raise OperatorError(f"holds no JSON: {error}") from error
    if not isinstance(told, dict):
        raise OperatorError("must hold a JSON object")
    wrong = [name for name, said in told.items() if not isinstance(said, str) or len(said) > TEXT_MAX]
    if wrong:
        raise OperatorError(f"{', '.join(sorted(wrong))} must be text of at most {TEXT_MAX} characters")
    return {name: " ".join(said.split()) for name, said in told.items()}
