"""Shapes of announcements in the public JSON."""

from marshmallow import EXCLUDE, Schema, fields, validate

from catalog.announcements.rules import Kind
from catalog.finder.rules import PER_PAGE, PER_PAGE_MAX
from catalog.opendata.schemas import PAGE_MAX
from foundation.files.rules import MediaType
from foundation.i18n.languages import DEFAULT, Lang

KINDS = validate.OneOf([kind.value for kind in Kind])


class AnnouncementQuery(Schema):
    """What a list of announcements can be asked."""

    class Meta:
        """Unknown parameters are ignored, so that a tracking word in a link breaks nothing."""

        unknown = EXCLUDE

    province = fields.String(
        metadata={"description": "Code of one of the 34 provinces, or the former 63; `nation` for the ministry’s own."}
    )
    kind = fields.String(metadata={"enum": [kind.value for kind in Kind]})
    page = fields.Integer(load_default=1, validate=validate.Range(1, PAGE_MAX))
    per_page = fields.Integer(load_default=PER_PAGE, validate=validate.Range(1, PER_PAGE_MAX))
    lang = fields.String(load_default=DEFAULT.value, validate=validate.OneOf([lang.value for lang in Lang]))


class AnnouncedDecision(Schema):
    """The decision an announcement is about."""

    number = fields.String(required=True)
    authority = fields.String(required=True)
    issued_on = fields.Date(required=True)


class AnnouncedFile(Schema):
    """A file of the version that is public now."""

    label = fields.String(required=True)
    media_type = fields.String(required=True, validate=validate.OneOf([kind.value for kind in MediaType]))
    size = fields.Integer(required=True, metadata={"description": "Bytes."})
    url = fields.Url(required=True, require_tld=False)


class AnnouncementItem(Schema):
    """An announcement as it reads now. `language` is the one its title and text are really in."""

    id = fields.Integer(required=True)
    kind = fields.String(required=True, validate=KINDS)
    title = fields.String(required=True)
    text = fields.String(required=True, metadata={"description": "Plain text; empty lines part its paragraphs."})
    language = fields.String(required=True, validate=validate.OneOf([lang.value for lang in Lang]))
    province_code = fields.String(required=True, allow_none=True, metadata={"description": "Null for the ministry."})
    province = fields.String(required=True, allow_none=True)
    decision = fields.Nested(AnnouncedDecision, required=True, allow_none=True)
    published_at = fields.AwareDateTime(required=True)
    updated_at = fields.AwareDateTime(required=True, metadata={"description": "Of its newest correction."})
    correction = fields.String(required=True, allow_none=True, metadata={"description": "Its reason."})
    files = fields.List(fields.Nested(AnnouncedFile), required=True)
    url = fields.Url(required=True, require_tld=False)


class AnnouncementPage(Schema):
    """A page of announcements, the newest first."""

    total = fields.Integer(required=True)
    page = fields.Integer(required=True)
    per_page = fields.Integer(required=True)
    items = fields.List(fields.Nested(AnnouncementItem), required=True)
