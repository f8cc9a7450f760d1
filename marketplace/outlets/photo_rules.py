"""How photos of points of sale move, and how many there are."""

from enum import StrEnum

from foundation.workflow.rules import Workflow
from marketplace.outlets.rules import Refusal


class PhotoState(StrEnum):
    """Where a photo stands: nobody else sees one before an officer has looked at it."""

    WAITING = "waiting"
    PUBLISHED = "published"
    REFUSED = "refused"


class PhotoVerb(StrEnum):
    """What can be done to a photo."""

    PUBLISH = "publish"
    REFUSE = "refuse"


PHOTOS = Workflow(
    {
        (PhotoState.WAITING, PhotoVerb.PUBLISH): PhotoState.PUBLISHED,
        (PhotoState.WAITING, PhotoVerb.REFUSE): PhotoState.REFUSED,
    },
    lambda _state, _verb: Refusal.NOT_THERE,
    start=PhotoState.WAITING,
)
PHOTOS_MAX = 6
"""Photos of one point of sale that wait or are shown."""
