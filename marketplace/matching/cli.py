"""`flask matching rank`: how the model ranks the offers of a file for its demand, and why."""

import json
from datetime import date
from pathlib import Path
from typing import IO, Any

import click
from flask.cli import AppGroup

from foundation.i18n.languages import Lang
from foundation.i18n.messages import messages_in
from marketplace.matching.reading import InputRefused, read_file
from marketplace.matching.rules import Match, gaps, rank, reasons
from marketplace.matching.sentences import sentence
from marketplace.matching.terms import Demand
from marketplace.matching.text import agreement

cli = AppGroup("matching", help="How supply meets demand.")


class Refused(click.ClickException):
    """Input that breaks a rule: one sentence, no usage, status 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Write the sentence where refusals belong."""
        click.echo(self.format_message(), file=file, err=True)


@cli.command("rank")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice([one.value for one in Lang]), default=Lang.VI.value, help="Of the sentences.")
def rank_command(file: Path, lang: str) -> None:
    """Print every offer of FILE.json once: the best for its demand first, with reasons; what a gate shuts out last."""
    try:
        today, demand, offers = read_file(file.read_text(encoding="utf-8-sig"))
    except InputRefused as refusal:
        raise Refused(f"{file}: {refusal}") from refusal
    except OSError as error:
        raise Refused(f"{file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Refused(f"{file}: byte {error.start} is no UTF-8") from error
    with messages_in(Lang(lang)):
        found = [_told(one, demand, today) for one in rank(demand, offers, today, agreement)]
    click.echo(json.dumps(found, ensure_ascii=False))


def _told(found: Match, demand: Demand, today: date) -> dict[str, object]:
    if found.gated_by:
        numbers = dict.fromkeys(("score", "seller", "mutual", "confidence", "features"))
        return {"offer": found.offer.id, **numbers, "reasons": [], "gaps": [], "gated_by": list(found.gated_by)}
    features = {name: {"value": round(one.value, 4), "known": one.known} for name, one in found.features.items()}
    return {
        "offer": found.offer.id,
        "score": round(found.score, 4),
        "seller": round(found.seller, 4),
        "mutual": round(found.mutual, 4),
        "confidence": round(found.confidence, 4),
        "features": features,
        "reasons": _sentences(reasons(found.features), found, demand, today),
        "gaps": _sentences(gaps(found.features), found, demand, today),
        "gated_by": [],
    }


def _sentences(names: list[str], found: Match, demand: Demand, today: date) -> list[dict[str, object]]:
    return [
        {
            "feature": name,
            "value": round(found.features[name].value, 4),
            "text": sentence(name, found.features[name], demand, found.offer, today),
        }
        for name in names
    ]
