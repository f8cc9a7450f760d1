"""All tables of moves, and their picture: `python -m tests.support.workflows` draws docs/workflows.md anew."""

from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

from foundation.workflow.rules import Refused, State, Verb, Workflow

PICTURE = Path(__file__).resolve().parents[2] / "docs/workflows.md"
TREES = ("foundation", "catalog", "marketplace", "admin")

Table = Workflow[Any, Any]


def tables() -> dict[str, Table]:
    """Every table by where it is written: the room, a colon, its name."""
    modules = (found.name for tree in TREES for found in walk_packages([tree], f"{tree}."))
    rules = [import_module(name) for name in modules if name.endswith("rules")]
    return {
        f"{module.__name__.rpartition('.')[0].replace('.', '/')}: {name}": found
        for module in rules
        for name, found in vars(module).items()
        if isinstance(found, Workflow)
    }


def verbs(table: Table) -> tuple[StrEnum, ...]:
    """All that can be done to its records, somewhere."""
    kind: type[StrEnum] = type(next(iter(table.moves))[1])
    return tuple(kind)


def states(table: Table) -> list[StrEnum]:
    """The states it knows, in their own order; what is no state of a record stands in no row."""
    known = {table.start, *(state for (before, _), after in table.moves.items() for state in (before, after))}
    return [state for state in type(table.start) if state in known]


def led(table: Workflow[State, Verb], state: State, verb: Verb) -> StrEnum:
    """Where something leads, or why it is refused."""
    try:
        return table.next(state, verb)
    except Refused as refused:
        return refused.reason


def picture() -> str:
    """All tables, drawn and in rows."""
    head = (
        "# How records move",
        "",
        "Drawn from the tables in the code by `python -m tests.support.workflows`; a test holds it to them. Who may do",
        "what and when is written in the rules of each room. In the rows: where something leads from a state, or in",
        "italics why it is refused.",
        "",
    )
    return "\n".join((*head, *(line for name, table in tables().items() for line in _drawn(name, table))))


def _drawn(name: str, table: Table) -> Iterator[str]:
    room, _, constant = name.partition(": ")
    yield from (f"## {room} `{constant}`", "", "```mermaid", "stateDiagram-v2", f"    [*] --> {table.start}")
    arrows: dict[tuple[str, str], list[str]] = {}
    for (before, verb), after in table.moves.items():
        arrows.setdefault((before, after), []).append(verb)
    yield from (f"    {before} --> {after}: {', '.join(done)}" for (before, after), done in arrows.items())
    left = {before for before, _ in table.moves}
    yield from (f"    {state} --> [*]" for state in states(table) if state not in left)
    yield from ("```", "", f"| | {' | '.join(verbs(table))} |", f"|---|{'---|' * len(verbs(table))}")
    for state in states(table):
        cells = (led(table, state, verb) for verb in verbs(table))
        shown = (f"{cell}" if isinstance(cell, type(table.start)) else f"*{cell}*" for cell in cells)
        yield f"| **{state}** | {' | '.join(shown)} |"
    yield ""


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
