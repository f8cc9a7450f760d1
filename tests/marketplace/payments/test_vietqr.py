import io
import random
from binascii import crc_hqx

import pytest
import zxingcpp
from click.testing import Result
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from vietnam_qr_pay import QRPay

from foundation.web.qr import png
from marketplace.payments.banks import banks, payable_banks
from marketplace.payments.vietqr import NoPayload, is_account, read_payload, vietqr_payload

DIGITS, CAPITALS = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LETTERS = CAPITALS + CAPITALS.lower() + DIGITS
EXAMPLE = (
    "00020101021238540010A00000072701240006970436011001234567890208QRIBFTTA5303704540410005802VN62090805OCOP1630440AE"
)


def drawn(rng: random.Random) -> tuple[str, str, str, str]:
    account = "".join(rng.choices(LETTERS, k=rng.randint(1, 19)))
    amount = rng.choice(["", "0", str(rng.randint(1, 10 ** rng.randint(1, 13) - 1))])
    text = "".join(rng.choices(CAPITALS + DIGITS, k=rng.randint(0, 19)))
    return rng.choice(sorted(banks())), account, amount, text


def test_a_thousand_payloads_are_those_of_the_package_that_wallets_are_built_with() -> None:
    rng = random.Random(19)
    for _ in range(1000):
        bank, account, amount, text = drawn(rng)
        told = QRPay.init_viet_qr(bank_bin=bank, bank_number=account, amount=amount or None, purpose=text or None)
        expected = told.build()
        # The package takes "0" for a sum; a code without one is what is meant.
        if amount == "0":
            expected = QRPay.init_viet_qr(bank_bin=bank, bank_number=account, purpose=text or None).build()
        assert vietqr_payload(bank, account, amount, text) == expected
        assert read_payload(expected) == {
            "bin": bank,
            "account": account,
            "amount": "" if amount == "0" else amount,
            "text": text,
        }


@pytest.mark.parametrize(
    ("told", "place"),
    [
        (("97043", "1"), "bin"),
        (("9704366", "1"), "bin"),
        (("٩٧٠٤٣٦", "1"), "bin"),
        (("970436", ""), "account"),
        (("970436", "0" * 20), "account"),
        (("970436", "12 3"), "account"),
        (("970436", "12-3"), "account"),
        (("970436", "tàikhoản"), "account"),
        (("970436", "1", "01"), "amount"),
        (("970436", "1", "+1"), "amount"),
        (("970436", "1", "-1"), "amount"),
        (("970436", "1", "1.5"), "amount"),
        (("970436", "1", "1,000"), "amount"),
        (("970436", "1", "1_000"), "amount"),
        (("970436", "1", "1e3"), "amount"),
        (("970436", "1", "１"), "amount"),
        (("970436", "1", "1" * 14), "amount"),
        (("970436", "1", "1\n"), "amount"),
        (("970436", "1", "1", "ocop"), "text"),
        (("970436", "1", "1", "OCOP 1"), "text"),
        (("970436", "1", "1", "PHÍ"), "text"),
        (("970436", "1", "1", "A" * 20), "text"),
    ],
)
def test_what_is_not_valid_is_refused_by_its_place(told: tuple[str, ...], place: str) -> None:
    with pytest.raises(NoPayload, match=f"^{place}:"):
        vietqr_payload(*told)


@given(st.text(max_size=25), st.text(max_size=25), st.text(max_size=16), st.text(max_size=25))
def test_whatever_is_typed_gives_a_payload_that_can_be_read_or_a_refusal(b: str, a: str, n: str, t: str) -> None:
    try:
        payload = vietqr_payload(b, a, n, t)
    except NoPayload:
        return
    assert payload.isascii()
    assert read_payload(payload)["account"] == a


def test_the_code_on_the_page_decodes_back() -> None:
    rng = random.Random(1)
    for _ in range(5):
        payload = vietqr_payload(*drawn(rng))
        picture = png(payload, scale=4)
        (found,) = zxingcpp.read_barcodes(_image(picture))
        assert found.text == payload


def _image(data: bytes) -> object:
    return Image.open(io.BytesIO(data)).convert("L")


@pytest.mark.parametrize("payload", ["", "00020", EXAMPLE[:-1] + "0", "38540010" + "6304"])
def test_a_payload_that_was_damaged_is_not_read(payload: str) -> None:
    with pytest.raises(NoPayload):
        read_payload(payload)


def test_a_payload_that_is_cut_off_but_whose_check_holds_is_not_read() -> None:
    body = "0002010102125399"
    with pytest.raises(NoPayload, match="cut off"):
        read_payload(f"{body}{crc_hqx(body.encode(), 0xFFFF):04X}")


def test_an_account_has_digits_and_letters() -> None:
    assert is_account("0123456789")
    assert not is_account("0123 456")


def test_banks_stand_under_the_name_they_have_now() -> None:
    assert banks()["970449"].short_name == "LPBank"
    assert banks()["970436"].short_name == "Vietcombank"
    assert all(one.takes_qr for one in payable_banks())
    assert "422589" not in {one.bin for one in payable_banks()}


def ask(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["payments", "vietqr", *words])


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_the_command_prints_the_payload_or_one_sentence(app: Flask) -> None:
    right = ("--bin", "970436", "--account", "0123456789", "--amount", "1000", "--text", "OCOP1")
    told = ask(app, *right)
    assert (told.exit_code, told.stdout, told.stderr) == (0, EXAMPLE + "\n", "")
    static = ask(app, "--bin", "970436", "--account", "0123456789", "--amount", "0", "--text", "")
    assert static.stdout == ask(app, *right[:4]).stdout
    assert "010211" in static.stdout
    assert "5404" not in static.stdout
    wrong = [
        (*right[:2], "--account"),
        ("--bin", "999999", *right[2:]),
        (*right[:4], "--amount", ""),
        (*right[:4], "--amount", "-5"),
        (*right, "more"),
        (*right, "--more"),
        (),
    ]
    for words in wrong:
        told = ask(app, *words)
        assert (told.exit_code, told.stdout, told.stderr.count("\n")) == (2, "", 1), words
        assert told.stderr.endswith(".\n")
