"""`flask regulations …`: what a filled-in sheet scores; which editions and sheets there are."""

import json
from decimal import Context, Decimal
from fractions import Fraction
from pathlib import Path
from typing import IO, Any

import click
from flask.cli import AppGroup

from catalog.regulations.editions import LAW
from catalog.regulations.marks import read_marks
from catalog.regulations.rules import Edition
from catalog.regulations.scoresheet import Sheet
from catalog.regulations.scoring import MarkRefused, Score, score
from catalog.regulations.sheets import sheets
from foundation.i18n.arguments import TypedArgument

cli = AppGroup("regulations", help="What the law says: its editions, its sheets, what a sheet scores.")

_EXACT = Context(prec=1000)
"""Enough for sums of marks, whose decimals are limited."""


class Refused(click.ClickException):
    """Input that breaks a rule: one sentence, no usage, status 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Write the sentence where refusals belong."""
        click.echo(self.format_message(), file=file, err=True)


@cli.command("editions")
def editions_command() -> None:
    """List the editions of the rules, oldest first: code, decisions, first and last day."""
    for one in LAW.editions:
        until = one.until.day if one.until else ""
        click.echo(f"{one.code}\t{one.title}\t{one.since.day}\t{until}")


@cli.command("sheets")
@click.option("--edition", "code", required=True, type=TypedArgument(), help="The code of an edition.")
def sheets_command(code: str) -> None:
    """List the scoring sheets of an edition: number, products, whether the transcript adds up."""
    for key, sheet in sheets(LAW.book_of(_edition(code))).items():
        click.echo(f"{key}\t{sheet.title.vi}\t{'' if sheet.whole else 'does not add up'}".rstrip())


@cli.command("score")
@click.option("--edition", "code", required=True, type=TypedArgument(), help="The code of an edition.")
@click.option("--set", "key", required=True, type=TypedArgument(), help="The number of a sheet.")
@click.argument("file", type=click.Path(path_type=Path))
def score_command(code: str, key: str, file: Path) -> None:
    """Print what the marks of FILE.json score on a sheet: points, stars, what holds the next ones back."""
    edition = _edition(code)
    sheet = sheets(LAW.book_of(edition)).get(key)
    if sheet is None:
        raise Refused(f"--set: edition {code} has no sheet {key!r}")
    try:
        found = score(sheet, edition.bands, read_marks(_text(file)))
    except MarkRefused as refusal:
        raise Refused(f"{file}: {refusal}") from refusal
    click.echo(_json(_told(edition, sheet, found)))


def _edition(code: str) -> Edition:
    if code not in LAW.by_code:
        raise Refused(f"--edition: none has the code {code!r}; there are {', '.join(LAW.by_code)}")
    return LAW.by_code[code]


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Refused(f"{file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Refused(f"{file}: byte {error.start} is no UTF-8") from error


def _told(edition: Edition, sheet: Sheet, found: Score) -> dict[str, object]:
    held = [
        {"star": one.star, "criterion": one.criterion, "needed": one.needed, "given": one.given}
        for one in found.held_back
    ]
    return {
        "edition": edition.code,
        "set": sheet.key,
        "parts": found.parts,
        "total": found.total,
        "band": found.band,
        "stars": found.stars,
        "held_back": held,
        "missing": list(found.missing),
        "knocked_out": list(found.knocked_out),
        "gap": found.gap,
        "minimums_on_file": edition.minimums.on_file,
    }


def _json(value: object) -> str:
    """Return a value as JSON; fractions, which came from decimals, as the decimals they are."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(name)}:{_json(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_json, value)) + "]"
    if isinstance(value, Fraction):
        exact = _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
        return f"{exact.normalize(_EXACT):f}"
    return json.dumps(value, ensure_ascii=False)
