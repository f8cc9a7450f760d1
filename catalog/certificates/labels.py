"""Words for why a certificate was revoked."""

from catalog.certificates.rules import EndedBy, Ground
from foundation.i18n.messages import gettext as _


def ground_words(ground: Ground) -> str:
    """The ground of a revocation as the article has it."""
    words = {
        Ground.UNTRUTHFUL: _("untruthful or forged file"),
        Ground.CRITERIA: _("no longer meets the criteria"),
        Ground.BREACH: _("breach of the law on quality, food safety, environment, intellectual property or labels"),
        Ground.MARK: _("misuse of the OCOP mark"),
        Ground.STOPPED: _("production stopped"),
        Ground.OTHER: _("another conclusion of a competent authority"),
    }
    return _("%(ground)s (26/2026/QĐ-TTg, article 8, %(letter)s)", ground=words[ground], letter=ground.letter)


def ended_by_words(how: EndedBy) -> str:
    """What ended a certificate before its time."""
    words = {
        EndedBy.SUPERSEDED: _("a later decision"),
        EndedBy.REVOKED: _("revocation"),
        EndedBy.WITHDRAWN: _("withdrawal"),
    }
    return words[how]
