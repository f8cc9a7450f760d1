"""Words for appointments: states, refusals, what a role is held for."""

from admin.registry.lists import ROWS_MAX
from admin.registry.rules import AppointmentObstacle, ListRefusal, State
from foundation.i18n.messages import gettext as _
from foundation.permissions.bulk import Reason
from foundation.permissions.roles import ROLES
from foundation.permissions.rules import Refusal, Role
from foundation.places.models import PlaceLevel


def state_label(state: State) -> str:
    """Where an appointment stands."""
    words = {
        State.OFFERED: _("waits for the person’s yes"),
        State.IN_FORCE: _("in force"),
        State.COMING: _("to come"),
        State.ENDED: _("ended"),
        State.DECLINED: _("declined"),
        State.WITHDRAWN: _("withdrawn"),
        State.LAPSED: _("not answered in time"),
    }
    return words[state]


def subject_label(role: Role) -> str:
    """Return what a role is held for."""
    levels = ROLES[role].levels
    if len(levels) == 1:
        return {
            PlaceLevel.PROVINCE: _("for a province or city"),
            PlaceLevel.DISTRICT: _("for a district"),
            PlaceLevel.COMMUNE: _("for a commune, ward or special zone"),
        }[next(iter(levels))]
    return str(ROLES.kinds[ROLES[role].kind].words)


def refusal_words(why: Refusal) -> str:
    """Why an appointment cannot be made, ended or lent, and what to do."""
    words = {
        Refusal.CLOSED_ACCOUNT: _("This account is closed. The person needs a new one."),
        Refusal.WRONG_SCOPE: _("Say for which place or producer."),
        Refusal.WRONG_LEVEL: _("This role is not held at a place of this level. Choose another place."),
        Refusal.PLACE_ENDED: _("This place no longer exists on that day. Choose the one that took it over."),
        Refusal.NO_DECISION: _("An office needs the number of the decision."),
        Refusal.WRONG_DATES: _("The last day must come after the first, and within the appointment itself."),
        Refusal.HELD_ALREADY: _("The person holds this role there already at that time."),
        Refusal.NOT_TO_ONESELF: _("Nobody appoints or stands in for themselves. Ask a colleague."),
        Refusal.HANDED_THE_CODE: _(
            "The password of this account was set with a code you handed over. Another officer asks for the yes."
        ),
        Refusal.LENT_ALREADY: _("This appointment is lent itself and cannot be lent on."),
        Refusal.ENDS_BEFORE: _("It ends by that day already."),
        Refusal.IN_THE_PAST: _("What the person did until now stays theirs: choose today or a later day."),
        Refusal.NOT_ACCEPTED: _("The person has not said yes yet: there is nothing to lend. Wait for the answer."),
        Refusal.ANSWERED: _("This was answered or withdrawn already. Look at how it stands now."),
        Refusal.LAPSED: _("Nobody answered in time. Ask for it again."),
        Refusal.NOT_YOURS: _("This was offered to somebody else, and only they can answer."),
        Refusal.NO_REASON: _("Give the reason: it stays with the appointment."),
    }
    return words[why]


def why_words(why: AppointmentObstacle) -> str:
    """Why an officer cannot do something about an appointment, and what to do."""
    words = {
        AppointmentObstacle.MAY_NOT: _("None of your appointments lets you do this here. Ask the level above."),
        AppointmentObstacle.NO_CODE: _(
            "You hand over no code here: whoever appointed somebody never does, and officers get none."
        ),
        AppointmentObstacle.NO_NAME: _("The person has no account yet: give the name, and one is opened."),
        AppointmentObstacle.NO_PERSON: _("Nobody signs in with this. Whoever stands in needs an account first."),
    }
    return words[why]


def outcome_label(outcome: str) -> str:
    """Return what became of a row."""
    return {"created": _("asked"), "unchanged": _("held already"), "rejected": _("not imported")}[outcome]


def list_words(why: ListRefusal) -> str:
    """Why a list is not taken on, and what to do."""
    return {
        ListRefusal.NO_ROWS: _("No row of the list names anybody. Choose the headings or a column otherwise."),
        ListRefusal.TOO_MANY_ROWS: _("A list has at most %(count)s rows. Divide it.", count=ROWS_MAX),
        ListRefusal.NOT_ITS_TURN: _("The list stands elsewhere now. Here is how it is."),
    }[why]


def reason_words(code: str) -> str:
    """Why a row of a list is not taken in, and what to do."""
    if code in tuple(Refusal):
        return refusal_words(Refusal(code))
    words = {
        Reason.IDENTIFIER: _("This is neither an email address nor a Vietnamese phone number."),
        Reason.NAME: _("The person has no account yet: give the name."),
        Reason.ROLE: _("There is no such role. The codes stand on the page of lists."),
        Reason.PLACE: _("No place has this code on that day."),
        Reason.NUMBER: _("The number of the producer is written in digits only."),
        Reason.DATE: _("Write days as 2026-11-23; the first day is needed."),
        Reason.MAY_NOT: _("You may not give this role there."),
        Reason.DAMAGED: _("A text in the row is damaged by a wrong encoding. Type it again."),
        Reason.TOO_LONG: _("The number of the decision is too long."),
        Reason.NO_SUCH_THING: _("There is no producer with this number."),
    }
    return words[Reason(code)]
