"""Words for why a file is not read as a table."""

from foundation.i18n.messages import gettext as _
from foundation.tables.faults import Fault, UnreadableFile


def file_words(why: UnreadableFile) -> str:
    """Why a file is not read as a table, and what to do."""
    if why.fault is Fault.FAR_CELL:
        return _(
            "Cell %(cell)s lies far away from the table. Delete its whole row and column, save the file and send it"
            " again.",
            cell=f"{why.column}{why.row}",
        )
    if why.fault in {Fault.PDF, Fault.IMAGE}:
        return _("A PDF or a picture holds no table that can be read. Ask for the list as a spreadsheet.")
    if why.fault is Fault.ENCRYPTED:
        return _("This spreadsheet is protected by a password. Save it without one and send it again.")
    if why.fault is Fault.EMPTY:
        return _("This file is empty. Choose the one with the list.")
    return _("This file cannot be read as a table. Save it as XLSX or as CSV UTF-8, at most 5 MB.")
