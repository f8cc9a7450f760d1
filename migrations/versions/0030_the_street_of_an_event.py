"""The street of an event: its place may be known as exactly as a point of sale's"""

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

BEFORE = ("point", "commune", "district")
AFTER = ("point", "street", "commune", "district")


def _listed(codes: tuple[str, ...]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


def upgrade() -> None:
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_constraint("event_precision", type_="check")
        batch_op.create_check_constraint("event_precision", f"precision IN ({_listed(AFTER)})")


def downgrade() -> None:
    # The table of before knows exact points and middles of units alone: nothing says more than is known.
    op.execute("update events set lat = null, lon = null, precision = null where precision = 'street'")
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_constraint("event_precision", type_="check")
        batch_op.create_check_constraint("event_precision", f"precision IN ({_listed(BEFORE)})")
