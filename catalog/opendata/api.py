"""The catalogue as JSON: products, suggestions, certificates by their check code."""

from datetime import date
from typing import Any

from flask import Response, abort, jsonify, request, url_for
from flask.views import MethodView
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from catalog.certificates.check_code import printed, read_code
from catalog.certificates.models import Certificate
from catalog.certificates.queries import certificate_by_code, certificates_of, claims_of
from catalog.certificates.rules import Basis, Standing, standing
from catalog.finder.cards import Card, card_of
from catalog.finder.forms import read_filters, unread
from catalog.finder.illustrations import is_hidden
from catalog.finder.labels import notices, province_label, value_label
from catalog.finder.product_search import Catalogue
from catalog.finder.queries import search
from catalog.finder.rules import Facet, Rollup
from catalog.finder.suggesting import Suggestion, SuggestionKind, suggest
from catalog.opendata.schemas import (
    CertificateCheck,
    ProductDetail,
    ProductPage,
    ProductQuery,
    SuggestionList,
    SuggestQuery,
)
from catalog.products.tree import group_tree
from foundation.db.database import current_db
from foundation.i18n.languages import DEFAULT, Lang
from foundation.i18n.text import slug
from foundation.places.page_context import PageContext
from foundation.search.index import current_index
from foundation.web.installation import base_url, today
from foundation.web.openapi import PROBLEM, Problem, refuse
from foundation.web.routing import set_language

api = Blueprint("opendata", __name__, url_prefix="/api/v1", description="Certified OCOP products.")


class ApiContext(PageContext):
    """What an answer needs besides the record: the day, places, groups, the language of labels."""

    def __init__(self, session: Session, lang: Lang) -> None:
        super().__init__(session, lang)
        self.tree = group_tree(session)
        set_language(lang)  # the messages too, whatever the caller's browser prefers

    def item(self, card: Card) -> dict[str, Any]:
        """Return a product as lists show it."""
        node = self.tree.nodes.get(card.group_id) if card.group_id else None
        found = card.standing
        return {
            "id": card.id,
            "name": card.name.vi,
            "producer": card.producer,
            "place": self.place_name(card.place_id),
            "province_code": card.province_code,
            "group": node.code if node else None,
            "stars": found.stars,
            "recognised_stars": found.recognised_stars,
            "standing": found.code.value,
            "basis": found.basis.value,
            "certificate": _certificate(found),
            "url": self.base_url + url_for("storefront.product", slug=card.slug, product_id=card.id, lang=self.lang),
        }

    def leads_to(self, one: Suggestion) -> str:
        """Return the page a suggestion leads to."""
        if one.kind is SuggestionKind.PRODUCT:
            path = url_for("storefront.product", slug=slug(one.text), product_id=one.key, lang=self.lang)
        elif one.kind is SuggestionKind.PRODUCER:
            path = url_for("storefront.producer", slug=slug(one.text), producer_id=one.key, lang=self.lang)
        else:
            chosen: dict[str, Any] = {one.kind.value: one.key}
            path = url_for("storefront.products", lang=self.lang, **chosen)
        return self.base_url + path

    def facets(self, counts: Rollup) -> dict[str, list[dict[str, Any]]]:
        """Every facet with labels, ordered by count."""
        return {facet.value: self._facet(facet, counts) for facet in Facet}

    def _facet(self, facet: Facet, counts: Rollup) -> list[dict[str, Any]]:
        rows = [
            {
                "value": count.value,
                "label": value_label(self.places, facet, count.value, self.tree, self.today, self.lang),
                "count": count.count,
                "in_force": count.in_force,
            }
            for count in counts.facets[facet]
        ]
        return sorted(rows, key=lambda row: -int(str(row["count"])))


@api.route("/products")
class Products(MethodView):
    """The catalogue as a list."""

    @api.arguments(ProductQuery, location="query")
    @api.response(200, ProductPage)
    def get(self, query: dict[str, Any]) -> Response:
        """List products: filters narrow, facets count each value as if its own filter were not set."""
        with current_db().reading() as session:
            view = ApiContext(session, Lang(query["lang"]))
            refuse(unread(request.args, view.places, view.tree, view.today))
            filters = read_filters(request.args, view.places, view.tree, view.today)
            page, size = query["page"], query["per_page"]
            asked = Catalogue(session, current_index(), view.places, view.tree, view.today)
            found = search(asked, filters, page=page, per_page=size)
            # Made here and not by the schema, which takes longer than all the rest; a test holds it to the schema.
            return jsonify(
                total=found.counts.total,
                page=page,
                per_page=size,
                items=[view.item(card) for card in found.cards],
                facets=view.facets(found.counts),
                suggestion=found.suggestion,
                notice=" ".join(notices(found, view.places, view.tree, view.today, view.lang)) or None,
            )


