"""What forms ask of an address: names of units of either era, and a point that somebody sets."""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField, StringField
from wtforms.validators import Optional

from foundation.i18n.messages import gettext as _
from foundation.i18n.text import normalize_spaces
from foundation.places.addresses import Address
from foundation.places.labels import precision_label
from foundation.places.points import BY_HAND, MapPoint, Point, Precision, read_point
from foundation.web.forms import Form, max_length

STREET_MAX, UNIT_MAX = 300, 200


class AddressForm(Form):
    """The fields of an address; forms of places have them among their own."""

    address = StringField(_l("House and street"), [Optional(), max_length(STREET_MAX)])
    commune = StringField(_l("Commune or ward"), [Optional(), max_length(UNIT_MAX)])
    district = StringField(_l("Former district"), [Optional(), max_length(UNIT_MAX)])
    province = StringField(_l("Province or city"), [Optional(), max_length(UNIT_MAX)])
    point = StringField(_l("Latitude and longitude"), [Optional(), max_length(60)])
    precision = SelectField(
        _l("How exact"),
        choices=lambda: [(one.value, precision_label(one)) for one in BY_HAND],
        default=Precision.POINT.value,
    )

    def contradictions(self) -> Iterator[tuple[Field, str]]:
        """Yield a point that is none on the earth; forms add their own."""
        if self.point.data and read_point(self.point.data) is None:
            yield self.point, _("Write latitude, comma, longitude: 21.0285, 105.8542.")

    def told_address(self) -> Address:
        """Return the address that was filled in."""
        return Address(
            *(normalize_spaces(self[name].data or "") for name in ("address", "commune", "district", "province"))
        )

    def told_point(self) -> MapPoint | None:
        """Return the point that was set; None where none was."""
        point = read_point(self.point.data) if self.point.data else None
        return MapPoint(point, Precision(self.precision.data)) if point else None


def filled_point(at: Point | None, precision: Precision | None) -> dict[str, str | None]:
    """Return a point as its fields show it; only one that somebody set is shown as one."""
    if at is None or precision not in BY_HAND:
        return {"point": "", "precision": None}
    return {"point": f"{at.lat:.6f}, {at.lon:.6f}", "precision": precision.value}
