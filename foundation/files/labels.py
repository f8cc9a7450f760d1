"""Why a file is not taken, in words, and what to do."""

from foundation.files.rules import Reason
from foundation.i18n.messages import gettext as _


def refusal_words(reason: Reason) -> str:
    """Why a file is not taken, and what to do."""
    words = {
        Reason.EMPTY: _("This file is empty. Choose it once more."),
        Reason.TOO_LARGE: _("This file is larger than 20 MB. Choose a smaller one."),
        Reason.NOT_AN_IMAGE: _("This is no photo. Choose a JPEG, PNG or WebP picture."),
        Reason.TOO_MANY_PIXELS: _("This picture is too large to be opened here. Take it again at a smaller size."),
        Reason.BROKEN: _("This picture is damaged or did not arrive whole. Send it once more."),
        Reason.KIND: _("Files of this kind are not taken. Choose a PDF, XLSX or CSV file, or a photo of the page."),
    }
    return words[reason]
