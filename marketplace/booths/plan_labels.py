"""Words for plans."""

from foundation.i18n.messages import gettext as _
from marketplace.booths.plan_editing import Step
from marketplace.booths.plan_rules import LABEL_MAX, SIDE_MAX, PlanRefusal


def step_label(step: Step) -> str:
    """Return what is done to booths that were chosen."""
    words = {
        Step.AISLE: _("Make aisle of them"),
        Step.MERGE: _("Merge them into one"),
        Step.SPLIT: _("Split it into cells"),
        Step.RETYPE: _("Give them the type below"),
        Step.ZONE: _("Put them into the zone below"),
        Step.RENAME: _("Give it the label below"),
    }
    return words[step]


def plan_refusal_words(why: PlanRefusal) -> str:
    """Return why the plan cannot be like this, and what to do."""
    words = {
        PlanRefusal.SIZE: _("A plan has 1 to %(most)d rows and as many columns.", most=SIDE_MAX),
        PlanRefusal.OUTSIDE: _("This lies outside the plan. Make the plan larger first."),
        PlanRefusal.OVERLAP: _("Two booths would stand on the same place."),
        PlanRefusal.NOT_THERE: _("There is no such booth or type on this plan. Write labels as A01-A06, B02."),
        PlanRefusal.NO_RECTANGLE: _("Only booths that make a whole rectangle can be merged."),
        PlanRefusal.TWO_TYPES: _("Only booths of one type can be merged."),
        PlanRefusal.LABEL: _("A label has 1 to %(most)d letters, digits or hyphens.", most=LABEL_MAX),
        PlanRefusal.LABEL_TWICE: _("Another booth has this label."),
        PlanRefusal.TOO_MANY: _("These are more booths than one plan holds."),
        PlanRefusal.IN_USE: _("Somebody has one of these booths: it stays as it is."),
        PlanRefusal.UNREAD: _("Write rows and columns as numbers, for example 3, 6-8."),
    }
    return words[why]
