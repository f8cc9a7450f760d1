"""Vietnamese telephone numbers. The only user of `phonenumbers`."""

import phonenumbers

REGION = "VN"
VIETNAM = 84


def read_phone(text: str) -> str | None:
    """Return a Vietnamese number in its kept form, +84912345678, however it was typed; or None."""
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return None
    if number.country_code != VIETNAM or number.extension or not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def printed_phone(phone: str) -> str:
    """Return a kept number as people write it: 0912 345 678."""
    number = phonenumbers.parse(phone, REGION)
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL))
