"""Buyers' organisations: what they are and how they move. Pure functions."""

from enum import StrEnum

from foundation.workflow.rules import Workflow
from marketplace.matching.listing_rules import Refusal


class BuyerState(StrEnum):
    """Where a buyer's organisation stands."""

    WAITING = "waiting"
    APPROVED = "approved"
    SENT_BACK = "sent_back"


class BuyerVerb(StrEnum):
    """What can be done to a buyer's organisation."""

    EDIT = "edit"
    APPROVE = "approve"
    SEND_BACK = "send_back"


BUYERS = Workflow(
    {
        (BuyerState.WAITING, BuyerVerb.EDIT): BuyerState.WAITING,
        (BuyerState.SENT_BACK, BuyerVerb.EDIT): BuyerState.WAITING,
        (BuyerState.APPROVED, BuyerVerb.EDIT): BuyerState.WAITING,  # it is another one now: it is looked at again
        (BuyerState.WAITING, BuyerVerb.APPROVE): BuyerState.APPROVED,
        (BuyerState.WAITING, BuyerVerb.SEND_BACK): BuyerState.SENT_BACK,
    },
    lambda _state, _verb: Refusal.NOT_THERE,
    start=BuyerState.WAITING,
)


class BuyerKind(StrEnum):
    """What a buyer is, as connection conferences count them."""

    RETAIL = "retail"  # phân phối hiện đại
    EXPORTER = "exporter"  # đầu mối xuất khẩu
    IMPORTER = "importer"
    RESTAURANT = "restaurant"
    HOTEL = "hotel"
    CATERER = "caterer"  # suất ăn công nghiệp
    CANTEEN = "canteen"  # bếp tập thể
    WHOLESALE = "wholesale"  # chợ đầu mối
    ONLINE = "online"  # thương mại điện tử
    OTHER = "other"
