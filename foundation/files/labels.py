"""Why a file is not taken, in words, and what to do."""

from foundation.files.rules import BYTES_A_DAY, FILES_A_DAY, Reason
from foundation.i18n.messages import gettext as _


def refusal_words(reason: Reason) -> str:
    """Why a file is not taken, and what to do."""
    words = {
        Reason.EMPTY: _("This file is empty. Choose it again."),
        Reason.TOO_LARGE: _("This file is larger than 20 MB. Choose a smaller one."),
        Reason.NOT_AN_IMAGE: _("This is no photo. Choose a JPEG, PNG or WebP picture."),
        Reason.TOO_MANY_PIXELS: _("This picture is too large to be opened here. Take it again at a smaller size."),
        Reason.COSTLY: _(
            "This picture is stored in a way that takes too long to open. Save it anew as a plain JPEG, or send a"
            " screenshot of it."
        ),
        Reason.BROKEN: _("This picture is damaged or did not arrive whole. Send it again."),
        Reason.KIND: _("Files of this kind are not taken. Choose a PDF, XLSX or CSV file, or a photo of the page."),
        Reason.HEIC: _(
            "This photo is of the kind HEIC, as iPhones keep them, and cannot be opened here. In the phone’s settings"
            " choose Camera, Formats, Most Compatible, and take it again, or send it as JPEG."
        ),
        Reason.TIFF: _("This picture is of the kind TIFF and cannot be opened here. Save it as JPEG, PNG or PDF."),
        Reason.QUOTA: _(
            "This account has sent as much as it can in a day: %(files)s files or %(megabytes)s MB. Send this file in"
            " an hour, or tomorrow.",
            files=FILES_A_DAY,
            megabytes=BYTES_A_DAY // (1024 * 1024),
        ),
    }
    return words[reason]
