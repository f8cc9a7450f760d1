"""Imports of lists in the browser, and what offices call the columns of their lists"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "column_habits",
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("list_name", sa.Text(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("meaning", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("heading <> '' and meaning <> ''", name=op.f("ck_column_habits_told")),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_column_habits_place_id_places")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_habits")),
        sa.UniqueConstraint(
            "place_id", "list_name", "heading", name=op.f("uq_column_habits_place_id_list_name_heading")
        ),
    )
    op.create_table(
        "product_imports",
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("list_key", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "read",
                "checking",
                "checked",
                "running",
                "done",
                "undoing",
                "undone",
                name="product_import_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("stayed", sa.JSON(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(state = 'undone') = (undone_at is not null)", name=op.f("ck_product_imports_undone_whole")
        ),
        sa.CheckConstraint(
            "(state in ('done', 'undoing', 'undone')) = (finished_at is not null)",
            name=op.f("ck_product_imports_finished_whole"),
        ),
        sa.CheckConstraint("name <> '' and list_key <> ''", name=op.f("ck_product_imports_named")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_product_imports_account_id_accounts")),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_product_imports_place_id_places")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_imports")),
    )
    op.create_index(op.f("ix_product_imports_account_id"), "product_imports", ["account_id"], unique=False)
    op.create_index(op.f("ix_product_imports_place_id"), "product_imports", ["place_id"], unique=False)
    op.create_table(
        "product_import_changes",
        sa.Column("import_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "claims",
                "row",
                "product",
                "producer",
                name="import_change_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("record_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("list_key", sa.Text(), nullable=True),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(kind = 'claims') = (list_key is not null)", name=op.f("ck_product_import_changes_claims_of_a_list")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["product_imports.id"],
            name=op.f("fk_product_import_changes_import_id_product_imports"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_import_changes")),
    )
    op.create_index(op.f("ix_product_import_changes_import_id"), "product_import_changes", ["import_id"], unique=False)
    op.create_table(
        "product_import_rows",
        sa.Column("import_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column(
            "became",
            sa.Enum(
                "created",
                "updated",
                "unchanged",
                "needs_review",
                "rejected",
                name="import_row_became",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "way",
            sa.Enum(
                "again",
                "same_product",
                "same_producer",
                "other_producer",
                "of_its_own",
                "reject",
                name="import_row_way",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("target_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["product_imports.id"],
            name=op.f("fk_product_import_rows_import_id_product_imports"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_product_import_rows_product_id_products")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_import_rows")),
        sa.UniqueConstraint("import_id", "number", name=op.f("uq_product_import_rows_import_id_number")),
    )


def downgrade() -> None:
    op.drop_table("product_import_rows")
    op.drop_index(op.f("ix_product_import_changes_import_id"), table_name="product_import_changes")
    op.drop_table("product_import_changes")
    op.drop_index(op.f("ix_product_imports_place_id"), table_name="product_imports")
    op.drop_index(op.f("ix_product_imports_account_id"), table_name="product_imports")
    op.drop_table("product_imports")
    op.drop_table("column_habits")
