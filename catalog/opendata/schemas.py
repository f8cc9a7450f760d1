"""Shapes of the public JSON."""

from marshmallow import EXCLUDE, Schema, fields, validate

from catalog.certificates.rules import Basis, Evidence, StandingCode
from catalog.finder.forms import Q_MAX
from catalog.finder.rules import PER_PAGE, PER_PAGE_MAX, Sort
from catalog.finder.suggesting import SuggestionKind
from catalog.producers.rules import ProducerType
from catalog.regulations.editions import LAW
from foundation.i18n.languages import DEFAULT, Lang

PAGE_MAX = 100_000
_NOW = LAW.editions[-1].revocation


def _one_of(kind: type) -> validate.OneOf:
    return validate.OneOf([member.value for member in kind])  # type: ignore[attr-defined]


class ProductQuery(Schema):
    """What a list of products can be asked.

    Filters may be repeated or hold several values with commas; a value that means nothing is refused.
    """

    class Meta:
        """Unknown parameters are ignored, so that a tracking word in a link breaks nothing."""

        unknown = EXCLUDE

    q = fields.String(
        load_default="",
        validate=validate.Length(max=Q_MAX),
        metadata={"description": "Words to look for, with or without marks; stars and provinces in them are heard."},
    )
    province = fields.String(
        metadata={"description": "Codes of the 34 provinces, or of the former 63 for those they lie in."}
    )
    group = fields.String(metadata={"description": "Public codes of sectors or groups."})
    stars = fields.String(metadata={"description": "Recognised levels, 1 to 5."})
    standing = fields.String(
        metadata={"description": "Standing of the stars today.", "enum": [code.value for code in StandingCode]}
    )
    producer_type = fields.String(
        metadata={"description": "Kind of producer.", "enum": [kind.value for kind in ProducerType]}
    )
    sort = fields.String(metadata={"description": "Order of the list.", "enum": [sort.value for sort in Sort]})
    page = fields.Integer(
        load_default=1, validate=validate.Range(1, PAGE_MAX), metadata={"description": "Page of the list, from 1."}
    )
    per_page = fields.Integer(
        load_default=PER_PAGE,
        validate=validate.Range(1, PER_PAGE_MAX),
        metadata={"description": f"Products on a page, {PER_PAGE_MAX} at most."},
    )
    lang = fields.String(
        load_default=DEFAULT.value, validate=_one_of(Lang), metadata={"description": "Language of labels and links."}
    )


class SuggestQuery(Schema):
    """What has been typed so far."""

    class Meta:
        """Unknown parameters are ignored."""

        unknown = EXCLUDE

    q = fields.String(
        load_default="", validate=validate.Length(max=Q_MAX), metadata={"description": "What has been typed so far."}
    )
    lang = fields.String(
        load_default=DEFAULT.value, validate=_one_of(Lang), metadata={"description": "Language of labels and links."}
    )


class SuggestionItem(Schema):
    """One suggestion and where it leads."""

    text = fields.String(required=True)
    kind = fields.String(
        required=True,
        metadata={
            "description": "What it leads to: "
            + ", ".join(SuggestionKind)
            + ", or another kind of record that this site finds by name, such as outlet."
        },
    )
    url = fields.Url(required=True, require_tld=False)


class SuggestionList(Schema):
    """Suggestions, best first."""

    items = fields.List(fields.Nested(SuggestionItem), required=True)


class CertificateBrief(Schema):
    """The decision behind a standing."""

    number = fields.String(allow_none=True)
    valid_until = fields.String(allow_none=True, metadata={"format": "date"})
    valid_until_precision = fields.String(allow_none=True, validate=validate.OneOf(["day", "year"]))


