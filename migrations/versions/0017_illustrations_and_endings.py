"""Illustrations are entered by themselves; what a certificate was ended by is told with its ground and decision"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

GROUNDS = ("untruthful", "criteria", "breach", "mark", "stopped", "other")


def upgrade() -> None:
    with op.batch_alter_table("decision_entries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_demo", sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "end_ground",
                sa.Enum(*GROUNDS, name="end_ground", native_enum=False, create_constraint=True, length=40),
                nullable=True,
            )
        )
        batch_op.add_column(
            sa.Column("end_decision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.create_check_constraint("ground_of_revocation", "end_ground is null or ended_by = 'revoked'")
        batch_op.create_check_constraint("ended_by_decision", "end_decision_id is null or ended_by is not null")
        batch_op.create_foreign_key(
            batch_op.f("fk_certificates_end_decision_id_decisions"), "decisions", ["end_decision_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_certificates_end_decision_id"), ["end_decision_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_certificates_end_decision_id"))
        batch_op.drop_constraint(batch_op.f("fk_certificates_end_decision_id_decisions"), type_="foreignkey")
        batch_op.drop_constraint("ended_by_decision", type_="check")
        batch_op.drop_constraint("ground_of_revocation", type_="check")
        batch_op.drop_column("end_decision_id")
        batch_op.drop_constraint("end_ground", type_="check")
        batch_op.drop_column("end_ground")

    with op.batch_alter_table("decision_entries", schema=None) as batch_op:
        batch_op.drop_column("is_demo")
