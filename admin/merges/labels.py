"""Words for what stands against a merge."""

from catalog.producers.merging import Obstacle
from foundation.i18n.messages import gettext as _


def obstacle_words(why: Obstacle) -> str:
    """Why two producers cannot become one, and what to do."""
    words = {
        Obstacle.SAME: _("This is one record only."),
        Obstacle.MERGED_ALREADY: _("One of the two was merged already, perhaps by a colleague."),
        Obstacle.OTHER_PROVINCE: _("The two are of different provinces."),
        Obstacle.CERTIFIED_TWIN: _(
            "Both have a product of one name, and that of the record that goes is certified. Merge the other way round."
        ),
        Obstacle.HAS_MEMBERS: _(
            "People act for the record that goes. End their appointments first, or merge the other way round."
        ),
        Obstacle.OWN_RECORD: _("You, or whom you act for, speak for one of the two. Ask a colleague to merge them."),
        Obstacle.ILLUSTRATION: _("One of the two is an illustration, and no real record."),
    }
    return words[why]
