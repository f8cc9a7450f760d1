"""What a product's page tells programs that read schema.org."""

from collections.abc import Sequence
from typing import Any

from catalog.certificates.models import Certificate
from catalog.certificates.rules import Standing
from catalog.products.models import Product

BEST = 5
"""Stars of the highest class."""


def product_data(
    product: Product, standing: Standing, certificates: Sequence[Certificate], *, url: str, producer_url: str | None
) -> dict[str, Any]:
    """Return the product as a schema.org `Product`.

    Only certificates on record are told: what a newspaper says is shown to readers as its word, and a
    program would take it for a fact.
    """
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "@id": url,
        "url": url,
        "name": product.name,
        "inLanguage": "vi",
        "countryOfOrigin": "VN",
    }
    if product.name_en:
        told["alternateName"] = product.name_en
    if product.producer:
        told["manufacturer"] = {"@type": "Organization", "name": product.producer.name, "url": producer_url}
    if certificates:
        told["hasCertification"] = [_certification(one, standing) for one in certificates]
    return told


def _certification(certificate: Certificate, standing: Standing) -> dict[str, Any]:
    in_force = standing.code.has_stars and certificate.check_code == standing.check_code
    ends = certificate.ended_on or certificate.extended_until or certificate.valid_until
    return {
        "@type": "Certification",
        "name": f"OCOP {certificate.stars} sao",
        "certificationIdentification": certificate.decision.number,
        "certificationStatus": f"https://schema.org/Certification{'Active' if in_force else 'Inactive'}",
        "issuedBy": {"@type": "GovernmentOrganization", "name": certificate.decision.authority},
        "validIn": {"@type": "Country", "name": "VN"},
        "validFrom": certificate.issued_on.isoformat(),
        "expires": ends.isoformat(),
        "certificationRating": {"@type": "Rating", "ratingValue": certificate.stars, "bestRating": BEST},
    }
