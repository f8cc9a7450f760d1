"""Entries received from browsers that saved them"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "received_entries",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(id) = 36 and length(digest) = 64", name=op.f("ck_received_entries_lengths")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received_entries")),
    )
    with op.batch_alter_table("received_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_received_entries_received_at"), ["received_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("received_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_received_entries_received_at"))
    op.drop_table("received_entries")
