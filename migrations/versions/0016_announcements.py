"""Announcements"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "announcements",
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "results",
                "revocation",
                "plan",
                "news",
                name="announcement_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "kind <> 'results' or decision_id is not null", name=op.f("ck_announcements_results_of_decision")
        ),
        sa.CheckConstraint("withdrawn_reason <> ''", name=op.f("ck_announcements_withdrawn_for_a_reason")),
        sa.CheckConstraint(
            "(withdrawn_at is null) = (withdrawn_by_id is null)", name=op.f("ck_announcements_withdrawn_by_somebody")
        ),
        sa.CheckConstraint(
            "(withdrawn_at is null) = (withdrawn_reason is null)", name=op.f("ck_announcements_withdrawn_whole")
        ),
        sa.CheckConstraint("withdrawn_at >= published_at", name=op.f("ck_announcements_withdrawn_later")),
        sa.CheckConstraint(
            "withdrawn_at is null or published_at is not null", name=op.f("ck_announcements_withdrawn_from_public")
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_announcements_decision_id_decisions")),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_announcements_place_id_places")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["accounts.id"], name=op.f("fk_announcements_withdrawn_by_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
    )
    with op.batch_alter_table("announcements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_announcements_decision_id"), ["decision_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_announcements_place_id_published_at"), ["place_id", "published_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_announcements_published_at_id"), ["published_at", "id"], unique=False)

    op.create_table(
        "announcement_versions",
        sa.Column("announcement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "preview",
                "approved",
                "dropped",
                name="announcement_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_en", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_in_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("publish_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(state = 'approved') = (approved_at is not null)", name=op.f("ck_announcement_versions_approved_whole")
        ),
        sa.CheckConstraint(
            "(state in ('preview', 'approved')) = (handed_in_at is not null)",
            name=op.f("ck_announcement_versions_handed_in_whole"),
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_announcement_versions_reason_said")),
        sa.CheckConstraint("remark <> ''", name=op.f("ck_announcement_versions_remark_said")),
        sa.CheckConstraint("title <> '' and body <> ''", name=op.f("ck_announcement_versions_says_something")),
        sa.CheckConstraint(
            "title_en <> '' and body_en <> ''", name=op.f("ck_announcement_versions_says_something_in_english")
        ),
        sa.CheckConstraint(
            "(approved_at is null) = (approved_by_id is null)",
            name=op.f("ck_announcement_versions_approved_by_somebody"),
        ),
        sa.CheckConstraint(
            "(approved_at is null) = (publish_at is null)", name=op.f("ck_announcement_versions_approved_with_its_hour")
        ),
        sa.CheckConstraint(
            "(handed_in_at is null) = (handed_in_by_id is null)",
            name=op.f("ck_announcement_versions_handed_in_by_somebody"),
        ),
        sa.CheckConstraint(
            "(number = 1) = (reason is null)", name=op.f("ck_announcement_versions_corrected_for_a_reason")
        ),
        sa.CheckConstraint(
            "(title_en is null) = (body_en is null)", name=op.f("ck_announcement_versions_english_whole")
        ),
        sa.CheckConstraint(
            "approved_by_id <> author_id and approved_by_id <> handed_in_by_id",
            name=op.f("ck_announcement_versions_second_officer"),
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_announcement_versions_number")),
        sa.CheckConstraint("publish_at >= approved_at", name=op.f("ck_announcement_versions_public_after_approval")),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcements.id"],
            name=op.f("fk_announcement_versions_announcement_id_announcements"),
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["accounts.id"], name=op.f("fk_announcement_versions_approved_by_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["accounts.id"], name=op.f("fk_announcement_versions_author_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["handed_in_by_id"], ["accounts.id"], name=op.f("fk_announcement_versions_handed_in_by_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_versions")),
        sa.UniqueConstraint("announcement_id", "number", name=op.f("uq_announcement_versions_announcement_id_number")),
    )
    with op.batch_alter_table("announcement_versions", schema=None) as batch_op:
        batch_op.create_index(
            "uq_announcement_versions_open",
            ["announcement_id"],
            unique=True,
            sqlite_where=sa.text("state in ('draft', 'preview')"),
            postgresql_where=sa.text("state in ('draft', 'preview')"),
        )

    op.create_table(
        "announcement_files",
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("label <> ''", name=op.f("ck_announcement_files_labelled")),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_files.id"], name=op.f("fk_announcement_files_file_id_stored_files")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["announcement_versions.id"],
            name=op.f("fk_announcement_files_version_id_announcement_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_files")),
        sa.UniqueConstraint("version_id", "file_id", name=op.f("uq_announcement_files_version_id_file_id")),
    )
    with op.batch_alter_table("announcement_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_announcement_files_file_id"), ["file_id"], unique=False)

    op.create_table(
        "announcement_writers",
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_announcement_writers_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["announcement_versions.id"],
            name=op.f("fk_announcement_writers_version_id_announcement_versions"),
        ),
        sa.PrimaryKeyConstraint("version_id", "account_id", name=op.f("pk_announcement_writers")),
    )


def downgrade() -> None:
    for table in ("announcement_writers", "announcement_files", "announcement_versions", "announcements"):
        op.drop_table(table)