@api.route("/suggest")
class Suggestions(MethodView):
    """What somebody may be about to type."""

    @api.arguments(SuggestQuery, location="query")
    @api.response(200, SuggestionList)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Names of groups, provinces, products and producers that go on from what was typed."""
        lang = Lang(query["lang"])
        with current_db().reading() as session:
            view = ApiContext(session, lang)
            asked = Catalogue(session, current_index(), view.places, view.tree, view.today)
            found = suggest(asked, query["q"], lang)
        return {"items": [{"text": one.text, "kind": one.kind.value, "url": view.leads_to(one)} for one in found]}


@api.route("/products/<int:product_id>")
class Product(MethodView):
    """One product."""

    @api.response(200, ProductDetail)
    @api.alt_response(404, schema=Problem, content_type=PROBLEM, description="No published product has this id.")
    @api.alt_response(410, schema=Problem, content_type=PROBLEM, description="The product has been removed.")
    def get(self, product_id: int) -> dict[str, Any]:
        """Return a product with its certificates and what its sources say. Illustrations are no data."""
        with current_db().reading() as session:
            view = ApiContext(session, DEFAULT)
            found = card_of(session, product_id)
            if found is None or (not isinstance(found, str) and found.is_demo):
                abort(404, "No published product has this id.")
            if isinstance(found, str):
                abort(410, found)
            former = view.places.former_province(found.former_province_code)
            return view.item(found) | {
                "name_en": found.name.en,
                "producer_id": found.producer_id,
                "province": province_label(view.places, found.province_code, view.today, DEFAULT),
                "former_province": former.name,
                "district": found.district_text,
                "commune": found.commune_text,
                "group_basis": found.group_basis and found.group_basis.value,
                "valid_until": found.standing.valid_until,
                "certificates": certificates_of(session, product_id),
                "claims": claims_of(session, product_id),
                "is_demo": found.is_demo,
            }


@api.route("/certificates/<string:code>")
class Certificates(MethodView):
    """One certificate by its check code."""

    @api.response(200, CertificateCheck)
    @api.alt_response(404, schema=Problem, content_type=PROBLEM, description="No certificate has this check code.")
    def get(self, code: str) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Return what a certificate says today; the code is read forgivingly, and the answer must not be cached."""
        read = read_code(code)
        with current_db().reading() as session:
            found = certificate_by_code(session, read) if read else None
            if found is None or is_hidden(is_demo=found.product.is_demo):
                abort(404, "No certificate has this check code.")
            return _checked(found, today()), 200, {"Cache-Control": "no-store"}


def _checked(found: Certificate, today: date) -> dict[str, Any]:
    own, home = standing([found.fact()], [], today), base_url()
    product = found.product
    path = url_for("storefront.product", slug=product.slug, product_id=product.id, lang=DEFAULT)
    copied = ("issued_on", "valid_until", "extended_until", "ended_on", "ended_by", "end_ground", "end_reason")
    return {
        "code": printed(found.check_code),
        "standing": own.code.value,
        "stars": own.stars,
        "recognised_stars": found.stars,
        "number": found.decision.number,
        "authority": found.decision.authority,
        **{name: getattr(found, name) for name in copied},
        "product": {
            "id": product.id,
            "name": product.name,
            "producer": product.producer.name if product.producer else None,
            "province_code": product.province_code,
            "url": None if product.removed_at else home + path,
        },
        "is_demo": product.is_demo,
        "checked_on": today,
        "url": home + url_for("check.answer", typed=printed(found.check_code)),
    }


def _certificate(found: Standing) -> dict[str, Any] | None:
    """Return the certificate behind a standing, or the decision a source names, as precisely as it is known."""
    if found.basis is Basis.NONE or not (found.number or found.basis is Basis.CERTIFICATE):
        return None
    return {
        "number": found.number,
        "valid_until": found.valid_until and found.valid_until.isoformat(),
        "valid_until_precision": found.precision and found.precision.value,
    }
