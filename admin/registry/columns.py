"""What lists of officers are: who does what for which office."""

from pathlib import Path

from foundation.tables.schema import Kind, Schema, headings

OFFICERS = Schema(
    name="officers",
    fields={
        "name": Kind.NAME,
        "role": Kind.TEXT,
        "title": Kind.TEXT,
        "place": Kind.TEXT,
        "province": Kind.PROVINCE,
        "email": Kind.EMAIL,
        "phone": Kind.PHONE,
        "from": Kind.DAY,
        "until": Kind.DAY,
        "decision_no": Kind.DECISION,
        "decided_on": Kind.DAY,
        "note": Kind.TEXT,
    },
    headings=headings(Path(__file__).parent / "data" / "headings.tsv", "officers"),
    subjects=("name",),
    needs=frozenset({"role", "title", "email"}),
    from_title=frozenset({"decision_no", "decided_on"}),
    stand_ins={"title": "role"},
    keeps_phones=True,
)
