"""Photos of points of sale"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outlet_photos",
        sa.Column("outlet_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "published",
                "refused",
                name="outlet_photo_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(state = 'refused') = (answer is not null)", name=op.f("ck_outlet_photos_refused_with_words")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name=op.f("fk_outlet_photos_file_id_stored_files")),
        sa.ForeignKeyConstraint(["outlet_id"], ["outlets.id"], name=op.f("fk_outlet_photos_outlet_id_outlets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outlet_photos")),
        sa.UniqueConstraint("file_id", name=op.f("uq_outlet_photos_file_id")),
    )
    with op.batch_alter_table("outlet_photos", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outlet_photos_outlet_id"), ["outlet_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("outlet_photos", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outlet_photos_outlet_id"))
    op.drop_table("outlet_photos")
