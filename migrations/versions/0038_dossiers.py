"""Dossiers of the cycle, what was done to them, what they lacked"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dossiers",
        sa.Column("producer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column(
            "maturity",
            sa.Enum(
                "potential", "formed", name="dossier_maturity", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "producer",
                "returned",
                "office",
                "closed",
                "withdrawn",
                name="dossier_stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("edition", sa.Text(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lodged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(stage in ('closed', 'withdrawn')) = (ended_at is not null)", name=op.f("ck_dossiers_ended")
        ),
        sa.CheckConstraint(
            "(stage in ('office', 'returned')) = (level is not null)", name=op.f("ck_dossiers_at_a_level")
        ),
        sa.CheckConstraint(
            "lodged_at is not null or stage in ('producer', 'withdrawn')", name=op.f("ck_dossiers_lodged_to_somebody")
        ),
        sa.CheckConstraint("name <> '' and name_key <> ''", name=op.f("ck_dossiers_named")),
        sa.CheckConstraint("stage <> 'returned' or due_on is not null", name=op.f("ck_dossiers_returned_until")),
        sa.CheckConstraint("(edition is null) = (lodged_at is null)", name=op.f("ck_dossiers_pinned_when_lodged")),
        sa.CheckConstraint("ended_at is null or due_on is null", name=op.f("ck_dossiers_ended_without_clock")),
        sa.CheckConstraint("moved_at >= opened_at", name=op.f("ck_dossiers_moved_later")),
        sa.CheckConstraint("version > 0", name=op.f("ck_dossiers_counted")),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_dossiers_place_id_places")),
        sa.ForeignKeyConstraint(["producer_id"], ["producers.id"], name=op.f("fk_dossiers_producer_id_producers")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_dossiers_product_id_products")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossiers")),
    )
    op.create_index(op.f("ix_dossiers_place_id_stage_level"), "dossiers", ["place_id", "stage", "level"], unique=False)
    op.create_index(op.f("ix_dossiers_producer_id"), "dossiers", ["producer_id"], unique=False)
    op.create_index(
        "uq_dossiers_open",
        "dossiers",
        ["product_id"],
        unique=True,
        sqlite_where=sa.text("ended_at is null and product_id is not null"),
        postgresql_where=sa.text("ended_at is null and product_id is not null"),
    )
    op.create_table(
        "dossier_events",
        sa.Column("dossier_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("acting_for_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "verb",
            sa.Enum(
                "open",
                "lodge",
                "return",
                "complete",
                "forward",
                "accept",
                "decline",
                "finish",
                "conclude",
                "withdraw",
                name="dossier_verb",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("from_step", sa.Text(), nullable=True),
        sa.Column(
            "from_stage",
            sa.Enum(
                "producer",
                "returned",
                "office",
                "closed",
                "withdrawn",
                name="dossier_from_stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("from_level", sa.Text(), nullable=True),
        sa.Column("to_step", sa.Text(), nullable=False),
        sa.Column(
            "to_stage",
            sa.Enum(
                "producer",
                "returned",
                "office",
                "closed",
                "withdrawn",
                name="dossier_to_stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("to_level", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(verb = 'open') = (from_stage is null)", name=op.f("ck_dossier_events_opened_from_nowhere")
        ),
        sa.CheckConstraint("(verb = 'open') = (number = 1)", name=op.f("ck_dossier_events_begins_once")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_dossier_events_reason_said")),
        sa.CheckConstraint(
            "verb not in ('decline', 'conclude') or reason is not null", name=op.f("ck_dossier_events_reasoned")
        ),
        sa.CheckConstraint("(from_step is null) = (from_stage is null)", name=op.f("ck_dossier_events_whole")),
        sa.CheckConstraint("number > 0", name=op.f("ck_dossier_events_counted")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_dossier_events_account_id_accounts")),
        sa.ForeignKeyConstraint(
            ["acting_for_id"], ["accounts.id"], name=op.f("fk_dossier_events_acting_for_id_accounts")
        ),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_dossier_events_dossier_id_dossiers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_events")),
        sa.UniqueConstraint("dossier_id", "number", name=op.f("uq_dossier_events_dossier_id_number")),
    )
    op.create_index(op.f("ix_dossier_events_account_id"), "dossier_events", ["account_id"], unique=False)
    op.create_index(op.f("ix_dossier_events_acting_for_id"), "dossier_events", ["acting_for_id"], unique=False)
    op.create_table(
        "dossier_gaps",
        sa.Column("dossier_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("paper <> '' and words <> ''", name=op.f("ck_dossier_gaps_said")),
        sa.CheckConstraint("(answer is null) = (answered_at is null)", name=op.f("ck_dossier_gaps_answered_whole")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_dossier_gaps_dossier_id_dossiers")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["dossier_events.id"], name=op.f("fk_dossier_gaps_event_id_dossier_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_gaps")),
    )
    op.create_index(op.f("ix_dossier_gaps_dossier_id"), "dossier_gaps", ["dossier_id"], unique=False)
    op.create_index(op.f("ix_dossier_gaps_event_id"), "dossier_gaps", ["event_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_dossier_gaps_event_id"), table_name="dossier_gaps")
    op.drop_index(op.f("ix_dossier_gaps_dossier_id"), table_name="dossier_gaps")
    op.drop_table("dossier_gaps")
    op.drop_index(op.f("ix_dossier_events_acting_for_id"), table_name="dossier_events")
    op.drop_index(op.f("ix_dossier_events_account_id"), table_name="dossier_events")
    op.drop_table("dossier_events")
    op.drop_index(
        "uq_dossiers_open",
        table_name="dossiers",
        sqlite_where=sa.text("ended_at is null and product_id is not null"),
        postgresql_where=sa.text("ended_at is null and product_id is not null"),
    )
    op.drop_index(op.f("ix_dossiers_producer_id"), table_name="dossiers")
    op.drop_index(op.f("ix_dossiers_place_id_stage_level"), table_name="dossiers")
    op.drop_table("dossiers")
