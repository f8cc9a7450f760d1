"""Questions about producers nobody speaks for"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "enquiries",
        sa.Column("producer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("answer <> ''", name=op.f("ck_enquiries_answered_in_words")),
        sa.CheckConstraint("text <> ''", name=op.f("ck_enquiries_asked")),
        sa.CheckConstraint("(answer is null) = (answered_at is null)", name=op.f("ck_enquiries_answered_whole")),
        sa.CheckConstraint(
            "(answered_at is null) = (answered_by_id is null)", name=op.f("ck_enquiries_answered_by_somebody")
        ),
        sa.CheckConstraint("answered_at >= asked_at", name=op.f("ck_enquiries_answered_later")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_enquiries_account_id_accounts")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["accounts.id"], name=op.f("fk_enquiries_answered_by_id_accounts")),
        sa.ForeignKeyConstraint(["producer_id"], ["producers.id"], name=op.f("fk_enquiries_producer_id_producers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enquiries")),
    )
    with op.batch_alter_table("enquiries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enquiries_account_id"), ["account_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_enquiries_answered_at_asked_at"), ["answered_at", "asked_at"], unique=False
        )


def downgrade() -> None:
    op.drop_table("enquiries")
