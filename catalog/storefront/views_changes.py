"""The public history of a product and of a producer: a page of its own, so that theirs stay quick."""

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from catalog.finder.illustrations import is_hidden
from catalog.producers.queries import producer_by_id
from catalog.products.queries import product_by_id
from catalog.storefront.changes import producer_changes, product_changes
from foundation.config.settings import VIETNAM
from foundation.db.database import current_db
from foundation.i18n.content import Bilingual
from foundation.web.doors import PUBLIC, door
from foundation.web.routing import current_lang, localized_route

changes = Blueprint("storefront_changes", __name__, template_folder="templates")


@localized_route(changes, "/{products}/<path:slug>-<int:product_id>/{changes}")
@door(PUBLIC)
def product(slug: str, product_id: int) -> ResponseReturnValue:
    """Show what changed in a product's record; also when it was taken out, for that is a change with a reason."""
    with current_db().reading() as session:
        found = product_by_id(session, product_id)
        if found is None or is_hidden(is_demo=found.is_demo):
            abort(404)
        if slug != found.slug:
            return redirect(url_for(".product", slug=found.slug, product_id=product_id), 301)
        back = url_for("storefront.product", slug=found.slug, product_id=product_id)
        events = product_changes(session, found, current_lang())
        page = {"name": found.title, "back": None if found.removed_at else back, "events": events, "zone": VIETNAM}
        return render_template("storefront/changes.html", **page)


@localized_route(changes, "/{producers}/<path:slug>-<int:producer_id>/{changes}")
@door(PUBLIC)
def producer(slug: str, producer_id: int) -> ResponseReturnValue:
    """Show what changed in a producer's record."""
    with current_db().reading() as session:
        found = producer_by_id(session, producer_id)
        if found is None or is_hidden(is_demo=found.is_demo):
            abort(404)
        if slug != found.slug:
            return redirect(url_for(".producer", slug=found.slug, producer_id=producer_id), 301)
        back = url_for("storefront.producer", slug=found.slug, producer_id=producer_id)
        events = producer_changes(session, found, current_lang())
        page = {"name": Bilingual(found.name, found.name), "back": back, "events": events, "zone": VIETNAM}
        return render_template("storefront/changes.html", **page)
