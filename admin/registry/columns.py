"""What lists of officers are: who does what for which office, as offices write it or in the columns of our own file."""

from dataclasses import replace
from pathlib import Path

from flask_babel import lazy_gettext as _l

from foundation.tables.schema import Kind, Schema, headings

_HEADINGS = Path(__file__).parent / "data" / "headings.tsv"

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
    headings=headings(_HEADINGS, "officers"),
    subjects=("name",),
    needs=frozenset({"role", "title", "email"}),
    from_title=frozenset({"decision_no", "decided_on"}),
    stand_ins={"title": "role"},
    keeps_phones=True,
    things=("người", "cán bộ", "thành viên", "person", "people"),
    labels={
        "identifier": _l("Phone number or email address"),
        "name": _l("Full name"),
        "role": _l("Role"),
        "title": _l("Job title"),
        "place": _l("Office"),
        "place_code": _l("Code of the place"),
        "object_id": _l("Number of the producer"),
        "province": _l("Province"),
        "email": _l("Email"),
        "phone": _l("Phone number"),
        "from": _l("Starts on"),
        "until": _l("Ends on"),
        "decision": _l("Decision as it is written"),
        "decision_no": _l("Decision number"),
        "decided_on": _l("Date of decision"),
        "note": _l("Notes"),
    },
    template=("name", "role", "place", "province", "phone", "email", "from", "until", "decision_no", "decided_on"),
)

RECEIVED = replace(
    OFFICERS,
    fields={**OFFICERS.fields, **dict.fromkeys(("identifier", "place_code", "object_id", "decision"), Kind.CODE)},
    headings=(*headings(_HEADINGS, "own"), *OFFICERS.headings),
    subjects=("identifier", "name"),
    own="identifier",
)
"""What appointments are made from: such a list, or the columns of our own file."""
