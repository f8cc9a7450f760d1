"""What blocks of the files under `data/` have in common: words, sources, titles in two languages, frozen lists."""

from types import MappingProxyType
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from catalog.regulations.sources import Sure
from foundation.i18n.content import Bilingual

Words = dict[str, Any]
STARS = validate.Range(1, 5)
POSITIVE = validate.Range(min=1)

TEXT = fields.String(required=True, validate=validate.Length(min=1))


def text_list(*, required: bool = True) -> fields.List[str]:
    """Return a field of texts, one at least."""
    return fields.List(TEXT, required=required, validate=validate.Length(min=1))


def star_list() -> fields.List[int]:
    """Return a field of classes."""
    one = fields.Integer(strict=True, validate=STARS)
    return fields.List(one, required=True, validate=validate.Length(min=1))


def day_count() -> fields.Integer:
    """Return a field of a whole number above nothing."""
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

    decision = TEXT
    article = fields.String(validate=validate.Length(min=1))
    note = fields.String(validate=validate.Length(min=1))
    sure = fields.Enum(Sure, by_value=True)

    @validates_schema
    def has_a_source(self, data: Words, **_: object) -> None:
        """Check that there is an article, or a note why there is none."""
        if not data.get("article") and not data.get("note"):
            raise ValidationError("needs an article, or a note", "article")


class Titled(Block):
    """A block with a text in both languages."""

    name: ClassVar[str] = "title"
    vi = TEXT
    en = TEXT

    def named(self, data: Words) -> Words:
        """Return the two texts as one."""
        title = Bilingual(data.pop("vi"), data.pop("en"))
        return {**data, self.name: title}


def _frozen(value: object) -> object:
    if isinstance(value, list):
        return tuple(value)
    return MappingProxyType(value) if type(value) is dict else value
