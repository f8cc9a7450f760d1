"""The certificate check: where the code printed on a certificate or a package leads. Nothing of it is ever cached."""

from datetime import datetime

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog.certificates.check_code import printed, read_code
from catalog.certificates.models import Certificate
from catalog.certificates.queries import certificate_by_code, facts_of
from catalog.certificates.rules import Standing, standing
from catalog.finder.illustrations import is_hidden
from catalog.profiles.queries import small_photo
from catalog.storefront.pages import CatalogueContext
from foundation.config.settings import VIETNAM
from foundation.db.database import current_db
from foundation.web.doors import PUBLIC, door

TYPED_MAX = 40
"""Longer texts are no code; a page repeats no more of one."""

check = Blueprint("check", __name__, url_prefix="/x", template_folder="templates")


@check.get("/")
@door(PUBLIC)
def ask() -> ResponseReturnValue:
    """Where a code can be typed."""
    typed = request.args.get("code", "").strip()[:TYPED_MAX]
    if typed:
        return redirect(url_for(".answer", typed=typed))
    with current_db().reading() as session:
        return _uncached(
            render_template("storefront/check.html", page=CatalogueContext(session), typed="", code=None, found=None)
        )


@check.get("/<path:typed>")
@door(PUBLIC)
def answer(typed: str) -> ResponseReturnValue:
    """Show what can be said of the certificate with this code, today; one that nobody issued is answered by 404."""
    code = read_code(typed)
    with current_db().reading() as session:
        found = certificate_by_code(session, code) if code else None
        if found and not is_hidden(is_demo=found.product.is_demo):
            return _uncached(_verdict(session, found))
        page = CatalogueContext(session)
        shown = {"typed": typed[:TYPED_MAX], "code": printed(code) if code else None}
        return _uncached(render_template("storefront/check.html", page=page, found=None, **shown), 404)


def _verdict(session: Session, found: Certificate) -> str:
    """Return the page of one certificate: its own standing, whatever other certificates its product has."""
    page = CatalogueContext(session)
    now: Standing = standing(*facts_of(session, [found.product_id])[found.product_id], page.today)
    code = printed(found.check_code)
    return render_template(
        "storefront/check.html",
        page=page,
        typed=code,
        code=code,
        found=found,
        verdict=standing([found.fact()], [], page.today),
        photo=small_photo(session, found.product_id),
        later=now if now.stars and now.check_code != found.check_code else None,
        printed=printed,
        asked_at=datetime.now(VIETNAM),
    )


def _uncached(html: str, status: int = 200) -> Response:
    """Return a star that was revoked a minute ago must not look green."""
    response = make_response(html, status)
    response.headers["Cache-Control"] = "no-store"
    return response
