"""Versions of announcements are submitted; remarks, which no page ever wrote, go"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_OLD, _NEW = "handed_in", "submitted"


def upgrade() -> None:
    _rename(_OLD, _NEW)
    op.drop_table("remarks")


def downgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "remarks",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("place_id", number, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", number, nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_remarks_says_something")),
        sa.CheckConstraint("withdrawn_at >= at", name=op.f("ck_remarks_withdrawn_later")),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_remarks_place_id_places")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remarks")),
    )
    op.create_index(op.f("ix_remarks_author_id"), "remarks", ["author_id"])
    op.create_index(op.f("ix_remarks_subject_subject_id"), "remarks", ["subject", "subject_id"])
    _rename(_NEW, _OLD)


def _rename(old: str, new: str) -> None:
    """Give the two columns their new names, and what is said of them with it."""
    table = "announcement_versions"
    moment = sa.DateTime(timezone=True)
    with op.batch_alter_table(table, schema=None) as batch_op:
        for name in (f"{old}_whole", f"{old}_by_somebody", "second_officer"):
            batch_op.drop_constraint(name, type_="check")
        batch_op.drop_constraint(op.f(f"fk_{table}_{old}_by_id_accounts"), type_="foreignkey")
        batch_op.alter_column(f"{old}_at", new_column_name=f"{new}_at", existing_type=moment)
        batch_op.alter_column(f"{old}_by_id", new_column_name=f"{new}_by_id", existing_type=sa.BigInteger())
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.create_check_constraint(f"{new}_whole", f"(state in ('preview', 'approved')) = ({new}_at is not null)")
        batch_op.create_check_constraint(f"{new}_by_somebody", f"({new}_at is null) = ({new}_by_id is null)")
        batch_op.create_check_constraint(
            "second_officer", f"approved_by_id <> author_id and approved_by_id <> {new}_by_id"
        )
        batch_op.create_foreign_key(op.f(f"fk_{table}_{new}_by_id_accounts"), "accounts", [f"{new}_by_id"], ["id"])
