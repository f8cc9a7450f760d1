"""Pages at card services and their messages"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LIVE = sa.text("state in ('asked', 'open')")


def upgrade() -> None:
    _checkouts()
    _events()


def downgrade() -> None:
    op.drop_table("card_events")
    op.drop_table("card_checkouts")


def _checkouts() -> None:
    op.create_table(
        "card_checkouts",
        sa.Column("charge_id", NUMBER, nullable=False),
        sa.Column("amount_dong", sa.BigInteger(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                *("asked", "open", "paid", "ended"),
                name="checkout_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("session_id", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", NUMBER, nullable=False),
        sa.CheckConstraint("amount_dong > 0", name=op.f("ck_card_checkouts_amount")),
        sa.CheckConstraint("(session_id is null) = (url is null)", name=op.f("ck_card_checkouts_kept_whole")),
        sa.CheckConstraint("state <> 'open' or session_id is not null", name=op.f("ck_card_checkouts_open_is_kept")),
        sa.ForeignKeyConstraint(["charge_id"], ["charges.id"], name=op.f("fk_card_checkouts_charge_id_charges")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_checkouts")),
        sa.UniqueConstraint("session_id", name=op.f("uq_card_checkouts_session_id")),
    )
    op.create_index(op.f("ix_card_checkouts_charge_id"), "card_checkouts", ["charge_id"], unique=False)
    op.create_index(
        "uq_card_checkouts_live",
        "card_checkouts",
        ["charge_id"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )


def _events() -> None:
    op.create_table(
        "card_events",
        sa.Column("payee_id", NUMBER, nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["payee_id"], ["payees.id"], name=op.f("fk_card_events_payee_id_payees")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_events")),
        sa.UniqueConstraint("payee_id", "event_id", name=op.f("uq_card_events_payee_id_event_id")),
    )
