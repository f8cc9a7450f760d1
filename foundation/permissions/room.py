"""Appointments and permissions, as the house gets them."""

from flask_babel import lazy_gettext as _l

from foundation.permissions import offices, personal
from foundation.permissions.cli import cli
from foundation.permissions.queries import check_appointments, check_territory
from foundation.permissions.territory import load_territory
from foundation.rooms.house import Audit, Check, PersonalData, Room

ROOM = Room(
    name="foundation.permissions",
    roles=offices.OFFICES,
    scope_kinds=offices.KINDS,
    loaders=(("territory", load_territory),),
    checks=(
        Check("territory", lambda session, _: check_territory(session)),
        Check("appointments", lambda session, _: check_appointments(session)),
    ),
    personal_data=PersonalData(
        personal.COLUMNS,
        personal.export,
        personal.erase,
        _l("Offices: which you hold or held, where, from when to when and by which decision."),
    ),
    audit=Audit(
        subjects={"appointment": _l("appointment")},
        verbs={
            "appointment:grant": _l("appointed"),
            "appointment:offer": _l("appointment offered"),
            "appointment:accept": _l("appointment accepted by its person"),
            "appointment:decline": _l("appointment declined by its person"),
            "appointment:withdraw": _l("offer of an appointment withdrawn"),
            "appointment:lapse": _l("offer of an appointment not answered in time"),
            "appointment:end": _l("appointment ended"),
            "appointment:delegate": _l("appointment lent"),
        },
        facts={
            "role": _l("role"),
            "scope": _l("held for"),
            "starts_on": _l("from"),
            "ends_on": _l("holds until before"),
            "appointment": _l("appointment"),
        },
    ),
    commands=(cli,),
)
