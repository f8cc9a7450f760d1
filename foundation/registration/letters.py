"""Words of letters and messages to whoever registers, in their language."""

from foundation.accounts.ports import Email
from foundation.i18n.languages import Lang
from foundation.i18n.messages import gettext as _
from foundation.i18n.messages import messages_in


def link_letter(base_url: str, lang: Lang, to: str, token: str) -> Email:
    """Return the letter that confirms an address."""
    with messages_in(lang):
        parts = (
            _("Somebody, we hope you, wants an account on the OCOP site with this address."),
            f"{base_url}/tai-khoan/dang-ky/{token}",
            _("The link works for a day. If it was not you, do nothing: nothing of it is kept."),
        )
        return Email(to, _("Confirm your account on the OCOP site"), "\n\n".join(parts) + "\n")


def known_letter(base_url: str, lang: Lang, to: str) -> Email:
    """Return the letter to whoever has an account already."""
    with messages_in(lang):
        parts = (
            _("Somebody, we hope you, wanted to register with this address. You have an account already."),
            f"{base_url}/tai-khoan/dang-nhap",
            _("If you forgot the password, ask for a new one there. If it was not you, do nothing."),
        )
        return Email(to, _("You have an account on the OCOP site"), "\n\n".join(parts) + "\n")


def code_message(lang: Lang, code: str) -> str:
    """Return the message that confirms a number."""
    with messages_in(lang):
        return _("OCOP: your code to open the account is %(code)s. Tell it to nobody.", code=code)


def known_message(lang: Lang) -> str:
    """Return the message to whoever has an account already."""
    with messages_in(lang):
        return _("OCOP: this number has an account already. Sign in, or ask at the commune for a new password.")
