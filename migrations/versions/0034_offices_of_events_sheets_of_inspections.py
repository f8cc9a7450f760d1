"""Who entered an event may sit elsewhere; an inspection is a sheet with photos, public money has a sum"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.add_column(sa.Column("office_place_id", ID, nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_events_office_place_id_places"), "places", ["office_place_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_events_office_place_id"), ["office_place_id"], unique=False)
    op.create_table(
        "outlet_inspection_lines",
        sa.Column("inspection_id", ID, nullable=False),
        sa.Column(
            "criterion",
            sa.Enum(
                "location",
                "goods",
                "sign",
                "stars",
                "record",
                name="outlet_criterion",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_met", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inspection_id"],
            ["outlet_inspections.id"],
            name=op.f("fk_outlet_inspection_lines_inspection_id_outlet_inspections"),
        ),
        sa.PrimaryKeyConstraint("inspection_id", "criterion", name=op.f("pk_outlet_inspection_lines")),
    )
    op.create_table(
        "outlet_inspection_photos",
        sa.Column("inspection_id", ID, nullable=False),
        sa.Column("file_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_files.id"], name=op.f("fk_outlet_inspection_photos_file_id_stored_files")
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"],
            ["outlet_inspections.id"],
            name=op.f("fk_outlet_inspection_photos_inspection_id_outlet_inspections"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outlet_inspection_photos")),
        sa.UniqueConstraint("file_id", name=op.f("uq_outlet_inspection_photos_file_id")),
    )
    op.create_index(op.f("ix_outlet_inspection_photos_inspection_id"), "outlet_inspection_photos", ["inspection_id"])
    op.create_table(
        "outlet_supports",
        sa.Column("outlet_id", ID, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("dong", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.CheckConstraint("dong > 0", name=op.f("ck_outlet_supports_sum")),
        sa.CheckConstraint("purpose <> ''", name=op.f("ck_outlet_supports_says_what_for")),
        sa.CheckConstraint("year between 1990 and 2100", name=op.f("ck_outlet_supports_year")),
        sa.ForeignKeyConstraint(["outlet_id"], ["outlets.id"], name=op.f("fk_outlet_supports_outlet_id_outlets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outlet_supports")),
    )
    op.create_index(op.f("ix_outlet_supports_outlet_id"), "outlet_supports", ["outlet_id"])


def downgrade() -> None:
    op.drop_table("outlet_supports")
    op.drop_table("outlet_inspection_photos")
    op.drop_table("outlet_inspection_lines")
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_events_office_place_id"))
        batch_op.drop_constraint(batch_op.f("fk_events_office_place_id_places"), type_="foreignkey")
        batch_op.drop_column("office_place_id")
