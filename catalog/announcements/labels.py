"""Words for announcements."""

from catalog.announcements.rules import Kind, Refusal, State
from catalog.certificates.rules import StandingCode
from foundation.i18n.messages import gettext as _


def kind_label(kind: Kind) -> str:
    """Return what is announced."""
    words = {
        Kind.RESULTS: _("Results of a decision"),
        Kind.REVOCATION: _("Revocation"),
        Kind.PLAN: _("Plan"),
        Kind.NEWS: _("News"),
    }
    return words[kind]


def state_label(state: State, *, public: bool) -> str:
    """Where a version stands."""
    if state is State.APPROVED:
        return _("published") if public else _("scheduled")
    words = {
        State.DRAFT: _("draft"),
        State.PREVIEW: _("waits for approval"),
        State.DROPPED: _("discarded"),
    }
    return words[state]


def standing_label(code: StandingCode) -> str:
    """Return what can be said of a certificate today; a certificate has no other standings."""
    words = {
        StandingCode.IN_FORCE: _("in force"),
        StandingCode.EXTENDED: _("extended"),
        StandingCode.LAPSED: _("ended"),
        StandingCode.SUPERSEDED: _("replaced by a later decision"),
        StandingCode.REVOKED: _("revoked"),
    }
    return words[code]


def refusal_words(why: Refusal) -> str:
    """Why something cannot be done to an announcement, and what to do."""
    words = {
        Refusal.CHANGED_MEANWHILE: _(
            "A colleague changed this meanwhile. Here is how it stands now; nothing of yours was applied."
        ),
        Refusal.NOT_A_DRAFT: _("This is no draft any more. Make it a draft again, or begin a correction."),
        Refusal.NOT_SUBMITTED: _("Nobody asks for approval now. A colleague may have made it a draft again."),
        Refusal.NOTHING_TO_WITHDRAW: _("This is a draft already."),
        Refusal.PUBLIC_ALREADY: _("Everybody reads this already. Correct it or withdraw it."),
        Refusal.OWN_WORK: _("You wrote in this yourself. Ask a second officer to approve it."),
        Refusal.IN_THE_PAST: _("This hour has passed. Choose one to come, or leave it empty to publish at once."),
        Refusal.NO_REASON: _("Write the reason; everybody reads it."),
        Refusal.WITHDRAWN: _("This announcement was withdrawn. Write a new one."),
        Refusal.NOT_PUBLIC: _("This is not public yet. Make it a draft again to change it."),
        Refusal.ANOTHER_OPEN: _("A correction is being written already."),
        Refusal.NEEDS_DECISION: _("Choose the decision whose results you announce."),
        Refusal.DECISION_ELSEWHERE: _("No product of this province has a certificate of this decision."),
        Refusal.TOO_MANY_FILES: _("There are ten files already. Take one out first."),
    }
    return words[why]


def draft_refusal_words(why: Refusal) -> str:
    """Why words could not be kept; they stand in the form still."""
    if why is Refusal.CHANGED_MEANWHILE:
        return _("A colleague changed this draft meanwhile. Yours is still here: compare before you save it.")
    return refusal_words(why)
