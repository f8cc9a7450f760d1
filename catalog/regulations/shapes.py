"""The shape of an edition under `data/`: which words a block has and which values it takes."""

from collections.abc import Mapping

from marshmallow import ValidationError, fields, validate, validates_schema

from catalog.regulations import procedure_shapes, rules
from catalog.regulations.blocks import (
    POSITIVE,
    STARS,
    TEXT,
    Block,
    Sourced,
    Titled,
    Words,
    day_count,
    star_list,
    text_list,
)

DOSSIERS = validate.OneOf(["first", "upgrade", "renewal"])


class Turn(Sourced):
    """A first or last day."""

    makes = rules.Turn
    day = fields.Date(required=True)


class Transition(Sourced):
    """What is finished by an older edition."""

    makes = rules.Transition
    dossiers = fields.List(fields.String(validate=DOSSIERS), required=True)
    lodged_before = fields.Date(required=True)
    until = fields.Date(required=True)

    def named(self, data: Words) -> Words:
        """Return the kinds as a set."""
        return {**data, "dossiers": frozenset(data["dossiers"])}


class SheetFile(Block):
    """Where sheets lie."""

    makes = rules.SheetFile
    file = groups = address = TEXT


class Parts(Sourced):
    """Points of parts."""

    makes = rules.Parts
    points = fields.Dict(fields.String(), fields.Integer(strict=True, validate=POSITIVE), required=True)


class Bands(Sourced):
    """Points of stars."""

    makes = rules.Bands
    least = fields.Dict(fields.Integer(validate=STARS), fields.Integer(strict=True), required=True)
    certified_from = fields.Integer(strict=True, required=True, validate=STARS)

    @validates_schema
    def falls(self, data: Words, **_: object) -> None:
        """Five stars first, fewer points with each star less, down to nothing."""
        least: Mapping[int, int] = data.get("least", {})
        points = list(least.values())
        if list(least) != [5, 4, 3, 2, 1] or points != sorted(set(points), reverse=True) or points[-1] != 0:
            raise ValidationError("must fall from 5 stars to 1, which takes 0 points", "least")


class Minimums(Sourced):
    """Whether least options are on file."""

    makes = rules.Minimums
    on_file = fields.Boolean(required=True, truthy={True}, falsy={False})


class Recognition(Sourced, Titled):
    """Who recognises."""

    makes, name = rules.Recognition, "who"
    stars = star_list()
    by = TEXT
    since = fields.Date()
    until = fields.Date()

    def named(self, data: Words) -> Words:
        """Return the stars as a set."""
        return super().named({**data, "stars": frozenset(data["stars"])})


class Validity(Sourced):
    """How long a certificate runs."""

    makes = rules.Validity
    months = day_count()


class Renewal(Sourced):
    """When a renewal is lodged."""

    makes = rules.Renewal
    earliest_days = day_count()
    latest_days = day_count()


class Extension(Sourced):
    """How long a certificate may be extended."""

    makes = rules.Extension
    issued_before = fields.Date(required=True)
    days = day_count()


class Ground(Titled):
    """Why a certificate is revoked."""

    code = letter = TEXT


class Revoker(Titled):
    """Who revokes."""

    makes, name = rules.Revoker, "who"
    stars = star_list()
    level = TEXT

    def named(self, data: Words) -> Words:
        """Return the stars as a set."""
        return super().named({**data, "stars": frozenset(data["stars"])})


class Revocation(Sourced):
    """Grounds of its own, or those of another edition."""

    as_in = fields.String(validate=validate.Length(min=1))
    within_days = fields.Integer(strict=True, validate=POSITIVE)
    grounds = fields.List(fields.Nested(Ground), validate=validate.Length(min=1))
    by = fields.List(fields.Nested(Revoker), validate=validate.Length(min=1))

    @validates_schema
    def is_whole(self, data: Words, **_: object) -> None:
        """All of its own, or nothing but where it stands."""
        own = {"within_days", "grounds", "by"}
        if own & set(data) != (set() if "as_in" in data else own):
            raise ValidationError("needs grounds, by and within_days, or only as_in", "as_in")


class Level(Titled):
    """A level of authorities."""

    makes = rules.Level
    code = TEXT
    begins = text_list(required=False)
    others = fields.Boolean()
    until = fields.Date()
    decision = article = note = fields.String()


class Levels(Block):
    """The file of levels."""

    levels = fields.List(fields.Nested(Level), required=True, validate=validate.Length(min=1))


class Parties(Block):
    """The file of parties."""

    parties = fields.List(fields.Nested(procedure_shapes.Party), required=True, validate=validate.Length(min=1))


class Programme(Sourced):
    """Since when there is OCOP."""

    began = fields.Date(required=True)


class Edition(Block):
    """A whole file."""

    code = TEXT
    decisions = text_list()
    since = fields.Nested(Turn, required=True)
    until = fields.Nested(Turn)
    transition = fields.List(fields.Nested(Transition))
    sheets = fields.Nested(SheetFile, required=True)
    parts = fields.Nested(Parts, required=True)
    bands = fields.Nested(Bands, required=True)
    minimums = fields.Nested(Minimums, required=True)
    recognition = fields.List(fields.Nested(Recognition), required=True)
    validity = fields.Nested(Validity, required=True)
    renewal = fields.Nested(Renewal)
    extension = fields.Nested(Extension)
    revocation = fields.Nested(Revocation, required=True)
    steps = fields.List(fields.Nested(procedure_shapes.Step), required=True, validate=validate.Length(min=1))
    cases = fields.List(fields.Nested(procedure_shapes.Case), required=True, validate=validate.Length(min=1))
    papers = fields.List(fields.Nested(procedure_shapes.Paper), required=True, validate=validate.Length(min=1))
    numbers = fields.List(fields.Nested(procedure_shapes.Number))
    rounds = fields.List(fields.Nested(procedure_shapes.Round))
    clocks = fields.List(fields.Nested(procedure_shapes.Clock))
    passings = fields.List(fields.Nested(procedure_shapes.Passing))
    charter = fields.List(fields.Nested(procedure_shapes.CharterRule))
    gaps = fields.List(fields.Nested(procedure_shapes.Gap))
