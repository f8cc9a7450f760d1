"""Papers"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "papers",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("province_code", sa.Text(), nullable=True),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("facts_sha256", sa.Text(), nullable=False),
        sa.Column("source_sha256", sa.Text(), nullable=True),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("length(facts_sha256) = 64", name=op.f("ck_papers_digest")),
        sa.CheckConstraint("(file_id is null) = (made_at is null)", name=op.f("ck_papers_made_whole")),
        sa.CheckConstraint("(file_id is null) = (source_sha256 is null)", name=op.f("ck_papers_made_from")),
        sa.CheckConstraint("forgotten_at is null or file_id is null", name=op.f("ck_papers_forgotten_whole")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name=op.f("fk_papers_file_id_stored_files")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_papers")),
    )
    op.create_index(op.f("ix_papers_file_id"), "papers", ["file_id"])


def downgrade() -> None:
    op.drop_table("papers")
