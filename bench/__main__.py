"""`python -m bench`: every measurement, one after the other; `python -m bench NAME` one of them."""

from collections.abc import Callable

import click

from bench import (
    audit,
    events,
    freshness,
    intake,
    lists,
    outlets,
    pages,
    parameters,
    payments,
    serving,
    uploads,
    weight,
)
from bench.search import comparison

ALL: dict[str, Callable[[], None]] = {
    "intake": intake.main,
    "audit": audit.main,
    "events": events.main,
    "freshness": freshness.main,
    "lists": lists.main,
    "outlets": outlets.main,
    "pages": pages.measure,
    "parameters": parameters.main,
    "payments": payments.main,
    "serving": serving.main,
    "uploads": uploads.main,
    "weight": weight.main,
    "search": lambda: comparison.main(args=[], standalone_mode=False),
}


@click.group(invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """Measure the site."""
    if context.invoked_subcommand is None:
        for measurement in ALL.values():
            measurement()


for name, measurement in ALL.items():
    main.command(name)(measurement)
main.add_command(pages.main, "pages")
main.add_command(comparison.main, "search")

if __name__ == "__main__":
    main()
