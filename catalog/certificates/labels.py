"""Words for why a certificate was revoked."""

from catalog.certificates.rules import EndedBy
from catalog.regulations.editions import LAW
from foundation.i18n.messages import gettext as _
from foundation.i18n.messages import spoken


def ground_words(code: str) -> str:
    """Return the ground of a revocation as its article has it."""
    found = LAW.grounds.get(code)
    if found is None:
        return code
    return _(
        "%(ground)s (%(decision)s, article %(article)s, %(letter)s)",
        ground=found.title.shown(spoken()).text,
        decision=found.decision,
        article=found.article,
        letter=found.letter,
    )


def ended_by_words(how: EndedBy) -> str:
    """Return what ended a certificate before its time."""
    words = {
        EndedBy.SUPERSEDED: _("a later decision"),
        EndedBy.REVOKED: _("revocation"),
        EndedBy.WITHDRAWN: _("withdrawal"),
    }
    return words[how]
