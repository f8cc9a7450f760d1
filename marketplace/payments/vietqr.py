"""The payload of a VietQR code (EMVCo merchant-presented QR of NAPAS 247): TLV of what was checked. Pure functions."""

import re
from binascii import crc_hqx

_BIN = re.compile(r"[0-9]{6}")
_ACCOUNT = re.compile(r"[0-9A-Za-z]{1,19}")
_AMOUNT = re.compile(r"0|[1-9][0-9]{0,12}")
_TEXT = re.compile(r"[0-9A-Z]{0,19}")

NAPAS, TO_ACCOUNT = "A000000727", "QRIBFTTA"
DONG = "704"
"""The currency's number in ISO 4217."""


class NoPayload(Exception):
    """What no code can be made of; the first word names the place."""


def vietqr_payload(bank_bin: str, account: str, amount: str = "", text: str = "") -> str:
    """Return the payload for a transfer to an account; raises `NoPayload`. Nothing is repaired.

    Without an amount, or with 0, whoever pays fills it in: the code is static then. Whether a bank has this number
    is asked where banks are known.
    """
    _check(bank_bin, account, amount, text)
    is_fixed = amount not in {"", "0"}
    beneficiary = _tlv("00", bank_bin) + _tlv("01", account)
    body = _tlv("00", "01") + _tlv("01", "12" if is_fixed else "11")
    body += _tlv("38", _tlv("00", NAPAS) + _tlv("01", beneficiary) + _tlv("02", TO_ACCOUNT))
    body += _tlv("53", DONG) + (_tlv("54", amount) if is_fixed else "") + _tlv("58", "VN")
    body += _tlv("62", _tlv("08", text)) if text else ""
    body += "6304"
    return f"{body}{crc_hqx(body.encode(), 0xFFFF):04X}"


def is_account(text: str) -> bool:
    """Whether this can be the number of a bank account."""
    return _ACCOUNT.fullmatch(text) is not None


def _check(bank_bin: str, account: str, amount: str, text: str) -> None:
    if not _BIN.fullmatch(bank_bin):
        raise NoPayload("bin: six digits are needed")
    if not _ACCOUNT.fullmatch(account):
        raise NoPayload("account: 1 to 19 digits and letters without marks are needed")
    if amount and not _AMOUNT.fullmatch(amount):
        raise NoPayload("amount: whole đồng are needed, 1 to 13 digits without sign, point or leading zero")
    if not _TEXT.fullmatch(text):
        raise NoPayload("text: at most 19 capital letters without marks and digits are allowed")


def _tlv(tag: str, value: str) -> str:
    """Everything in a payload is ASCII, so letters and bytes are as many."""
    return f"{tag}{len(value):02}{value}"


def read_payload(payload: str) -> dict[str, str]:
    """Return what a code says: bin, account, amount, text; as a bank's app reads it. Raises `NoPayload`."""
    if len(payload) < 8 or f"{crc_hqx(payload[:-4].encode(), 0xFFFF):04X}" != payload[-4:]:  # noqa: PLR2004 - the check
        raise NoPayload("payload: the check does not hold")
    outer = _parts(payload)
    inner = _parts(_parts(outer.get("38", "")).get("01", ""))
    told = {"bin": inner.get("00", ""), "account": inner.get("01", ""), "amount": outer.get("54", "")}
    return {**told, "text": _parts(outer.get("62", "")).get("08", "")}


def _parts(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    while text:
        tag, length = text[:2], text[2:4]
        if not length.isdigit() or len(text) < 4 + int(length):
            raise NoPayload("payload: it is cut off")
        found[tag], text = text[4 : 4 + int(length)], text[4 + int(length) :]
    return found
