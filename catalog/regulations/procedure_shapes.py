"""The shape of the procedure in an edition's file."""

from datetime import date
from string import Formatter
from typing import Any

from marshmallow import ValidationError, fields, validate, validates

from catalog.regulations import procedure
from catalog.regulations.blocks import POSITIVE, TEXT, Sourced, Titled, Words, day_count, text_list
from foundation.i18n.content import Bilingual

PARTS = frozenset({"first", "second", "province", "district", "commune", "serial", "year"})
"""What numbers on papers are made of."""


def _flag(*, required: bool = False) -> fields.Boolean:
    return fields.Boolean(required=required, truthy={True}, falsy={False})


class MonthDay(fields.Field[tuple[int, int]]):
    """A day of every year, as `04-30`."""

    def _deserialize(self, value: Any, *_: object, **__: object) -> tuple[int, int]:
        try:
            day = date.fromisoformat(f"2001-{value}")
        except ValueError as error:
            raise ValidationError("must be a month and a day of every year, as 04-30") from error
        return day.month, day.day


class Party(Titled):
    """Who has duties."""

    makes = procedure.Party
    code = TEXT
    until = fields.Date()


class Duty(Titled):
    """What is done in a step."""

    makes = procedure.Duty
    act = fields.Enum(procedure.Act, by_value=True, required=True)
    by = text_list()
    rows = text_list(required=False)


class Step(Sourced, Titled):
    """A step."""

    makes = procedure.Step
    code = TEXT
    optional = _flag(required=True)
    duties = fields.List(fields.Nested(Duty), required=True, validate=validate.Length(min=1))


class Case(Sourced, Titled):
    """Why a dossier is lodged."""

    makes = procedure.Case
    code = TEXT
    council = fields.Enum(procedure.Council, by_value=True, required=True)


class Paper(Sourced, Titled):
    """A paper of a dossier."""

    makes = procedure.Paper
    code = by = to = TEXT
    cases = text_list()
    mandatory = _flag(required=True)
    copy = fields.Enum(procedure.Copy, by_value=True, required=True)
    units = fields.Integer(strict=True, validate=POSITIVE)
    services = _flag()

    def named(self, data: Words) -> Words:
        """Return the cases as a set."""
        return super().named({**data, "cases": frozenset(data["cases"])})


class Number(Sourced, Titled):
    """A number on papers."""

    makes = procedure.Number
    code = pattern = TEXT
    given_by = text_list()

    @validates("pattern")
    def is_made_of_known_parts(self, value: str, **_: object) -> None:
        """Braces in pairs around parts that are known."""
        try:
            unknown = {name for _, name, _, _ in Formatter().parse(value) if name is not None} - PARTS
        except ValueError as error:
            raise ValidationError("braces must come in pairs") from error
        if unknown:
            raise ValidationError(f"no part {', '.join(sorted(unknown))}; there are {', '.join(sorted(PARTS))}")


class Round(Sourced):
    """A round of every year."""

    makes = procedure.Round
    level = TEXT
    before = MonthDay(required=True)
    decided_by = MonthDay(required=True)


class Clock(Sourced, Titled):
    """Days within which something is done."""

    makes = procedure.Clock
    code = by = TEXT
    days = day_count()
    working = _flag(required=True)
    ahead = _flag()
    cases = text_list(required=False)

    def named(self, data: Words) -> Words:
        """Return the cases as a set."""
        return super().named({**data, "cases": frozenset(data.get("cases", ()))})


class Passing(Sourced):
    """Points from which a dossier is passed on."""

    makes = procedure.Passing
    by = to = TEXT
    least = day_count()


class CharterRule(Sourced, Titled):
    """What a council sets for itself."""

    makes = procedure.CharterRule
    code = TEXT
    seen_vi = seen_en = fields.String(validate=validate.Length(min=1))

    def named(self, data: Words) -> Words:
        """Return what provinces set as one text."""
        seen = data.pop("seen_vi", None), data.pop("seen_en", None)
        return super().named({**data, "seen": Bilingual(seen[0], seen[1]) if seen[0] else None})


class Gap(Titled):
    """What is not known."""

    makes = procedure.Gap
    about = TEXT
