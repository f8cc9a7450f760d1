"""Kinds of papers, which template holds on a day, and how facts are frozen. Pure functions."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any
from unicodedata import normalize

from babel.support import LazyProxy

VIETNAMESE = "vi"
QR = "qr"
"""The one key of a fact that is drawn as a code."""


class NoTemplate(LookupError):
    """A kind has no template for this day, language and province."""


@dataclass(frozen=True, slots=True)
class Qr:
    """A text that is drawn as a QR code."""

    text: str


@dataclass(frozen=True, slots=True)
class PaperTemplate:
    """A template of typst: from which day it holds, in which language, and the province whose own it is."""

    edition: str
    path: Path
    since: date
    language: str = VIETNAMESE
    province: str | None = None


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A kind of paper of a room: what it is called, the dataclass of its facts, its templates.

    `file` is what files of it are called, before their number.
    """

    name: str
    words: LazyProxy
    file: str
    facts: type
    templates: tuple[PaperTemplate, ...]

    def template(self, day: date, *, language: str = VIETNAMESE, province: str | None = None) -> PaperTemplate:
        """Return the newest template that holds on a day, the province's own before everybody's.

        Vietnamese where there is none in a language. Raises `NoTemplate`.
        """
        held = [one for one in self.templates if one.since <= day and one.province in {None, province}]
        spoken = [one for one in held if one.language == language]
        spoken = spoken or [one for one in held if one.language == VIETNAMESE]
        if not spoken:
            raise NoTemplate(f"{self.name}: no template on {day}")
        return max(spoken, key=lambda one: (one.province is not None, one.since))

    def named(self, edition: str, *, language: str, province: str | None) -> PaperTemplate:
        """Return the template that a paper was frozen with. Raises `NoTemplate`."""
        for one in self.templates:
            if (one.edition, one.language, one.province) == (edition, language, province):
                return one
        raise NoTemplate(f"{self.name}: no template of edition {edition}")


def kinds_by_name(kinds: Iterable[PaperKind]) -> Mapping[str, PaperKind]:
    """Kinds by name; ValueError where two have the same."""
    found: dict[str, PaperKind] = {}
    for one in kinds:
        if one.name in found:
            raise ValueError(f"paper {one.name}: declared twice")
        found[one.name] = one
    return found


def frozen(facts: object) -> dict[str, Any]:
    """Return facts as JSON keeps them: days as ISO, amounts as whole numbers, letters composed."""
    if not is_dataclass(facts):
        raise TypeError(f"{facts!r} are no facts of a paper")
    return {one.name: _plain(getattr(facts, one.name)) for one in fields(facts)}


def digest(facts: Mapping[str, Any]) -> str:
    """Return the SHA-256 of frozen facts, whatever order a database gives them back in."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> Any:
    match value:
        case None | bool() | int():
            return value
        case str():
            return normalize("NFC", value)
        case date():
            return value.isoformat()
        case Qr():
            return {QR: value.text}
        case tuple() | list():
            return [_plain(one) for one in value]
        case _ if is_dataclass(value):
            return frozen(value)
    raise TypeError(f"{value!r} cannot be frozen: a paper holds texts, whole numbers, days and lists of them")
