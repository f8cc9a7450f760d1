"""Words for events."""

from foundation.i18n.messages import gettext as _
from marketplace.events.rules import EventKind, Phase, Refusal, State, Step


def kind_labels() -> dict[EventKind, str]:
    """Return what events are."""
    return {
        EventKind.FAIR: _("Fair"),
        EventKind.WEEK: _("Goods week"),
        EventKind.CONFERENCE: _("Connection conference"),
        EventKind.TRAINING: _("Training"),
        EventKind.FESTIVAL: _("Festival"),
        EventKind.RESULTS: _("Announcement of results"),
    }


def state_label(state: State) -> str:
    """Return where an event stands."""
    words = {
        State.DRAFT: _("draft"),
        State.SUBMITTED: _("waits for a second officer"),
        State.PUBLISHED: _("public"),
        State.POSTPONED: _("postponed"),
        State.CANCELLED: _("cancelled"),
        State.HELD: _("held"),
        State.DROPPED: _("draft given up"),
    }
    return words[state]


def phase_label(phase: Phase) -> str:
    """Return whether it is to come, on or over."""
    words = {Phase.TO_COME: _("To come"), Phase.ON: _("On now"), Phase.OVER: _("Its days are over")}
    return words[phase]


def step_label(step: Step) -> str:
    """Return a step of registering a fair."""
    words = {
        Step.LODGED: _("Registration handed in"),
        Step.ESTABLISHED: _("Copy of the organiser’s business registration or founding decision"),
        Step.PROVEN: _("Proof of the quality or title that the name or theme claims, where it claims one"),
        Step.ANSWERED: _("Written confirmation of the Department of Industry and Trade"),
        Step.CHANGED: _("Change of what was registered, where there is one"),
        Step.REPORTED: _("Report after the fair"),
    }
    return words[step]


def refusal_words(why: Refusal) -> str:
    """Return why something cannot be done."""
    words = {
        Refusal.NOT_THERE: _("A colleague was faster: this cannot be done any more. Look at how it stands now."),
        Refusal.OWN_WORK: _("You wrote in it yourself, or act for somebody who did: another officer publishes it."),
        Refusal.CHANGED_MEANWHILE: _("Somebody changed it meanwhile. Look at it as it is now, then decide again."),
        Refusal.NO_PLACE: _("The province is not known. Write it as it is called today, or as it was called before."),
        Refusal.ABROAD: _("This point does not lie in Vietnam. Check latitude and longitude."),
        Refusal.ELSEWHERE: _("This place is not in your charge."),
        Refusal.NO_REASON: _("Write down why."),
        Refusal.ENDS_BEFORE: _("The last day lies before the first."),
        Refusal.SAME_DAYS: _("The days of a public event are moved by “New days”, so that all concerned are told."),
        Refusal.NOT_OVER: _("Its last day has not come yet."),
        Refusal.NO_RESULTS: _("No result was told yet, or all were published already. Type at least one number."),
        Refusal.TOO_MANY: _("There are too many already. Take one out first."),
        Refusal.NO_PROVINCE: _("The province is not known. Choose one of the list."),
        Refusal.OUTSIDE: _("An item of the programme lies on none of the event’s days."),
    }
    return words[why]
