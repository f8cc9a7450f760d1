"""Words for places on the map."""

from foundation.i18n.messages import gettext as _
from foundation.places.points import Precision


def precision_label(precision: Precision) -> str:
    """Return how exactly a place is known."""
    words = {
        Precision.POINT: _("exact place"),
        Precision.STREET: _("the street is known, not the house"),
        Precision.COMMUNE: _("middle of the commune or ward: the exact place is not known"),
        Precision.DISTRICT: _("middle of the former district: the exact place is not known"),
    }
    return words[precision]
