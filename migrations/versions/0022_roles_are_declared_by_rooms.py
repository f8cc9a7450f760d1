"""Which roles and kinds of scope there are is declared by rooms and asked by `flask verify`, no CHECK names them"""

from collections.abc import Iterable

from alembic import op

revision = "0022_roles_by_rooms"
down_revision = "0021"
branch_labels = None
depends_on = None

KINDS = {
    "country": ("ministry_officer", "system_operator"),
    "place": ("advisory_team", "commune_officer", "district_officer", "province_editor", "province_officer"),
    "producer": ("producer_member",),
    "council": ("council_member", "council_secretary"),
    "outlet": ("outlet_operator",),
    "fair": ("fair_organiser",),
    "self": ("buyer",),
}
"""What each role was held for."""

NO_OFFICES = ("producer_member", "outlet_operator", "fair_organiser", "buyer")
GROUND = ("country", "place", "self")
BEFORE = ("appointment_role", "appointment_scope_kind", "role_for_its_kind", "object_named", "office_by_decision")


def upgrade() -> None:
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        for name in BEFORE:
            batch_op.drop_constraint(name, type_="check")
        batch_op.create_check_constraint("object_named", f"(scope_kind in ({_listed(GROUND)})) = (object_id is null)")


def downgrade() -> None:
    roles = [role for of_kind in KINDS.values() for role in of_kind]
    offices = [role for role in roles if role not in NO_OFFICES]
    things = [kind for kind in KINDS if kind not in GROUND]
    by_kind = (f"(scope_kind = '{kind}' and role in ({_listed(of)}))" for kind, of in KINDS.items())
    # What was declared meanwhile has no place in the table of before, and nobody to look after it.
    op.execute(f"delete from appointments where role not in ({_listed(roles)})")
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.drop_constraint("object_named", type_="check")
        batch_op.create_check_constraint("appointment_role", f"role IN ({_listed(roles)})")
        batch_op.create_check_constraint("appointment_scope_kind", f"scope_kind IN ({_listed(KINDS)})")
        batch_op.create_check_constraint("role_for_its_kind", " or ".join(by_kind))
        batch_op.create_check_constraint(
            "object_named", f"(scope_kind in ({_listed(things)})) = (object_id is not null)"
        )
        batch_op.create_check_constraint(
            "office_by_decision",
            f"role not in ({_listed(offices)}) or (decision is not null and decision <> '')",
        )


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(f"'{code}'" for code in sorted(codes))
