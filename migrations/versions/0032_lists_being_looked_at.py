"""Lists being looked at before a room takes them in; the district of a decision's row; habits of the country's offices"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "table_drafts",
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("list_name", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("list_name <> '' and name <> ''", name=op.f("ck_table_drafts_named")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_table_drafts_account_id_accounts")),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_table_drafts_place_id_places")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_drafts")),
    )
    op.create_index(op.f("ix_table_drafts_account_id"), "table_drafts", ["account_id"], unique=False)
    with op.batch_alter_table("column_habits") as batch_op:
        batch_op.alter_column(
            "place_id", existing_type=sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        )
    op.create_index(
        "uq_column_habits_country",
        "column_habits",
        ["list_name", "heading"],
        unique=True,
        sqlite_where=sa.text("place_id is null"),
        postgresql_where=sa.text("place_id is null"),
    )
    with op.batch_alter_table("decision_lines") as batch_op:
        batch_op.add_column(sa.Column("district", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("decision_lines") as batch_op:
        batch_op.alter_column("district", existing_type=sa.Text(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("decision_lines") as batch_op:
        batch_op.drop_column("district")
    op.drop_index("uq_column_habits_country", table_name="column_habits")
    op.execute("delete from column_habits where place_id is null")
    with op.batch_alter_table("column_habits") as batch_op:
        batch_op.alter_column(
            "place_id", existing_type=sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        )
    op.drop_index(op.f("ix_table_drafts_account_id"), table_name="table_drafts")
    op.drop_table("table_drafts")
