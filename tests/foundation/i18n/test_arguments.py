import click
import pytest
from click.testing import CliRunner

from foundation.i18n.arguments import TypedArgument


@click.command()
@click.option("--name", type=TypedArgument())
def told(name: str | None) -> None:
    click.echo(repr(name))


def test_words_at_a_command_line_are_clean() -> None:
    assert CliRunner().invoke(told, ["--name", "Tr\u200ba\u0300 \u0189en"]).output == "'Trà Đen'\n"
    assert CliRunner().invoke(told, []).output == "None\n"


@pytest.mark.parametrize("typed", ["TrÃ¡i cÃ¢y", "Trµ sen", "Tr\ufffd", "\udcff"])
def test_broken_words_are_refused_by_the_name_of_their_option(typed: str) -> None:
    result = CliRunner().invoke(told, ["--name", typed])
    assert result.exit_code == 2
    assert "Invalid value for '--name': the text was damaged by a wrong encoding; type it in UTF-8" in result.output
