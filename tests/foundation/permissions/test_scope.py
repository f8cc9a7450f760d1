"""The pure scope and the one inside the database give the same answer, on any tree of places and for any things."""

from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from admin.registry.roles import COUNCIL_MEMBER
from catalog.producers.roles import PRODUCER_MEMBER
from foundation.audit.rules import SYSTEM
from foundation.db.database import Database
from foundation.permissions.models import Appointment, TerritoryLink
from foundation.permissions.queries import build_territory, jurisdiction_of, within, within_scope
from foundation.permissions.roles import ROLES
from foundation.permissions.rules import EVERYWHERE, NOWHERE, Jurisdiction, Role, Scope, ScopeKind
from foundation.permissions.services import RoleSubject, Term, appoint
from foundation.permissions.territory import link_territory
from foundation.places.models import REFORM, UNKNOWN_START, Place, PlaceKind, PlaceLevel, PlaceSuccession
from marketplace.events.roles import FAIR_ORGANISER
from marketplace.outlets.roles import OUTLET_OPERATOR
from tests.foundation.permissions.conftest import TODAY, person

KINDS = {
    PlaceLevel.PROVINCE: (PlaceKind.PROVINCE, 2),
    PlaceLevel.DISTRICT: (PlaceKind.RURAL_DISTRICT, 3),
    PlaceLevel.COMMUNE: (PlaceKind.COMMUNE, 5),
}


class Land:
    """A random country: provinces with communes today; provinces, districts, communes before; who took over what."""

    def __init__(self, data: st.DataObject) -> None:
        self.rows: list[dict[str, object]] = []
        self.after: set[tuple[int, int]] = set()
        provinces = [self.add(PlaceLevel.PROVINCE, None, former=False) for _ in range(data.draw(st.integers(1, 3)))]
        communes = [
            self.add(PlaceLevel.COMMUNE, data.draw(st.sampled_from(provinces)), former=False)
            for _ in range(data.draw(st.integers(1, 6)))
        ]
        for _ in range(data.draw(st.integers(0, 4))):
            old = self.add(PlaceLevel.PROVINCE, None, former=True)
            self.after.add((old, data.draw(st.sampled_from(provinces))))
            district = self.add(PlaceLevel.DISTRICT, old, former=True)
            for _ in range(data.draw(st.integers(0, 3))):
                commune = self.add(PlaceLevel.COMMUNE, district, former=True)
                taken = data.draw(st.sets(st.sampled_from(communes), max_size=3))
                self.after |= {(commune, successor) for successor in taken}

    def add(self, level: PlaceLevel, parent: int | None, *, former: bool) -> int:
        number = len(self.rows) + 1
        kind, length = KINDS[level]
        self.rows.append(
            {
                "id": number,
                "code": str(number).zfill(length),
                "level": level,
                "kind": kind,
                "name": str(number),
                "full_name": str(number),
                "parent_id": parent,
                "province_code": "01",
                "valid_from": UNKNOWN_START if former else REFORM,
                "valid_to": REFORM if former else None,
            }
        )
        return number

    def store(self, session: Session) -> None:
        for table in (TerritoryLink, PlaceSuccession):
            session.execute(delete(table))
        for level in reversed(PlaceLevel):
            session.execute(delete(Place).filter_by(level=level))
        for row in self.rows:
            session.execute(insert(Place), [row])
        for one, other in sorted(self.after):
            session.execute(insert(PlaceSuccession), [{"predecessor_id": one, "successor_id": other}])
        link_territory(session)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_both_agree(db: Database, data: st.DataObject) -> None:
    land = Land(data)
    with db.unit_of_work() as session:
        land.store(session)
        numbers = [int(str(row["id"])) for row in land.rows]
        roots = data.draw(st.frozensets(st.sampled_from(numbers), max_size=3))
        territory = build_territory(session)
        for scope in (Scope(places=roots, territory=territory), EVERYWHERE, NOWHERE):
            listed = set(session.scalars(select(Place.id).where(within(scope, Place.id))))
            assert listed == {n for n in numbers if scope.allows(Jurisdiction(place_id=n))}


COUNT = count()
OF_THINGS: tuple[Role, ...] = (PRODUCER_MEMBER, COUNCIL_MEMBER, OUTLET_OPERATOR, FAIR_ORGANISER)
THINGS = st.dictionaries(
    st.sampled_from([*(ROLES[role].kind for role in OF_THINGS), ScopeKind("none")]),
    st.frozensets(st.integers(1, 3)),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(things=THINGS, held=st.sets(st.tuples(st.sampled_from(OF_THINGS), st.integers(1, 3)), min_size=1, max_size=6))
def test_both_agree_about_things_of_any_kind(
    db: Database, things: dict[ScopeKind, frozenset[int]], held: set[tuple[Role, int]]
) -> None:
    """Numbers of different kinds are never taken for each other: what a role is held for says its kind."""
    with db.unit_of_work() as session:
        session.execute(delete(Appointment))
        an = person(session, f"an{next(COUNT)}")
        for role, number in sorted(held):
            appoint(
                session, SYSTEM, an, role=role, term=Term(TODAY, decision="1/QĐ"), held_for=RoleSubject(None, number)
            )
        rows = session.scalars(select(Appointment)).all()
        scope = Scope(things=things)
        listed = set(session.scalars(select(Appointment.id).where(within_scope(scope))))
        assert listed == {row.id for row in rows if scope.allows(jurisdiction_of(row))}
