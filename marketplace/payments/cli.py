"""`flask payments …`: the payload of a VietQR code."""

import sys

import click
from flask.cli import AppGroup

from marketplace.payments.banks import banks
from marketplace.payments.vietqr import NoPayload, vietqr_payload

cli = AppGroup("payments", help="Fees to organisers’ own accounts.")
WRONG = 2


@cli.command("vietqr", context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.option("--bin", "bank_bin", default="", is_flag=False, flag_value="", help="The bank’s six digits.")
@click.option("--account", default="", is_flag=False, flag_value="", help="The number of the account.")
@click.option("--amount", is_flag=False, flag_value="", help="Whole đồng; without it the payer fills it in.")
@click.option("--text", default="", is_flag=False, flag_value="", help="What stands in the memo: A–Z and 0–9.")
@click.pass_context
def vietqr_command(context: click.Context, bank_bin: str, account: str, amount: str | None, text: str) -> None:
    """Print the payload of a code and nothing else; exit 2 with one sentence for what breaks a rule."""
    try:
        click.echo(_payload(bank_bin, account, amount, text, context.args))
    except NoPayload as refused:
        click.echo(f"{refused}.", err=True)
        sys.exit(WRONG)


def _payload(bank_bin: str, account: str, amount: str | None, text: str, unknown: list[str]) -> str:
    if unknown:
        raise NoPayload(f"{unknown[0]!a}: is not known")
    if amount == "":
        raise NoPayload("amount: it is empty")
    payload = vietqr_payload(bank_bin, account, amount or "", text)
    if bank_bin not in banks():
        raise NoPayload("bin: no bank has this number")
    return payload
