"""States move by the tables and by nothing else."""

import ast
from collections.abc import Iterator
from enum import StrEnum
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Enum

import wsgi
from foundation.db.base import Base
from foundation.workflow.rules import Refused, Workflow
from tests.contracts.test_tree import OURS, ROOT, TREES
from tests.support.workflows import PICTURE, Table, picture, states, tables, verbs

TABLES = tables()
FIELDS = {table.field for table in TABLES.values()}
KINDS = {type(table.start).__name__ for table in TABLES.values()}
WRITER = ROOT / "foundation/workflow/rules.py"
HELD = [
    path
    for path in OURS
    if path.relative_to(ROOT).parts[0] in {"foundation", "catalog", "marketplace", "admin"} and path != WRITER
]
NO_RECORD = {("catalog/intake/batch.py", "item"), ("catalog/intake/resolving.py", "item")}
"""What is found of a row while it is read is kept in a value of this name; the row itself moves by its table."""


@pytest.mark.parametrize("name", TABLES)
def test_every_row_leads_where_it_says_and_everything_else_is_refused_by_name(name: str) -> None:
    table = TABLES[name]
    for state in type(table.start):
        for verb in verbs(table):
            record = SimpleNamespace(**{table.field: state})
            if table.allows(state, verb):
                assert table.apply(record, verb) is getattr(record, table.field) is table.moves[state, verb]
                continue
            with pytest.raises(Refused) as refused:
                table.apply(record, verb)
            assert isinstance(refused.value.reason, StrEnum)
            assert getattr(record, table.field) is state


@pytest.mark.parametrize("name", TABLES)
def test_every_state_is_reached_and_every_verb_is_good_for_something(name: str) -> None:
    table = TABLES[name]
    reached, before = {table.start}, set[StrEnum]()
    while reached != before:
        before = set(reached)
        reached |= {after for (state, _), after in table.moves.items() if state in reached}
    assert reached == set(states(table))
    assert {verb for _, verb in table.moves} == set(verbs(table))


@pytest.mark.parametrize("name", TABLES)
def test_one_room_gives_its_reasons_in_one_kind(name: str) -> None:
    table = TABLES[name]
    missing = [(state, verb) for state in states(table) for verb in verbs(table) if not table.allows(state, verb)]
    assert len({type(table.refusals(*one)) for one in missing}) == 1


FOUND = {"booth_checkins.found": "how a registration stood when somebody came: a fact, which moves no more"}


def columns() -> Iterator[tuple[str, Any]]:
    """Every column that keeps a state, by its table."""
    for mapper in Base.registry.mappers:
        for column in mapper.local_table.columns:
            if f"{column.table.name}.{column.key}" in FOUND:
                continue
            if isinstance(column.type, Enum) and (column.key == "state" or column.type.enum_class in kinds()):
                yield f"{column.table.name}.{column.key}", column


def kinds() -> dict[type[StrEnum], Table]:
    return {type(table.start): table for table in TABLES.values()}


def test_every_column_of_a_state_has_its_table() -> None:
    """The composition root has been imported: every model is there."""
    assert wsgi.__doc__
    found = dict(columns())
    assert sorted(found) == [
        "accounts.status",
        "announcement_versions.state",
        "appointment_lists.state",
        "appointments.offer",
        "booth_claims.state",
        "booth_registrations.state",
        "buyer_demands.state",
        "buyers.state",
        "card_checkouts.state",
        "charges.state",
        "decision_entries.state",
        "events.state",
        "intake_rows.outcome",
        "outlet_photos.state",
        "outlets.state",
        "payment_statement_lines.state",
        "privacy_requests.state",
        "product_imports.state",
        "product_profiles.state",
        "reports.state",
        "representation_claims.state",
        "supply_offers.state",
    ]
    for name, column in found.items():
        table = kinds()[column.type.enum_class]
        assert table.field == column.key, name
        assert column.default is None or column.default.arg is table.start, name
    assert len({column.type.enum_class for column in found.values()}) == len(TABLES)


MODELS = {
    mapper.class_.__name__
    for mapper in Base.registry.mappers
    if any(column.table is mapper.local_table for _, column in columns())
}


def written(tree: ast.AST, where: str = "") -> Iterator[ast.expr | ast.keyword]:
    """Where a state is written in passing."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del) and node.attr in FIELDS:
            if not (isinstance(node.value, ast.Name) and (where, node.value.id) in NO_RECORD):
                yield node
        elif isinstance(node, ast.Call):
            yield from _told(node)
        elif isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            yield from (value for key, value in pairs if getattr(key, "value", None) in FIELDS and _is_state(value))


def _told(call: ast.Call) -> Iterator[ast.expr | ast.keyword]:
    """A record that begins anywhere but where its table says, a statement that names a state to write, `setattr`."""
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    given = [one for one in call.keywords if one.arg in FIELDS]
    if name in MODELS:
        yield from (one for one in given if not (isinstance(one.value, ast.Attribute) and one.value.attr == "start"))
    elif name == "values":
        yield from (one for one in given if _is_state(one.value))
    elif name in {"setattr", "__setattr__"}:
        yield from (one for one in call.args if isinstance(one, ast.Constant) and one.value in FIELDS)


def _is_state(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in KINDS


def test_nobody_else_writes_a_state() -> None:
    places = [(str(path.relative_to(ROOT)), path) for path in HELD]
    assert [f"{where}:{node.lineno}" for where, path in places for node in written(TREES[path], where)] == []


@pytest.mark.parametrize(
    "line",
    [
        "sent.state = State.ANSWERED",
        "sent.state, sent.closed_at = State.ANSWERED, now",
        "account.status = found.status",
        "made.offer |= more",
        "del row.outcome",
        "for one.state in State: pass",
        "setattr(sent, 'state', after)",
        "Report(text=text, state=State.RECEIVED)",
        "update(Report).values(state=State.RECEIVED)",
        "update(Report).values({'state': State.RECEIVED, 'confirmed_at': now})",
    ],
)
def test_a_state_that_is_written_in_passing_is_found(line: str) -> None:
    assert list(written(ast.parse(line)))


@pytest.mark.parametrize(
    "line",
    [
        "REPORTS.apply(sent, Verb.ANSWER)",
        "Report(text=text, state=REPORTS.start)",
        "select(Report).filter_by(state=State.RECEIVED)",
        "update(Report).filter_by(state=before).values({'state': after})",
        "told = {'state': sent.state}",
        "is_open = sent.state in OPEN",
    ],
)
def test_a_state_may_be_read_and_asked_for(line: str) -> None:
    assert not list(written(ast.parse(line)))


def test_a_table_is_written_where_it_is_found() -> None:
    made = {
        str(path.relative_to(ROOT))
        for path in HELD
        for node in ast.walk(TREES[path])
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == Workflow.__name__
    }
    assert len(made) == len(TABLES)
    assert all(path.endswith("rules.py") for path in made)


def test_the_picture_is_drawn_from_the_tables() -> None:
    told = PICTURE.read_text(encoding="utf-8")
    assert told == picture(), "draw it anew: python -m tests.support.workflows"