class ProductItem(Schema):
    """A product in a list. `stars` are in force, else null; `recognised_stars` is the level on record."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    producer = fields.String(required=True, allow_none=True)
    place = fields.String(required=True)
    province_code = fields.String(required=True)
    group = fields.String(required=True, allow_none=True)
    stars = fields.Integer(required=True, allow_none=True)
    recognised_stars = fields.Integer(required=True, allow_none=True)
    standing = fields.String(required=True, validate=_one_of(StandingCode))
    basis = fields.String(required=True, validate=_one_of(Basis))
    certificate = fields.Nested(CertificateBrief, required=True, allow_none=True)
    url = fields.Url(required=True, require_tld=False)


class FacetValue(Schema):
    """One value of a facet; `in_force` of its `count` products carry stars in force."""

    value = fields.String(required=True)
    label = fields.String(required=True)
    count = fields.Integer(required=True)
    in_force = fields.Integer(required=True)


class Facets(Schema):
    """Counts by facet."""

    province = fields.List(fields.Nested(FacetValue), required=True)
    group = fields.List(fields.Nested(FacetValue), required=True)
    stars = fields.List(fields.Nested(FacetValue), required=True)
    standing = fields.List(fields.Nested(FacetValue), required=True)
    producer_type = fields.List(fields.Nested(FacetValue), required=True)


class ProductPage(Schema):
    """A page of the list with the counts of the whole."""

    total = fields.Integer(required=True)
    page = fields.Integer(required=True)
    per_page = fields.Integer(required=True)
    items = fields.List(fields.Nested(ProductItem), required=True)
    facets = fields.Nested(Facets, required=True)
    suggestion = fields.String(required=True, allow_none=True)
    notice = fields.String(required=True, allow_none=True)


class Claim(Schema):
    """What one source says."""

    stars = fields.Integer(allow_none=True)
    proposes_five = fields.Boolean()
    year = fields.Integer(allow_none=True)
    decision_number = fields.String(allow_none=True)
    evidence = fields.Enum(Evidence, by_value=True)
    source = fields.String(allow_none=True)


class Certificate(Schema):
    """A certificate on record."""

    stars = fields.Integer()
    number = fields.String(attribute="decision.number")
    authority = fields.String(attribute="decision.authority")
    issued_on = fields.Date()
    valid_until = fields.Date()
    ended_on = fields.Date(allow_none=True)
    ended_by = fields.String(allow_none=True)
    check_code = fields.String()


class ProductDetail(ProductItem):
    """A product with everything public."""

    name_en = fields.String(allow_none=True)
    producer_id = fields.Integer(allow_none=True)
    province = fields.String()
    former_province = fields.String()
    district = fields.String(allow_none=True)
    commune = fields.String(allow_none=True)
    group_basis = fields.String(allow_none=True)
    valid_until = fields.Date(allow_none=True)
    certificates = fields.List(fields.Nested(Certificate))
    claims = fields.List(fields.Nested(Claim))
    is_demo = fields.Boolean()


class CheckedProduct(Schema):
    """The product a certificate was issued for; `url` is null once it has left the catalogue."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    producer = fields.String(required=True, allow_none=True)
    province_code = fields.String(required=True)
    url = fields.Url(required=True, allow_none=True, require_tld=False)


class CertificateCheck(Schema):
    """What can be said of one certificate today. `stars` are in force, else null."""

    code = fields.String(required=True, metadata={"description": "As it is printed, XXXX-XXXXX."})
    standing = fields.String(
        required=True, validate=validate.OneOf(["in_force", "extended", "lapsed", "superseded", "revoked"])
    )
    stars = fields.Integer(required=True, allow_none=True)
    recognised_stars = fields.Integer(required=True)
    number = fields.String(required=True)
    authority = fields.String(required=True)
    issued_on = fields.Date(required=True)
    valid_until = fields.Date(required=True)
    extended_until = fields.Date(required=True, allow_none=True)
    ended_on = fields.Date(required=True, allow_none=True)
    ended_by = fields.String(required=True, allow_none=True)
    end_ground = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(list(LAW.grounds)),
        metadata={"description": f"Of a revocation: its ground in {_NOW.decision}, article {_NOW.article}."},
    )
    end_reason = fields.String(required=True, allow_none=True)
    product = fields.Nested(CheckedProduct, required=True)
    is_demo = fields.Boolean(required=True)
    checked_on = fields.Date(required=True)
    url = fields.Url(required=True, require_tld=False)
