"""Words for dossiers: stages, what is done, refusals."""

from admin.cycle.rules import Maturity, Refusal, Stage, Standing, Verb
from catalog.regulations.editions import LAW
from foundation.i18n.messages import gettext as _
from foundation.i18n.messages import spoken


def stage_label(stage: Stage) -> str:
    """Where a dossier lies that no office has."""
    words = {
        Stage.PRODUCER: _("with the producer"),
        Stage.RETURNED: _("to be completed by the producer"),
        Stage.CLOSED: _("ended"),
        Stage.WITHDRAWN: _("withdrawn by the producer"),
    }
    return words[stage]


def level_label(level: str) -> str:
    """Return an office by its level, as the rules call it."""
    return LAW.party_by_code[level].title.shown(spoken()).text


def standing_label(standing: Standing) -> str:
    """Who has it."""
    held = standing.stage is Stage.OFFICE and standing.level
    return level_label(held) if held else stage_label(standing.stage)


def event_label(verb: Verb) -> str:
    """Return what was done, in words."""
    words = {
        Verb.OPEN: _("Dossier opened"),
        Verb.LODGE: _("Lodged"),
        Verb.RETURN: _("Returned for completion"),
        Verb.COMPLETE: _("Completed"),
        Verb.FORWARD: _("Sent on"),
        Verb.ACCEPT: _("Chosen: the next step begins"),
        Verb.DECLINE: _("Not chosen"),
        Verb.FINISH: _("Plan carried out"),
        Verb.CONCLUDE: _("Result set down"),
        Verb.WITHDRAW: _("Withdrawn"),
    }
    return words[verb]


def verb_label(verb: Verb) -> str:
    """Return what a button does, in words."""
    words = {
        Verb.LODGE: _("Lodge it"),
        Verb.FORWARD: _("Send it on"),
        Verb.ACCEPT: _("Choose it: the next step begins"),
        Verb.DECLINE: _("Do not choose it"),
        Verb.FINISH: _("The plan is carried out"),
        Verb.CONCLUDE: _("Set down the result"),
    }
    return words[verb]


def maturity_label(maturity: Maturity) -> str:
    """Return the group of products."""
    words = {
        Maturity.POTENTIAL: _("an idea, or a product that still has to grow"),
        Maturity.FORMED: _("a finished product that is sold"),
    }
    return words[maturity]


def refusal_words(why: Refusal) -> str:
    """Why something cannot be done, and what to do."""
    words = {
        Refusal.NOT_NOW: _("That cannot be done where the dossier stands now."),
        Refusal.NOT_YOURS: _("It is not your turn: somebody else has the dossier."),
        Refusal.MOVED_ON: _("Somebody was faster: look at what was done, then decide again."),
        Refusal.NO_REASON: _("Say why: the producer reads it."),
        Refusal.NO_GAPS: _("Say what is missing, in one row at least."),
        Refusal.GAPS_OPEN: _("Say of every row what you did about it."),
        Refusal.WRONG_DAY: _("Choose a day after today."),
        Refusal.NO_NAME: _("Choose a product, or give the idea a name."),
        Refusal.NO_CASE: _("The rules in force know no such case."),
        Refusal.OPEN_ALREADY: _("There is an open dossier of this product already."),
    }
    return words[why]
