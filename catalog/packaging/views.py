"""Labels: the products one may print for, a product's codes, the codes as pictures, a sheet for the printer."""

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog.certificates.check_code import printed
from catalog.packaging.doors import PRINT
from catalog.packaging.queries import code_in_force, printable
from catalog.producers.roles import PRODUCER_SCOPE
from catalog.products.models import Product
from catalog.products.queries import product_by_id
from foundation.db.database import current_db
from foundation.i18n.languages import DEFAULT
from foundation.permissions.guard import permit, scope
from foundation.permissions.rules import Jurisdiction
from foundation.web import qr
from foundation.web.doors import door
from foundation.web.installation import base_url, today
from foundation.web.requests import record_number

PAGE, CHECK = "trang", "giay"
"""What a code leads to: the product's page, the check of its certificate."""

SHEETS = (12, 24, 40)
"""Labels on an A4 sheet."""

PNG_SCALE = 20
"""Pixels to a square: a code of 45 squares is 1,060 pixels wide, 9 cm at 300 dpi."""

packaging = Blueprint("packaging", __name__, url_prefix="/ho-so/tem-nhan", template_folder="templates")


@packaging.get("")
@door(PRINT)
def listed() -> ResponseReturnValue:
    """Show the products somebody may print labels for."""
    words = request.args.get("q", "")[:100]
    with current_db().reading() as records:
        found = printable(records, scope(PRINT), words)
    return render_template("packaging/products.html", products=found, words=words)


@packaging.get("/<int:product_id>")
@door(PRINT)
def shown(product_id: int) -> ResponseReturnValue:
    """Show a product's codes and what can be made of them."""
    with current_db().reading() as records:
        product = _permitted(records, product_id)
        code = code_in_force(records, product_id, today())
    return render_template(
        "packaging/product.html", product=product, code=code and printed(code), sheets=SHEETS, targets=(PAGE, CHECK)
    )


@packaging.get("/<int:product_id>/<target>.svg")
@door(PRINT)
def svg(product_id: int, target: str) -> ResponseReturnValue:
    """Show a code as SVG."""
    return _file(qr.qr_svg(_address(product_id, target)), "image/svg+xml", f"ocop-{product_id}-{target}.svg")


@packaging.get("/<int:product_id>/<target>.png")
@door(PRINT)
def png(product_id: int, target: str) -> ResponseReturnValue:
    """Show a code as PNG."""
    drawn = qr.png(_address(product_id, target), scale=PNG_SCALE)
    return _file(drawn, "image/png", f"ocop-{product_id}-{target}.png")


@packaging.get("/<int:product_id>/<target>/to-in")
@door(PRINT)
def sheet(product_id: int, target: str) -> ResponseReturnValue:
    """Show a sheet of labels: the browser prints it, or saves it as PDF."""
    count = request.args.get("so", type=record_number)
    with current_db().reading() as records:
        product = _permitted(records, product_id)
        code = code_in_force(records, product_id, today()) if target == CHECK else None
    _address(product_id, target)
    return render_template(
        "packaging/sheet.html",
        product=product,
        code=code and printed(code),
        target=target,
        count=count if count in SHEETS else SHEETS[1],
    )


def _permitted(records: Session, product_id: int) -> Product:
    """Return the product; one that left the catalogue or lies out of scope is not there."""
    product = product_by_id(records, product_id)
    if product is None or product.removed_at:
        abort(404)
    permit(PRINT, Jurisdiction(place_id=product.place_id, things={PRODUCER_SCOPE: product.producer_id}))
    return product


def _address(product_id: int, target: str) -> str:
    """Return what a code says; 404 for a check where no certificate is in force: no package may carry it then."""
    with current_db().reading() as records:
        product = _permitted(records, product_id)
        code = code_in_force(records, product_id, today()) if target == CHECK else None
    if target == PAGE:
        return base_url() + url_for("storefront.product", slug=product.slug, product_id=product.id, lang=DEFAULT)
    if code is None:
        abort(404)
    return base_url() + url_for("check.answer", typed=printed(code))


def _file(content: bytes, media_type: str, name: str) -> Response:
    response = Response(content, mimetype=media_type)
    disposition = "attachment" if request.args.get("tai") else "inline"
    response.headers.set("Content-Disposition", disposition, filename=name)
    return response
