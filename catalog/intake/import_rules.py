"""Where the import of a list stands, and what can be done to it there. Pure functions."""

from enum import StrEnum

from foundation.workflow.rules import Workflow

ROWS_MAX = 5_000
"""Rows of a list that is taken in through the browser; longer ones go by the command line."""


class ImportState(StrEnum):
    """Where an import stands."""

    READ = "read"  # its columns are being looked at
    CHECKING = "checking"
    CHECKED = "checked"
    RUNNING = "running"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"


class ImportVerb(StrEnum):
    """What is done to an import."""

    CHOOSE = "choose"
    CHECK = "check"
    SETTLE = "settle"
    RUN = "run"
    FINISH = "finish"
    UNDO = "undo"


class ImportRefusal(StrEnum):
    """Why something cannot be done to an import."""

    STATE_CHANGED = "state_changed"
    NO_ROWS = "no_rows"
    TOO_MANY_ROWS = "too_many_rows"


class RowOutcome(StrEnum):
    """What became of a row of an import, or would."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    NEEDS_REVIEW = "needs_review"
    REJECTED = "rejected"


class ChangeKind(StrEnum):
    """What kind of record an import changed."""

    CLAIMS = "claims"
    ROW = "row"
    PRODUCT = "product"
    PRODUCER = "producer"


IMPORTS = Workflow(
    {
        (ImportState.READ, ImportVerb.CHOOSE): ImportState.READ,
        (ImportState.CHECKED, ImportVerb.CHOOSE): ImportState.READ,
        (ImportState.READ, ImportVerb.CHECK): ImportState.CHECKING,
        (ImportState.CHECKING, ImportVerb.FINISH): ImportState.CHECKED,
        (ImportState.CHECKED, ImportVerb.SETTLE): ImportState.CHECKED,
        (ImportState.CHECKED, ImportVerb.RUN): ImportState.RUNNING,
        (ImportState.RUNNING, ImportVerb.FINISH): ImportState.DONE,
        (ImportState.DONE, ImportVerb.UNDO): ImportState.UNDOING,
        (ImportState.UNDOING, ImportVerb.FINISH): ImportState.UNDONE,
    },
    lambda _state, _verb: ImportRefusal.STATE_CHANGED,
    start=ImportState.READ,
)

WORKING = frozenset({ImportState.CHECKING, ImportState.RUNNING, ImportState.UNDOING})
"""While the worker has it."""
