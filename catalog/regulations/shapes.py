"""The shape of the files under `data/`: which words a block has and which values it takes."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from catalog.regulations import rules
from foundation.i18n.content import Bilingual

Words = dict[str, Any]
STARS = validate.Range(1, 5)
POSITIVE = validate.Range(min=1)
DOSSIERS = validate.OneOf(["first", "upgrade", "renewal"])

_text = fields.String(required=True, validate=validate.Length(min=1))


def _texts(*, required: bool = True) -> fields.List[str]:
    return fields.List(_text, required=required, validate=validate.Length(min=1))


def _stars() -> fields.List[int]:
    one = fields.Integer(strict=True, validate=STARS)
    return fields.List(one, required=True, validate=validate.Length(min=1))


def _days() -> fields.Integer:
    return fields.Integer(strict=True, required=True, validate=POSITIVE)


class Block(Schema):
    """A block of a file, made into the value `makes` once its words are right."""

    makes: ClassVar[Any] = dict

    @post_load
    def made(self, data: Words, **_: object) -> object:
        """Return the value; lists are frozen."""
        return self.makes(**self.named({name: _frozen(value) for name, value in data.items()}))

    def named(self, data: Words) -> Words:
        """Words as the value calls them."""
        return data


class Sourced(Block):
    """A block that says where its values come from."""

    decision = _text
    article = fields.String(validate=validate.Length(min=1))
    note = fields.String(validate=validate.Length(min=1))

    @validates_schema
    def has_a_source(self, data: Words, **_: object) -> None:
        """An article, or a note why there is none."""
        if not data.get("article") and not data.get("note"):
            raise ValidationError("needs an article, or a note", "article")


class Titled(Block):
    """A block with a text in both languages."""

    text: ClassVar[str] = "title"
    vi = _text
    en = _text

    def named(self, data: Words) -> Words:
        """Return the two texts as one."""
        title = Bilingual(data.pop("vi"), data.pop("en"))
        return {**data, self.text: title}


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
    file = groups = address = _text


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

    makes, text = rules.Recognition, "who"
    stars = _stars()
    by = _text
    since = fields.Date()
    until = fields.Date()

    def named(self, data: Words) -> Words:
        """Return the stars as a set."""
        return super().named({**data, "stars": frozenset(data["stars"])})


class Validity(Sourced):
    """How long a certificate runs."""

    makes = rules.Validity
    months = _days()


class Renewal(Sourced):
    """When a renewal is lodged."""

    makes = rules.Renewal
    earliest_days = _days()
    latest_days = _days()


class Extension(Sourced):
    """How long a certificate may be extended."""

    makes = rules.Extension
    issued_before = fields.Date(required=True)
    days = _days()


class Ground(Titled):
    """Why a certificate is revoked."""

    code = letter = _text


class Revoker(Titled):
    """Who revokes."""

    makes, text = rules.Revoker, "who"
    stars = _stars()
    level = _text

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
    code = _text
    begins = _texts(required=False)
    others = fields.Boolean()
    until = fields.Date()
    decision = article = note = fields.String()


class Levels(Block):
    """The file of levels."""

    levels = fields.List(fields.Nested(Level), required=True, validate=validate.Length(min=1))


class Programme(Sourced):
    """Since when there is OCOP."""

    began = fields.Date(required=True)


class Edition(Block):
    """A whole file."""

    code = _text
    decisions = _texts()
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


def _frozen(value: object) -> object:
    if isinstance(value, list):
        return tuple(value)
    return MappingProxyType(value) if type(value) is dict else value
