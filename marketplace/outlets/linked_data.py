"""What the page of a point of sale tells programs that read schema.org."""

from collections.abc import Sequence
from typing import Any

from foundation.files.rules import WIDTHS
from foundation.places.points import BY_HAND
from marketplace.outlets.context import OutletContext
from marketplace.outlets.hours import clock
from marketplace.outlets.models import Outlet, OutletPhoto
from marketplace.outlets.rules import OutletKind, State

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def outlet_data(page: OutletContext, outlet: Outlet) -> dict[str, Any]:
    """Return the outlet as a `Store`, an online stall as an `OnlineStore`; no point that is a commune's middle."""
    url = page.absolute(page.address(outlet))
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "OnlineStore" if outlet.kind is OutletKind.ONLINE else "Store",
        "@id": url,
        "url": outlet.website or url,
        "name": outlet.name,
    }
    if outlet.place_id and outlet.province_code:
        region = page.province(outlet.province_code)
        told["address"] = {"@type": "PostalAddress", "addressRegion": region, "addressCountry": "VN"}
        told["address"]["streetAddress"] = page.where(outlet)
    if outlet.point and outlet.precision in BY_HAND:
        told["geo"] = {"@type": "GeoCoordinates", "latitude": outlet.lat, "longitude": outlet.lon}
    if outlet.phone:
        told["telephone"] = outlet.phone
    if outlet.weekly and outlet.state is State.APPROVED:
        told["openingHoursSpecification"] = [_opening(one.weekday, one.opens, one.closes) for one in outlet.weekly]
    return told


def photo_data(page: OutletContext, photos: Sequence[OutletPhoto]) -> dict[str, Any]:
    """Its photos, where there are any."""
    addresses = [page.absolute(f"/media/{one.file.rendition(WIDTHS[-1]).sha256}.webp") for one in photos]
    return {"image": addresses} if addresses else {}


def _opening(weekday: int, opens: int, closes: int) -> dict[str, str]:
    day = f"https://schema.org/{_DAYS[weekday]}"
    return {"@type": "OpeningHoursSpecification", "dayOfWeek": day, "opens": clock(opens), "closes": clock(closes)}
