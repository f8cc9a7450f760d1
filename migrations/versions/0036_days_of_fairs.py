"""Days of fairs: check-ins, and what booths told of each day"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

STATES = (
    *("draft", "sent", "returned", "approved", "awaiting_payment", "paid_unplaced", "confirmed"),
    *("checked_in", "no_show", "expired", "declined", "withdrawn", "cancelled"),
)


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    found = sa.Enum(*STATES, name="booth_checkin_found", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "booth_checkins",
        sa.Column("event_id", number, nullable=False),
        sa.Column("registration_id", number, nullable=False),
        sa.Column("staff_id", number, nullable=True),
        sa.Column("found", found, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", number, nullable=False),
        sa.CheckConstraint("at <= received_at", name=op.f("ck_booth_checkins_past")),
        sa.ForeignKeyConstraint(
            ["event_id", "registration_id"],
            ["booth_registrations.event_id", "booth_registrations.id"],
            name=op.f("fk_booth_checkins_event_id_registration_id_booth_registrations"),
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["booth_staff.id"], name=op.f("fk_booth_checkins_staff_id_booth_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booth_checkins")),
    )
    with op.batch_alter_table("booth_checkins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_booth_checkins_event_id_at"), ["event_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_booth_checkins_registration_id"), ["registration_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_booth_checkins_staff_id"), ["staff_id"], unique=False)
    op.create_table(
        "booth_days",
        sa.Column("registration_id", number, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sales_dong", sa.BigInteger(), nullable=True),
        sa.Column("visitors", sa.Integer(), nullable=True),
        sa.Column("mou", sa.Integer(), nullable=True),
        sa.Column("agreements", sa.Integer(), nullable=True),
        sa.Column("contracts", sa.Integer(), nullable=True),
        sa.Column("contracts_dong", sa.BigInteger(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "sales_dong >= 0 and visitors >= 0 and contracts_dong >= 0", name=op.f("ck_booth_days_sums")
        ),
        sa.CheckConstraint("mou >= 0 and agreements >= 0 and contracts >= 0", name=op.f("ck_booth_days_counts")),
        sa.CheckConstraint(
            "coalesce(sales_dong, visitors, mou, agreements, contracts, contracts_dong) is not null",
            name=op.f("ck_booth_days_says_something"),
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["booth_registrations.id"],
            name=op.f("fk_booth_days_registration_id_booth_registrations"),
        ),
        sa.PrimaryKeyConstraint("registration_id", "day", name=op.f("pk_booth_days")),
    )


def downgrade() -> None:
    op.drop_table("booth_days")
    with op.batch_alter_table("booth_checkins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_booth_checkins_staff_id"))
        batch_op.drop_index(batch_op.f("ix_booth_checkins_registration_id"))
        batch_op.drop_index(batch_op.f("ix_booth_checkins_event_id_at"))
    op.drop_table("booth_checkins")
