"""Words of letters and messages about an account, in its owner's language."""

from foundation.accounts.ports import Email
from foundation.accounts.rules import Purpose
from foundation.accounts.tasks import Say, Write
from foundation.i18n.languages import Lang
from foundation.i18n.messages import gettext as _
from foundation.i18n.messages import messages_in


def reset_letter(base_url: str) -> Write:
    """Return the letter with the link for a new password."""

    def write(lang: Lang, to: str, token: str) -> Email:
        minutes = int(Purpose.RESET_BY_MAIL.lasts.total_seconds() // 60)
        with messages_in(lang):
            text = "\n\n".join(
                (
                    _("Somebody, we hope you, asked for a new password for this account."),
                    f"{base_url}/tai-khoan/mat-khau-moi/{token}",
                    _("The link works once, for %(minutes)d minutes. Without you nothing changes.", minutes=minutes),
                )
            )
            return Email(to, _("A new password for the OCOP site"), text + "\n")

    return write


def reset_message() -> Say:
    """Return the short message with a code for a new password."""

    def say(lang: Lang, code: str) -> str:
        with messages_in(lang):
            return _("OCOP: your code for a new password is %(code)s. Tell it to nobody.", code=code)

    return say


def first_letter(base_url: str) -> Write:
    """Return the letter with the link by which somebody confirms the account that was opened for them."""

    def write(lang: Lang, to: str, token: str) -> Email:
        days = Purpose.TAKE_OVER.lasts.days
        with messages_in(lang):
            parts = (
                _("An account on the OCOP site was opened for you. Choose a password that only you know:"),
                f"{base_url}/tai-khoan/mat-khau-moi/{token}",
                _("What you are asked to take on waits for your answer there: it holds only when you say yes."),
                _(
                    "The link works once, for %(days)d days; nobody else was told it. Later, ask for another here:",
                    days=days,
                ),
                f"{base_url}/tai-khoan/quen-mat-khau",
                _("If you do not know why you get this, do nothing: without you the account opens nothing."),
            )
            return Email(to, _("Your account on the OCOP site"), "\n\n".join(parts) + "\n")

    return write


def first_message(base_url: str) -> Say:
    """Return the short message with the code that confirms the account."""

    def say(lang: Lang, code: str) -> str:
        with messages_in(lang):
            return _(
                "OCOP: your code to open the account is %(code)s. Enter it at %(page)s. Tell it to nobody.",
                code=code,
                page=f"{base_url}/tai-khoan/nhap-ma",
            )

    return say
